"""What those who look after a community say often."""

from __future__ import annotations

from collections.abc import Iterable

from forum.communities.models import Community, Role
from forum.communities.selectors.standing import communities_moderated_by, communities_where
from forum.core.editions import edition_of
from forum.moderation.models import SavedReply
from forum.people.actors import is_steward
from forum.people.models import Person


def replies_for(person: Person, communities: Iterable[int]) -> dict[int, list[SavedReply]]:
    """Saved replies of those of the communities in which the person decides, by its id and by name. One query."""
    found: dict[int, list[SavedReply]] = {}
    rows = SavedReply.objects.filter(community__in=decided_in(person, communities))
    for row in rows.order_by("name"):
        found.setdefault(row.community_id, []).append(row)
    return found


def replies_to_offer(person: Person, communities: Iterable[int]) -> list[tuple[str, str]]:
    """The same as name and words, each of them once."""
    found = replies_for(person, dict.fromkeys(communities))
    return list(dict.fromkeys((row.name, row.words) for some in found.values() for row in some))


def decided_in(person: Person, communities: Iterable[int]) -> list[int]:
    """Those of the communities, by their ids, in which the person moderates something."""
    own = communities_moderated_by(person)
    return [key for key in communities if is_steward(person) or key in own]


def communities_with_replies(person: Person) -> list[Community]:
    """Where the person keeps such replies by a role of their own, by name. One query."""
    return list(Community.objects.filter(pk__in=communities_where(person, Role.MODERATOR)).order_by("name"))


def reply_with(community: Community, reply_id: int) -> SavedReply | None:
    """One of them."""
    return SavedReply.objects.filter(community=community, pk=reply_id).first()


def edition_of_reply(reply: SavedReply) -> str:
    """The edition of what is said, and under which name."""
    return edition_of(reply.name, reply.words)


def replies_in(community: Community) -> list[SavedReply]:
    """Those of one community, by name."""
    return list(SavedReply.objects.filter(community=community).order_by("name"))
