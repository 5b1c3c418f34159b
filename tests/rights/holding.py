"""The acts around words that wait for a moderator."""

from __future__ import annotations

from typing import Any

from forum.communities.models import Community
from forum.core.identifiers import edition_of_sightings, sightings_in
from forum.discussions.models import Board
from tests.rights.acts import doing, reading
from tests.rights.places import Place
from tests.rights.roles import nobody, signed_in, speaks, tends_board


def _community(place: Place) -> list[Any]:
    return [place.community.slug]


def _held(place: Place) -> list[Any]:
    return [place.held.pk]


def _holds_everything(place: Place) -> None:
    Board.objects.filter(pk=place.board.pk).update(approval=Board.Approval.EVERYTHING)


def _moderators_look_first(place: Place) -> None:
    Community.objects.filter(pk=place.community.pk).update(guard=Community.Guard.HOLD)


_NAMING = "Pt MRN 00482913 came back."
_CLEARED = edition_of_sightings(sightings_in(_NAMING))

HOLDING = [
    doing(
        "say what may identify a patient without a word",
        nobody,
        "reply",
        lambda place: [place.topic.pk],
        lambda _place: {"text": _NAMING},
    ),
    doing(
        "say what may identify a patient, and that it does not",
        speaks,
        "reply",
        lambda place: [place.topic.pk],
        lambda _place: {"text": _NAMING, "cleared": _CLEARED},
    ),
    doing(
        "say it where moderators look first",
        speaks,
        "reply",
        lambda place: [place.topic.pk],
        lambda _place: {"text": _NAMING, "cleared": _CLEARED},
        before=_moderators_look_first,
    ),
    reading("see what waits", tends_board, "held-posts", _community),
    doing(
        "let a held post through",
        tends_board,
        "held-posts",
        _community,
        lambda place: {"through": place.held.pk, f"revision-{place.held.pk}": place.held.revision},
    ),
    doing(
        "decline a held post",
        tends_board,
        "held-posts",
        _community,
        lambda place: {
            "decline": place.held.pk,
            f"revision-{place.held.pk}": place.held.revision,
            f"reason-{place.held.pk}": "Not here.",
        },
    ),
    reading("read someone's held post", nobody, "held-post", _held),
    doing("take back someone's held post", nobody, "held-take-back", _held),
    reading("list one's held posts", signed_in, "own-held", lambda _place: []),
    doing(
        "speak where everything waits",
        speaks,
        "reply",
        lambda place: [place.topic.pk],
        lambda _place: {"text": "Let me say this."},
        before=_holds_everything,
    ),
]
