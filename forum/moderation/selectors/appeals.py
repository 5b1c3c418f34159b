"""What somebody asks others to look at again: those that are open to somebody, and those of one person."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from forum.chat.models import Participant
from forum.communities.models import Community, Measure, Rank, Role
from forum.communities.selectors.reach import Reach, ReaderKind, reach_of
from forum.communities.selectors.standing import communities_where
from forum.core.known_queries import among
from forum.core.verdicts import Sentence
from forum.discussions.models import Placement, Post, Topic
from forum.discussions.selectors.topics import topics_visible_to
from forum.gatherings.models import Question
from forum.gatherings.selectors.talk import sessions_to_ask
from forum.moderation.models import Appeal
from forum.moderation.models.appeals import Removable
from forum.moderation.selectors.deciders import others_for, places_of_appeal, without_those_below
from forum.people.actors import Actor, is_person, is_steward
from forum.people.models import Person

MOST_SHOWN = 100
State = Appeal.State


def appeal_with(appeal_id: int) -> Appeal | None:
    """An appeal with what it is about, for policies to decide on."""
    return with_all(Appeal.objects.filter(pk=appeal_id)).first()


def appeals_for(reader: Person) -> list[Appeal]:
    """The open appeals that the reader may decide, the oldest first. Twin: `policies.appeals.may_decide_appeal`."""
    return _to_decide(reader, Q())


def appeals_by_role(reader: Person) -> list[Appeal]:
    """Those of them that the reader may decide by a role of their own; for stewards, those of the network as well."""
    own = appeals_within(
        replace(reach_of(reader), kind=ReaderKind.PERSON), communities_where(reader, Role.FACILITATOR)
    )
    if is_steward(reader):
        own |= _of_network() & _of_others(reader.pk)
    return _to_decide(reader, own)


def appeals_in(reader: Person, community: Community) -> list[Appeal]:
    """Those of them about measures in a community, posts on its boards, or messages in its rooms. One query where none
    is open.
    """
    return _to_decide(reader, appealed_in(community))


def appeals_of_network(reader: Person) -> list[Appeal]:
    """Those of people to whom the network is closed, and about what stewards removed of what two say alone."""
    return _to_decide(reader, _of_network())


def waiting_appeals_in(actor: Actor, community: Community) -> int:
    """How many wait for the actor in a community."""
    return len(appeals_in(actor, community)) if is_person(actor) else 0


@dataclass(frozen=True, slots=True)
class Appealed:
    """A community, and how many appeals wait there."""

    name: str
    slug: str
    hue: int
    number: int


def appealed_where_looked_after(person: Person) -> list[Appealed]:
    """Where appeals wait for the person by a role of their own, by name; no query for who looks after nothing."""
    reach = reach_of(person)
    if not reach.moderator and not reach.boards:
        return []
    counted: Counter[Community] = Counter()
    for appeal in appeals_for(person):
        places = {community for community, _board_key in places_of_appeal(appeal)}
        counted.update(each for each in places if each.pk in {*reach.member, *reach.guest})
    found = [Appealed(each.name, each.slug, each.hue, number) for each, number in counted.items()]
    return sorted(found, key=lambda each: each.name)


def _to_decide(reader: Person, which: Q) -> list[Appeal]:
    """Whoever made a decision is not asked about it, but where there is nobody else at all; nor who is below whoever
    removed something.
    """
    rows = Appeal.objects.filter(_entitled(reader), which, state=State.OPEN)
    found = without_those_below(reader, list(with_all(rows).order_by("asked_at", "pk")[:MOST_SHOWN]))
    others = others_for([each for each in found if each.decided_first_by_id == reader.pk])
    return [each for each in found if not others.get(each.pk)]


def decided_appeals_in(reader: Person, community: Community) -> list[Appeal]:
    """What was decided there of late, the latest first; for those who look after it."""
    rows = Appeal.objects.filter(_entitled(reader), appealed_in(community)).exclude(state=State.OPEN)
    return list(with_all(rows).order_by("-decided_at", "-pk")[:MOST_SHOWN])


def decided_appeals_of_network(reader: Person) -> list[Appeal]:
    """The same of what stewards decide. For them."""
    rows = Appeal.objects.filter(_entitled(reader), _of_network()).exclude(state=State.OPEN)
    return list(with_all(rows).order_by("-decided_at", "-pk")[:MOST_SHOWN])


def own_appeals(person: Person) -> list[Appeal]:
    """Those of the person, the latest first."""
    return list(with_all(Appeal.objects.filter(person=person)).order_by("-asked_at", "-pk")[:MOST_SHOWN])


def about_removal_of(thing: Removable) -> Q:
    """The condition under which an appeal is about how this was removed, now or before."""
    if isinstance(thing, Topic):
        return Q(topic=thing.pk)
    if isinstance(thing, Question):
        return Q(question=thing.pk)
    return Q(post=thing.pk) if isinstance(thing, Post) else Q(message=thing.pk)


def appeal_of_removed(thing: Removable) -> Appeal | None:
    """The one against how this was removed as it is removed now."""
    if thing.removed_at is None:
        return None
    return Appeal.objects.filter(about_removal_of(thing), removed_at=thing.removed_at).first()


def keys_of_removals_appealed(column: str) -> list[int]:
    """Ids of removed things (`column` is "post", "message", "topic" or "question") that somebody still looks at again:
    their words stay until then.
    """
    rows = Appeal.objects.filter(state=State.OPEN).exclude(**{column: None})
    return list(rows.values_list(f"{column}_id", flat=True))


def is_left_to_first(appeal: Appeal) -> bool:
    """True where nobody else could decide: then whoever decided first looks at it once more, rather than nobody."""
    return not others_for([appeal])[appeal.pk]


def who_decides(appeal: Appeal) -> Sentence:
    """Who looks at it, in a sentence for whoever asked."""
    others = others_for([appeal])[appeal.pk]
    if others.is_there or (others.is_steward and not places_of_appeal(appeal)):
        return _("Somebody else than who decided it looks at it again.")
    if others.is_steward:
        return _("Nobody else there can decide it, so a steward of the network looks at it again.")
    return _("Nobody else can decide it at present, so whoever decided it looks at it once more.")


def appeal_of_measure(measure: Measure) -> Appeal | None:
    """The one against a measure; None until somebody was asked to look at it again."""
    return Appeal.objects.filter(measure=measure).first()


def appealed_in(community: Community) -> Q:
    """The condition under which an appeal is about a measure in the community, a post or a topic on its boards, a
    message in its rooms, or a question in a session that it holds.
    """
    home, via = Q(post__topic__home_board__community=community), Q(post__via_board__community=community)
    whole = Q(board__community=community)
    live = Q(message__room__community=community) | Q(question__gathering__community=community)
    return Q(measure__community=community) | home | via | whole | live


def _of_network() -> Q:
    """What stewards alone decide: that the network was closed to somebody, and what was removed between two."""
    closed = Q(measure__isnull=False, measure__community=None)
    return closed | Q(message__isnull=False, message__room__community=None)


def _of_others(person_id: int) -> Q:
    """Nobody decides about what is their own, nor about what was said to them alone."""
    own_rooms = Participant.objects.filter(person=person_id).values("room")
    return ~Q(person=person_id) & ~Q(message__room__in=own_rooms)


def _entitled(reader: Person) -> Q:
    return appeals_within(reach_of(reader), communities_where(reader, Role.FACILITATOR))


def appeals_within(reach: Reach, facilitated: list[int]) -> Q:
    """Where somebody with this reach may decide such things, who facilitates these communities; nobody does about what
    is their own. Twin: policies.
    """
    others = _of_others(reach.person_id)
    if reach.kind == ReaderKind.STEWARD:
        return others
    measured = (
        Q(among("measure__community_id", facilitated), measure__given_as__lte=Rank.FACILITATOR)
        | Q(among("measure__community_id", reach.moderator), measure__given_as__lte=Rank.MODERATOR)
        | Q(among("measure__board_key", reach.boards), measure__given_as__lte=Rank.BOARD_MODERATOR)
    )
    said = Q(among("message__room__community_id", reach.moderator))
    asked = Q(among("question__gathering__community_id", reach.moderator))
    return others & (measured | _stands(reach) | said | asked)


def _stands(reach: Reach) -> Q:
    home, via, whole = (
        Q(among(f"{board}__community_id", reach.moderator)) | Q(among(f"{board}_id", reach.boards))
        for board in ("post__topic__home_board", "post__via_board", "board")
    )
    return home | whole | via & Q(post__topic__in=topics_visible_to(reach))


def with_all(rows: QuerySet[Appeal]) -> QuerySet[Appeal]:
    """Appeals with everything that pages and policies ask of them."""
    live = Placement.objects.filter(state=Placement.State.LIVE).select_related("board__community")
    found = rows.select_related(
        "person", "measure__person", "measure__community", "measure__given_by", "measure__lifted_by",
        "post__author", "post__topic__home_board__community", "post__via_board__community", "post__removal",
        "message__author", "message__room__community", "message__room__gathering", "message__removal", "topic__author",
        "topic__home_board__community", "topic__removed_by", "board__community", "decided_first_by", "decided_by",
        "question__asker", "question__removal",
    )  # fmt: skip
    return found.prefetch_related(
        Prefetch("post__topic__placements", live), Prefetch("question__gathering", sessions_to_ask())
    )
