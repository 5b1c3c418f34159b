"""What becomes of what a person carried, and of their notes, when their account is closed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from forum.core.events import publish
from forum.crossposting.actions.standing import end_standing, topic_shown_anew
from forum.crossposting.events import CarriedNotesTakenBack, PlacementTakenBack
from forum.crossposting.models import HomeChange
from forum.crossposting.selectors.placements import notes_of, proposals_of
from forum.discussions.models import Placement, Topic
from forum.people.models import Person

Side, State = Placement.Side, Placement.State


@transaction.atomic
def take_back_proposals(*, person_id: int, now: datetime | None = None) -> None:
    """Let what the person proposed, and nobody has answered, end; notes go that are shown on no board, and reasons that
    they gave for themselves.

    What stands goes on standing, with its note, as posts do. Part of an action that has asked whether they may leave.
    """
    moment = now or timezone.now()
    waiting = proposals_of(person_id).order_by("topic_id", "pk")  # as they are locked where time ends them
    for placement in waiting.select_for_update(no_key=True):
        end_standing(placement, State.WITHDRAWN, Side.BROKER, by=None, reason="", now=moment)
        publish(PlacementTakenBack(placement_id=placement.pk, by_id=person_id, stood=False))
    if (
        Placement.objects.filter(proposed_by=person_id)
        .exclude(Q(state=State.LIVE) | Q(note=""))
        .update(note="")
    ):
        publish(CarriedNotesTakenBack(person_id=person_id))
    HomeChange.objects.filter(asked_by=person_id).exclude(state=HomeChange.State.WAITING).update(note="")
    own_words = Q(ended_by__in=[Side.AUTHOR, Side.BROKER])
    Placement.objects.filter(own_words, decided_by=person_id).update(reason="")


@transaction.atomic
def take_back_some_notes(*, person: Person) -> int:
    """Take back the person's notes on one topic that stands where they carried it, and those on homes that they
    offered. Returns how many of the former; 0 when none is left. Part of leaving, which has asked whether they may.
    """
    first = notes_of(person).order_by("topic_id").values_list("topic_id", flat=True).first()
    if first is None:
        HomeChange.objects.filter(asked_by=person).exclude(note="").update(
            note=""
        )  # below topics, as they are locked
        return 0
    topic = Topic.objects.select_for_update(no_key=True).get(pk=first)
    count = notes_of(person).filter(topic=topic).update(note="")
    publish(CarriedNotesTakenBack(person_id=person.pk))
    topic_shown_anew(topic)
    return count
