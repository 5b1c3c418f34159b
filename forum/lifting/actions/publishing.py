"""Putting what was agreed onto the board."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.chat.models import Message, MessageFile, Room
from forum.chat.policies.messages import may_take_message
from forum.chat.policies.rooms import may_read_room
from forum.communities.actions.log import note_change
from forum.communities.models import Verb
from forum.communities.policies.measures import may_speak_from_outside
from forum.communities.policies.standing import may_be_heard
from forum.core.events import publish
from forum.core.limits import TENDING, UPLOADING, spend
from forum.core.verdicts import Refused, require
from forum.discussions.actions.below import lay_out_anew
from forum.discussions.actions.files import copy_for_post
from forum.discussions.actions.replies import checked_reply, place_reply
from forum.discussions.actions.sent import sent_before
from forum.discussions.actions.starting import checked_topic, lock_board_of, place_topic, topic_to_be
from forum.discussions.models import Board, Post
from forum.discussions.policies.holding import may_appear_at_once
from forum.discussions.policies.topic_rules import reply_may_appear_at_once
from forum.lifting.actions.locking import LockedLift, locked_lift
from forum.lifting.events import WordsTaken
from forum.lifting.models import Lift, LiftedMessage
from forum.lifting.policies.asking import audience_of, consent_for, may_end
from forum.lifting.selectors.lifts import is_agreed
from forum.people.models import Person

logger = logging.getLogger(__name__)
_State = LiftedMessage.State
MOST_FILES = 20


@transaction.atomic
def publish_agreed(*, lifter: Person, lift: Lift, now: datetime | None = None) -> Post:
    """Put up what was agreed, without the rest. Raises Refused, Invalid or TooMany."""
    moment = now or timezone.now()
    locked = locked_lift(lift, lifter)
    require(may_end(lifter, locked.lift))
    spend(TENDING, lifter.pk)
    if locked.lift.expires_at <= moment:
        raise Refused(_("This waited for two weeks and is over. Nothing was taken."))
    return put_up(locked, moment)


def put_up(locked: LockedLift, now: datetime) -> Post:
    """The post with all that is agreed, within an action that holds the lift. Policies are asked as it stands now."""
    lift, taken = locked.lift, [row for row in locked.rows if is_agreed(row)]
    _require_still(locked, taken)
    post = _placed(locked, now)
    for row in locked.rows:
        _settle(row, post, is_taken=row in taken)
    lift.state, lift.post, lift.ended_at, lift.hindrance = Lift.State.PUBLISHED, post, now, ""
    lift.title, lift.source, lift.why = "", "", ""  # the post says it now, and has said why
    lift.save(update_fields=["state", "post", "ended_at", "hindrance", "title", "source", "why"])
    lay_out_anew(post)
    _note(locked, taken, now)
    publish(WordsTaken(lift_id=lift.pk, post_id=post.pk))
    return post


def _require_still(locked: LockedLift, taken: Sequence[LiftedMessage]) -> None:
    lift = locked.lift
    if lift.room is None or not may_read_room(lift.lifter, lift.room):
        raise Refused(
            _("Whoever takes words from a room has to read it, and this room is not there for you any more.")
        )
    require_heard(lift.lifter, lift.room, locked.boards)
    if not taken:
        raise Refused(_("There is nothing to take: nobody has agreed, or what was said is gone."))
    if lift.topic_id is not None and locked.topic is None:
        raise Refused(_("The topic that this was to answer was removed in the meantime."))
    if audience_of(locked.boards) != lift.audience:
        raise Refused(
            _("Others read it there now than when they were asked. Take this back, and ask once more.")
        )
    if sent_before(lift.lifter, lift.client_key) is not None:
        raise Refused(_("This form was sent before, and has become another post. Open it once more."))
    require_few_files([row.message for row in taken if row.message is not None])
    for row in taken:
        if row.message is not None:
            row.message.room, row.message.author = lift.room, row.author
            require(may_take_message(lift.lifter, row.message))
    _require_nobody_unasked(lift, lift.room, locked, taken)


def require_heard(lifter: Person, room: Room, boards: Sequence[Board]) -> None:
    """Nobody whom a measure silences, where the words are or where they go, takes them, or asks others for theirs."""
    if room.community is not None:
        require(may_be_heard(lifter, room.community))
        require(may_speak_from_outside(lifter, room.community))
    for board in boards:
        require(may_speak_from_outside(lifter, board.community, board.pk))


def require_few_files(messages: Sequence[Message]) -> None:
    """Each file is stored once more, while the room waits."""
    if MessageFile.objects.filter(message__in=messages).count() > MOST_FILES:
        raise Refused(_("A post takes at most %d files along. Take fewer messages at a time.") % MOST_FILES)


def _require_nobody_unasked(
    lift: Lift, room: Room, locked: LockedLift, taken: Sequence[LiftedMessage]
) -> None:
    """Words that were to go freely when others were asked need their author's word where they go freely no longer."""
    unasked = [row.message for row in taken if row.answered_at is None and row.message is not None]
    consent = consent_for(lift.lifter, room, locked.boards, unasked)
    names = ", ".join(person.display_name for person in (*consent.asked, *consent.unasked))
    if names:
        raise Refused(
            _(
                "Words do not go freely any more, and these have to be asked: %(names)s. Take this back, and ask "
                "once more."
            )
            % {"names": names}
        )


