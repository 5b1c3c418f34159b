"""What a community says of itself: which columns that is, and whether two people look at the same words."""

from __future__ import annotations

from forum.communities.models import Community
from forum.communities.selectors.reading import communities_known_to
from forum.core.editions import edition_of
from forum.people.actors import Actor

DESCRIPTION = (
    *("name", "domain", "welcome", "kind", "regions", "languages", "interests", "time_zone", "hue"),
    *("joining", "joining_questions"),
)
SETTINGS = (*DESCRIPTION, "guard")  # what facilitators change of a community that is there


def description_of(community: Community) -> dict[str, object]:
    """What the community says of itself, and how it looks after patients, by column."""
    return {name: getattr(community, name) for name in SETTINGS}


def edition_of_description(community: Community) -> str:
    """The edition of what it says of itself."""
    return edition_of(description_of(community))


def is_name_known(actor: Actor, name: str, *, but_for: Community | None = None) -> bool:
    """True where another community than `but_for`, that the actor may know of, goes by the name, in whatever case."""
    rows = communities_known_to(actor).filter(name__iexact=name)
    if but_for is not None and but_for.pk is not None:
        rows = rows.exclude(pk=but_for.pk)
    return rows.exists()


def is_address_known(actor: Actor, slug: str) -> bool:
    """True where a community that the actor may know of has the address."""
    return communities_known_to(actor).filter(slug=slug).exists()
