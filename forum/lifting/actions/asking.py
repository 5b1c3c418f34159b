"""Taking words to a board: at once where nobody has to be asked, else by asking those who said them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.chat.models import Message, Room
from forum.chat.policies.messages import may_take_message
from forum.communities.selectors.locks import lock_communities, lock_standing
from forum.core.events import publish
from forum.core.limits import LIFTING, spend
from forum.core.verdicts import Invalid, Refused, require
from forum.core.words import one_line
from forum.discussions.actions.bodies import checked_body
from forum.discussions.actions.guarding import require_guarded
from forum.discussions.actions.replies import locked_topic
from forum.discussions.actions.titles import checked_tags, checked_title, checked_type
from forum.discussions.models import Board, Topic
from forum.discussions.policies.boards import may_read_board, may_start_topic
from forum.discussions.policies.holding import may_appear_at_once
from forum.discussions.policies.topic_rules import reply_may_appear_at_once
from forum.discussions.policies.topics import boards_to_reply_through, may_reply
from forum.lifting.actions.locking import LockedLift
from forum.lifting.actions.publishing import put_up, require_few_files, require_heard
from forum.lifting.events import AuthorsAsked
from forum.lifting.models import Lift, LiftedMessage
from forum.lifting.policies.asking import Consent, audience_of, boards_for, consent_for
from forum.lifting.selectors.lifts import (
    asked_about,
    lift_sent_with,
    messages_to_take,
    rows_of,
    standing_on,
)
from forum.people.models import Person
from forum.people.selectors.accounts import lock_account

MOST_MESSAGES = 50
PATIENCE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Target:
    """Where words go: a new topic on `board` with title, type and tags, or a reply to `topic`."""

    board: Board | None = None
    topic: Topic | None = None
    title: str = ""
    type: str = Topic.Type.DISCUSSION
    tags: Sequence[str] = field(default=())


@dataclass(frozen=True, slots=True)
class Extract:
    """Messages of a room in their order, with the introduction that stands above them and, for their authors, why.

    `cleared` is what its lifter says identifies nobody.
    """

    room: Room
    messages: Sequence[Message]
    source: str
    why: str = ""
    cleared: str = ""


def take_words(
    *, lifter: Person, extract: Extract, target: Target, client_key: UUID, now: datetime | None = None
) -> Lift:
    """Take messages of a room to a board; what comes back is published, or asks. The same key again gives it back.

    Raises Refused, Invalid by field, or TooMany.
    """
    moment = now or timezone.now()
    known = lift_sent_with(client_key)
    if known is not None:
        return _own(known, lifter)
    try:
        return _take(lifter, extract, target, client_key, moment)
    except IntegrityError:
        # The same form was on its way twice, or two ask about one message at the same moment.
        known = lift_sent_with(client_key)
        if known is None:
            raise Refused(_asked_already()) from None
        return _own(known, lifter)


@transaction.atomic
def _take(lifter: Person, extract: Extract, target: Target, client_key: UUID, now: datetime) -> Lift:
    topic, boards = _locked(lifter, extract, target)
    known = lift_sent_with(client_key)
    if known is not None:
        return _own(known, lifter)
    require_heard(lifter, extract.room, boards)
    spend(LIFTING, lifter.pk)
    found = _checked_messages(lifter, extract)
    lift = _checked_target(lifter, boards, topic, target)
    lift.lifter, lift.room = lifter, extract.room
    lift.source, lift.why = checked_body(extract.source), _on_one_line(extract.why)
    require_guarded(
        lifter,
        [lift.title, *lift.tags, lift.source, lift.why, *(message.source for message in found)],
        lambda: boards,
        cleared=extract.cleared,
    )
    lift.client_key, lift.created_at, lift.expires_at = client_key, now, now + PATIENCE
    _require_new(lift.board, found)
    consent = consent_for(lifter, extract.room, boards, found)
    _require_askable(consent)
    lift.save()
    LiftedMessage.objects.bulk_create(_rows(lift, found, consent))
    if consent.asked:
        publish(AuthorsAsked(lift_id=lift.pk))
    else:
        put_up(LockedLift(lift, rows_of(lift), topic, boards), now)
    return lift


def _locked(lifter: Person, extract: Extract, target: Target) -> tuple[Topic | None, list[Board]]:
    """The topic that is answered and the boards where the words would stand, with the room, locked in order."""
    room = extract.room
    home = target.topic.home_board if target.topic is not None else target.board
    if home is None:
        raise Invalid(_("Choose where it goes."), field="board")
    communities = {home.community_id} | ({room.community_id} if room.community_id else set())
    lock_communities(communities)
    topic = locked_topic(target.topic) if target.topic is not None else None
    lock_standing(lifter, communities)
    for author_id in sorted({message.author_id for message in extract.messages}):
        lock_account(Person(pk=author_id))  # who closes theirs waits, or is seen to have left
    if room.community is not None:
        room.community.refresh_from_db(fields=["visibility", "archived_at", "taking"])
    list(Room.objects.select_for_update(no_key=True).filter(pk=room.pk).values_list("pk"))
    board = Board.objects.select_related("community", "merged_into").get(pk=home.pk)
    return topic, boards_for(board, topic)


def _checked_messages(lifter: Person, extract: Extract) -> list[Message]:
    wanted = [message.pk for message in extract.messages]
    if not wanted:
        raise Invalid(_("Choose at least one message."), field="message")
    if len(wanted) > MOST_MESSAGES:
        raise Invalid(
            ngettext("Choose at most %d message.", "Choose at most %d messages.", MOST_MESSAGES)
            % MOST_MESSAGES,
            field="message",
        )
    found = messages_to_take(extract.room, wanted)
    if len(found) < len(set(wanted)):
        raise Invalid(
            _("One of the messages was removed in the meantime. Look at what is left, and go on."),
            field="message",
        )
    for message in found:
        require(may_take_message(lifter, message))
    require_few_files(found)
    return found


def _checked_target(lifter: Person, boards: list[Board], topic: Topic | None, target: Target) -> Lift:
    """The lift with where it goes, once its lifter may write there and their words would appear at once."""
    if topic is not None:
        moment = timezone.now()
        require(may_reply(lifter, topic, now=moment))
        through = boards_to_reply_through(lifter, topic, now=moment)[0]
        require(reply_may_appear_at_once(lifter, topic, through))
        return Lift(board=through, topic=topic, audience=audience_of(boards))
    (board,) = boards
    if not may_read_board(lifter, board):
        raise Invalid(_("Choose where it goes."), field="board")
    require(may_start_topic(lifter, board))
    require(may_appear_at_once(lifter, [board]))
    return Lift(
        board=board, title=checked_title(target.title), type=checked_type(target.type, lifter, board),
        tags=checked_tags(target.tags), audience=audience_of(boards),
    )  # fmt: skip


def _require_new(board: Board, messages: Sequence[Message]) -> None:
    """Nobody is asked twice at a time, and nothing stands twice on a board."""
    if asked_about(messages) is not None:
        raise Refused(_asked_already())
    there = standing_on(board.pk, messages)
    if there is not None and there.lift.post is not None and there.lift.post.topic.removed_at is not None:
        raise Refused(
            _("One of these messages was taken to this board before, into a topic that was removed.")
        )
    if there is not None and there.lift.post is not None:
        raise Refused(
            _("One of these messages stands on this board already, in “%s”.") % there.lift.post.topic.title
        )


def _require_askable(consent: Consent) -> None:
    if consent.unasked:
        names = ", ".join(person.display_name for person in consent.unasked)
        raise Refused(
            _(
                "What was said by %(names)s cannot be taken there: there is nobody who could be asked. "
                "Leave it out, or say it in your own words."
            )
            % {"names": names}
        )


def _asked_already() -> str:
    return _("Somebody asks about one of these messages already. Wait for the answer, or leave it out.")


def _rows(lift: Lift, messages: Sequence[Message], consent: Consent) -> list[LiftedMessage]:
    asked = {person.pk for person in consent.asked}
    states = LiftedMessage.State
    return [
        LiftedMessage(
            lift=lift, message=message, author=message.author, place=place, revision=message.revision,
            said_at=message.created_at, state=states.ASKED if message.author_id in asked else states.AGREED,
        )
        for place, message in enumerate(messages, start=1)
    ]  # fmt: skip


def _on_one_line(text: str) -> str:
    return one_line(text)[:500]


def _own(known: Lift, lifter: Person) -> Lift:
    if known.lifter_id != lifter.pk:
        raise Refused(_("This form was sent by somebody else before. Open the page once more."))
    return known