def _placed(locked: LockedLift, now: datetime) -> Post:
    lift = locked.lift
    if locked.topic is not None:
        reply = checked_reply(
            author=lift.lifter, topic=locked.topic, body=lift.source, parent=None, via_board=lift.board,
            client_key=lift.client_key, now=now,
        )  # fmt: skip
        require(reply_may_appear_at_once(lift.lifter, locked.topic, reply.board))
        return place_reply(reply)
    topic = topic_to_be(
        author=lift.lifter, board=locked.boards[0], title=lift.title, type=lift.type, tags=lift.tags, now=now
    )
    lock_board_of(topic)
    words = checked_topic(topic, lift.source)
    require(may_appear_at_once(lift.lifter, [topic.home_board]))
    return place_topic(topic, words, lift.client_key)


def _settle(row: LiftedMessage, post: Post, *, is_taken: bool) -> None:
    """Give a row the end that it has now. What was declined stays so."""
    if is_taken and row.message is not None:
        row.state, row.revision = _State.STANDS, row.message.revision
        row.html = _with_own_files(row, post)
    elif row.state in {_State.ASKED, _State.AGREED}:
        row.state = _State.LEFT_OUT
    row.save(update_fields=["state", "revision", "html"])


def _with_own_files(row: LiftedMessage, post: Post) -> str:
    """The words of a message with files that are the post's own, so that its readers may fetch them."""
    assert row.message is not None
    html = row.message.html
    for file in MessageFile.objects.filter(message=row.message).select_related("attachment"):
        if f"/files/{file.attachment_id}/" not in html:  # a copy that no words name would outlive them
            continue
        spend(UPLOADING, post.author_id)
        try:
            copy = copy_for_post(file.attachment, post)
        except FileNotFoundError:
            logger.error("The stored file of attachment %s is gone.", file.attachment_id)
            continue
        html = html.replace(f"/files/{file.attachment_id}/", f"/files/{copy.pk}/")
    return html


def files_named_in(html: str) -> list[UUID]:
    """The ids of files that stored words show or link to."""
    return [UUID(found) for found in re.findall(r'"/files/([0-9a-f-]{36})/', html)]


def _note(locked: LockedLift, taken: Sequence[LiftedMessage], now: datetime) -> None:
    """Words of others are taken with power, and that is logged; neither the words nor where they went."""
    lift, others = locked.lift, {row.author_id for row in taken} - {locked.lift.lifter_id}
    if lift.room is None or lift.room.community is None or not others:
        return
    asked = len({row.author_id for row in locked.rows if row.answered_at is not None})
    note_change(
        Verb.WORDS_TAKEN, by=lift.lifter, community=lift.room.community, about=lift.room.title,
        details={"messages": len(taken), "asked": asked}, now=now,
    )  # fmt: skip
