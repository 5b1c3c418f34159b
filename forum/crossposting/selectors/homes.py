"""Topics that wait for a home in another community."""

from __future__ import annotations

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from forum.communities.models import Community
from forum.communities.selectors.reach import Reader
from forum.crossposting.models import HomeChange
from forum.crossposting.selectors.placements import looked_after_by
from forum.discussions.models import Topic
from forum.people.models import Person

MOST_SHOWN = 50


def change_with(change_id: int) -> HomeChange | None:
    """An offer or a request with its topic, both boards and the people concerned, for policies to decide on."""
    return _with_all().filter(pk=change_id).first()


def changes_of(topic: Topic) -> list[HomeChange]:
    """What was ever asked for a topic, the latest first; one at most waits."""
    return list(_with_all().filter(topic=topic).order_by("-created_at", "-pk"))


def changes_about(person: Person) -> list[HomeChange]:
    """What the person has asked for, and what others ask for topics of theirs; what waits first, then the latest."""
    rows = _with_all().filter(Q(asked_by=person) | Q(topic__author=person))
    waits = ExpressionWrapper(Q(state=HomeChange.State.WAITING), output_field=BooleanField())
    return list(rows.order_by(waits.desc(), "-created_at", "-pk")[:MOST_SHOWN])


def changes_in(reader: Reader, community: Community) -> list[HomeChange]:
    """What waits in a community for the reader's word, or was asked for by a side of theirs there; what ends first
    before the rest.
    """
    there = looked_after_by(reader, "to") & Q(to__community=community)
    home = looked_after_by(reader, "topic__home_board") & Q(topic__home_board__community=community)
    rows = _with_all().filter(there | home, state=HomeChange.State.WAITING)
    return list(rows.order_by("expires_at", "pk")[:MOST_SHOWN])


def changes_asked_of(reader: Reader, community: Community | None = None) -> QuerySet[HomeChange]:
    """What waits for the reader's word as a moderator of the side that is asked; where one is given, in a community."""
    to_board = looked_after_by(reader, "to") & Q(awaits=HomeChange.Awaits.BOARD)
    of_home = looked_after_by(reader, "topic__home_board") & Q(awaits=HomeChange.Awaits.HOME)
    if community is not None:
        to_board &= Q(to__community=community)
        of_home &= Q(topic__home_board__community=community)
    return _with_all().filter(to_board | of_home, state=HomeChange.State.WAITING)


def _with_all() -> QuerySet[HomeChange]:
    return HomeChange.objects.select_related(
        "topic__author",
        "topic__home_board__community",
        "home__community",
        "to__community",
        "asked_by",
        "decided_by",
    )
