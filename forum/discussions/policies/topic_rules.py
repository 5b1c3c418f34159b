"""What moderators have set for one topic beside its board: whether replies wait, and how soon one may write again."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from django.utils.translation import gettext_lazy as _

from forum.core.durations import duration_in_words
from forum.core.verdicts import YES, Verdict, no
from forum.discussions.models import Board, Topic
from forum.discussions.policies.boards import moderates
from forum.discussions.policies.holding import board_that_holds, may_appear_at_once
from forum.discussions.policies.topics import may_moderate_topic
from forum.discussions.selectors.holding import last_written_in
from forum.people.actors import Actor, is_person


def may_rule_topic(actor: Actor, topic: Topic) -> Verdict:
    """Setting how one topic is answered, or that it repeats another: moderators of its home, while that is in use."""
    if topic.home_board.community.archived_at is not None:
        return no(_("This community is archived. It can be read, not added to."))
    return may_moderate_topic(actor, topic)


def reply_may_appear_at_once(actor: Actor, topic: Topic, through: Board) -> Verdict:
    """Whether a reply that comes through this board is a post at once, by the topic and by the boards."""
    if _waits_here(actor, topic):
        return no(_("A moderator looks at every post in this topic before it appears."))
    return may_appear_at_once(actor, (topic.home_board, through))


def board_that_holds_reply(actor: Actor, topic: Topic, through: Board) -> Board | None:
    """Where such a reply waits; None where it appears at once. What the topic asks for waits at its home."""
    if _waits_here(actor, topic):
        return topic.home_board
    return board_that_holds(actor, (topic.home_board, through))


def _waits_here(actor: Actor, topic: Topic) -> bool:
    return topic.asks_approval and not moderates(actor, topic.home_board)


def may_post_again_in(actor: Actor, topic: Topic, *, now: datetime) -> Verdict:
    """Whether the slow mode of the topic lets the actor write in it already. Its board may ask for more patience."""
    if not is_slowed_in(actor, topic) or not is_person(actor):
        return YES
    pause = timedelta(seconds=topic.slow_seconds)
    last = last_written_in(actor, topic, since=now - pause)
    if last is None:
        return YES
    left = min(ceil((last + pause - now).total_seconds()), topic.slow_seconds)
    return no(
        _("This topic is in slow mode. You can post here again in %(time)s.")
        % {"time": duration_in_words(max(left, 1))}
    )


def is_slowed_in(actor: Actor, topic: Topic) -> bool:
    """Whether one waits between two posts in the topic; those who look after its home do not, as on their boards."""
    return bool(topic.slow_seconds) and not moderates(actor, topic.home_board)
