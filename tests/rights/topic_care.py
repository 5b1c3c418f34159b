"""What moderators set for one topic, and the notes that they leave in it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from forum.discussions.actions.duplicates import mark_duplicate
from forum.discussions.actions.staff_notes import leave_note
from forum.discussions.models import StaffNote, Topic
from forum.discussions.selectors.topic_rules import edition_of_rules
from tests.rights.acts import doing, reading
from tests.rights.places import Place
from tests.rights.roles import tends_board


def _topic(place: Place) -> list[Any]:
    return [place.topic.pk]


def _fresh(place: Place) -> Topic:
    return Topic.objects.select_related("home_board__community").get(pk=place.topic.pk)


def _rules(place: Place) -> dict[str, Any]:
    moment = f"{timezone.now().year + 1}-03-31T18:00"
    seen = edition_of_rules(_fresh(place))
    return {"seen": seen, "locks_at": moment, "slow_seconds": "60", "asks_approval": "on"}


def _note(_place: Place) -> list[Any]:
    return [StaffNote.objects.get().pk]


def _noted(audience: str) -> Any:
    def leave(place: Place) -> None:
        leave_note(
            moderator=place.facilitator, topic=_fresh(place), body="Please be kind.", audience=audience,
            community=place.community,
        )  # fmt: skip

    return leave


def _marked(place: Place) -> None:
    mark_duplicate(moderator=place.facilitator, topic=_fresh(place), of=place.locked)


def _words(_place: Place) -> dict[str, Any]:
    return {"text": "Please be patient.", "revision": "1"}


TOPIC_CARE = [
    reading("look at how a topic is answered", tends_board, "topic-answering", _topic),
    doing("change how a topic is answered", tends_board, "topic-answering", _topic, _rules),
    doing(
        "mark a topic as a duplicate",
        tends_board,
        "topic-duplicate",
        _topic,
        lambda place: {"into": place.locked.pk},
    ),
    doing("end that a topic is a duplicate", tends_board, "topic-no-duplicate", _topic, before=_marked),
    doing(
        "leave a note for readers",
        tends_board,
        "topic-note",
        _topic,
        lambda _place: {"audience": "readers", "text": "Please be kind."},
    ),
    doing(
        "leave a note among moderators",
        tends_board,
        "topic-note",
        _topic,
        lambda place: {"audience": str(place.community.pk), "text": "Please watch this."},
    ),
    doing("change a note for readers", tends_board, "note-change", _note, _words, before=_noted("readers")),
    doing(
        "change a note among moderators",
        tends_board,
        "note-change",
        _note,
        _words,
        before=_noted("moderators"),
    ),
    doing("remove a note", tends_board, "note-remove", _note, before=_noted("moderators")),
]
