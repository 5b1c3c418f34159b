"""What hosts do with a session that is over."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from forum.gatherings.actions.leading import end_gathering
from forum.gatherings.actions.questions import ask_question
from forum.gatherings.models import Gathering, Question
from forum.recaps.actions.recaps import RecapWords, keep_recap
from tests.forum.gatherings.going_on import begun
from tests.rights.acts import doing, opening
from tests.rights.places import Place
from tests.rights.roles import shapes


def _over(place: Place) -> None:
    gathering = begun(place.facilitator, place.community)
    ask_question(asker=place.facilitator, gathering=gathering, words="How long?", client_id=uuid4())
    end_gathering(host=place.facilitator, gathering=gathering)


def _kept(place: Place) -> None:
    _over(place)
    words = RecapWords("What we learned", "We wait.", None, 0)
    keep_recap(host=place.facilitator, gathering=Gathering.objects.get(), words=words)


def _session(_place: Place) -> list[Any]:
    return [Gathering.objects.get().pk]


def _recap(place: Place) -> dict[str, Any]:
    return {"title": "What we learned", "body": "We wait.", "board": place.board.pk, "seen": "0"}


def _signed(place: Place) -> dict[str, Any]:
    return _recap(place) | {"sign": "1"}


def _seen(_place: Place) -> dict[str, str]:
    return {"seen": "1"}


def _chosen(place: Place) -> dict[str, Any]:
    return {"questions": Question.objects.get().pk, "board": place.board.pk}


SUMMING_UP = [
    opening("see the draft of a recap", shapes, "gathering-recap", _session, before=_over),
    doing("keep a recap", shapes, "gathering-recap", _session, _recap, before=_over),
    doing("draft a recap anew", shapes, "gathering-recap-anew", _session, _seen, before=_kept),
    doing("sign a recap", shapes, "gathering-recap", _session, _signed, before=_over),
    opening("see which questions may go on", shapes, "questions-go-on", _session, before=_over),
    doing("let a question go on", shapes, "questions-go-on", _session, _chosen, before=_over),
]
