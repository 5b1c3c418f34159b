"""What whoever writes on a board is told beforehand: that it waits for a moderator, that the board is in slow mode."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from forum.core.durations import duration_in_words
from forum.discussions.models import Board
from forum.discussions.policies.boards import moderates
from forum.discussions.policies.holding import may_appear_at_once
from forum.people.actors import Actor


def rules_of(actor: Actor, boards: Sequence[Board]) -> str:
    """Sentences for the composer, "" where nothing is to be said; the last board is the one that one writes through."""
    way = boards[-1]
    said = [str(may_appear_at_once(actor, boards).reason)]
    if way.slow_seconds and not moderates(actor, way):
        said.append(
            _("This board is in slow mode: write, then wait for %(time)s.")
            % {"time": duration_in_words(way.slow_seconds)}
        )
    return " ".join(filter(None, said))
