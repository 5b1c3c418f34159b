"""What whoever writes is told beforehand: that it waits for a moderator, that board or topic are in slow mode."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from forum.core.durations import duration_in_words
from forum.discussions.models import Board, Topic
from forum.discussions.policies.boards import moderates
from forum.discussions.policies.holding import may_appear_at_once
from forum.discussions.policies.topic_rules import (
    is_slowed_in,
    may_post_again_in,
    reply_may_appear_at_once,
)
from forum.people.actors import Actor


def rules_of(actor: Actor, boards: Sequence[Board]) -> str:
    """Sentences for the composer, "" where nothing is to be said; the last board is the one that one writes through."""
    said = [str(may_appear_at_once(actor, boards).reason), _slow_board(actor, boards[-1])]
    return " ".join(filter(None, said))


def rules_in(actor: Actor, topic: Topic, through: Board, now: datetime | None = None) -> str:
    """The same for a reply: what the topic asks for beside the board through which it comes."""
    said = [
        str(reply_may_appear_at_once(actor, topic, through).reason),
        _slow_topic(actor, topic, now or timezone.now()),
        _slow_board(actor, through),
    ]
    return " ".join(filter(None, said))


def _slow_topic(actor: Actor, topic: Topic, now: datetime) -> str:
    """That one waits between two posts here, and how long still; said alike for ten seconds, so that it is kept."""
    if not is_slowed_in(actor, topic):
        return ""
    verdict = may_post_again_in(actor, topic, now=now.replace(second=now.second // 10 * 10, microsecond=0))
    if not verdict:
        return str(verdict.reason)
    pause = duration_in_words(topic.slow_seconds)
    return _("This topic is in slow mode: write, then wait for %(time)s.") % {"time": pause}


def _slow_board(actor: Actor, board: Board) -> str:
    if not board.slow_seconds or moderates(actor, board):
        return ""
    pause = duration_in_words(board.slow_seconds)
    return _("This board is in slow mode: write, then wait for %(time)s.") % {"time": pause}
