"""Carrying a topic to another board: at once where nobody has to be asked, else by asking."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from forum.communities.actions.log import note_change
from forum.communities.models import Verb
from forum.communities.policies.measures import may_speak_from_outside
from forum.core.events import publish
from forum.core.limits import CARRYING, spend
from forum.core.verdicts import require
from forum.core.words import on_one_line
from forum.crossposting.actions.locking import locked_ends
from forum.crossposting.actions.standing import begin_to_stand
from forum.crossposting.events import TopicCarried
from forum.crossposting.policies.carrying import may_carry_to, missing_words
from forum.crossposting.selectors.placements import placement_on
from forum.crossposting.selectors.trust import communities_trusting
from forum.discussions.actions.guarding import require_guarded
from forum.discussions.models import Board, Placement, Topic
from forum.discussions.models.placements import LONGEST_NOTE, PATIENCE
from forum.discussions.policies.topics import live_boards
from forum.people.models import Person

State = Placement.State


@transaction.atomic
def carry_topic(
    *,
    broker: Person,
    topic: Topic,
    board: Board,
    note: str = "",
    cleared: str = "",
    now: datetime | None = None,
) -> Placement:
    """Propose a topic for a board, with a note that says why it matters there: up to `LONGEST_NOTE` characters.

    The answer is `live` where nobody's word was missing, else `pending` for `PATIENCE`. What the board once hid, pinned
    or locked of it is forgotten, however that ended. `cleared` is what the broker says identifies nobody in the note.
    Raises Refused, Invalid, Identified among them, or TooMany.
    """
    moment = now or timezone.now()
    topic, board = locked_ends(broker, topic, board)
    known = placement_on(topic, board)
    require(may_carry_to(broker, topic, board, known))
    require(may_speak_from_outside(broker, topic.home_board.community, topic.home_board_id))
    words = on_one_line(note, most=LONGEST_NOTE, field="note")
    require_guarded(broker, [words], lambda: [board, *live_boards(topic)], cleared=cleared)
    spend(CARRYING, broker.pk, at=now)
    missing = missing_words(broker, topic.home_board, board, communities_trusting(topic.home_board.community))
    placement = known or Placement(topic=topic, board=board)
    placement.topic, placement.board = topic, board
    placement.state, placement.ended_by, placement.reason = State.PENDING, "", ""
    placement.awaits_board, placement.awaits_home = missing.board, missing.home or not missing.board
    placement.proposed_by, placement.proposed_at, placement.note = broker, moment, words
    placement.decided_by, placement.decided_at, placement.expires_at = None, None, moment + PATIENCE
    placement.created_at, placement.last_post_at = moment, topic.last_post_at
    placement.helpful_count = topic.helpful_count
    placement.is_answered = topic.is_answered
    placement.save()
    if not missing:
        begin_to_stand(placement, moment)
        note_carried(Verb.PLACEMENT_ACCEPTED, placement, by=broker, now=now)
    publish(TopicCarried(placement_id=placement.pk))
    return placement


def note_carried(
    verb: Verb,
    placement: Placement,
    *,
    by: Person,
    at_home: bool = False,
    reason: str = "",
    now: datetime | None,
) -> None:
    """A line in the log of the board's community, or of the home's; neither names what its readers may not see."""
    home = placement.topic.home_board
    board = home if at_home else placement.board
    details = {"topic": placement.topic_id} | ({} if at_home else {"from": home.community.name})
    note_change(
        verb, by=by, community=board.community, about=board.name, board_key=board.pk,
        details=details, reason=reason, now=now,
    )  # fmt: skip
