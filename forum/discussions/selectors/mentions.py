"""People who might be named with @ at a place; `policies.mentions` says who of them reads it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Case, IntegerField, Q, QuerySet, When
from django.db.models.functions import Lower

from forum.communities.models import Community
from forum.discussions.models import Board, Level, Topic
from forum.people.models import Person
from forum.people.selectors.people import people_called

MOST_NAMED = 30
_ANYONE_READS = {Community.Visibility.OPEN, Community.Visibility.NETWORK}


def people_named(handles: Iterable[str]) -> QuerySet[Person]:
    """The people behind these handles, whatever their case; the first `MOST_NAMED` by handle."""
    wanted = sorted(handle.lower() for handle in handles)[:MOST_NAMED]
    known = Person.objects.annotate(low=Lower("handle")).filter(low__in=wanted)
    return known.filter(is_active=True, kind=Person.Kind.HUMAN)


def people_to_name(text: str, boards: list[Board], topic: Topic | None = None) -> list[Person]:
    """Up to `MOST_NAMED` people whose handle or name begins with `text`, who probably read one of `boards`.

    Those who took part in `topic` come first.
    """
    people = people_called(text)
    if not any(_anyone_reads(board) for board in boards):
        communities = [board.community_id for board in boards]
        belongs = Q(pk__in=Person.objects.filter(memberships__community__in=communities).values("pk"))
        people = people.filter(belongs | Q(is_steward=True))
    participants = topic.participant_ids if topic else []
    nearness = Case(When(pk__in=participants, then=0), default=1, output_field=IntegerField())
    return list(people.annotate(nearness=nearness).order_by("nearness", "handle")[:MOST_NAMED])


def _anyone_reads(board: Board) -> bool:
    return board.read_from == Level.READERS and board.community.visibility in _ANYONE_READS
