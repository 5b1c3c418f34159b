"""What clients ask to be done, by the actions that pages use. Runs in the pool's threads."""

from __future__ import annotations

import logging
from collections.abc import Callable
from math import ceil
from typing import Any

from django.db import Error
from redis import RedisError

from forum.chat.actions.messages import edit_message, pin_message, remove_message, unpin_message
from forum.chat.actions.reactions import react_to_message, take_reaction_back
from forum.chat.actions.reading import read_room
from forum.chat.actions.sending import send_message
from forum.chat.models import Message, Room
from forum.chat.policies.rooms import may_read_room
from forum.chat.selectors.messages import message_in
from forum.chat.selectors.rooms import room_with_community
from forum.core.identifiers import Identified
from forum.core.verdicts import Invalid, Refused, TooMany, require
from forum.gatherings.actions.voting import take_vote_back, vote_for_question
from forum.gatherings.models import Question
from forum.gatherings.selectors.questions import question_of_room
from forum.people.models import Person
from forum.people.selectors.people import people_with
from realtime.answers import RETRY, Done, Failed
from realtime.protocol import Act, Read, Send
from realtime.rights import NO_ROOM

logger = logging.getLogger(__name__)

UNCERTAIN = (
    "The database does not answer, so it is not certain that this was stored. Sending it again is safe."
)
AWAY_ERRORS = (Error, RedisError)  # the forum goes on without Redis, and this is for what should not happen


def send(person_id: int, asked: Send) -> Done | Failed:
    """Say something in a room. The same `cid` again gives the same answer."""

    def done(person: Person, room: Room) -> Done:
        message = send_message(
            author=person,
            room=room,
            client_id=asked.cid,
            body=asked.body,
            reply_to=asked.reply_to or 0,
            cleared=asked.cleared,
        )
        return Done(asked.id, message.seq)

    return _answer(asked.id, person_id, asked.room, done)


def act(person_id: int, asked: Act) -> Done | Failed:
    """Do something with a message, or with a question of a live session."""

    def done(person: Person, room: Room) -> Done:
        if asked.op in _VOTING:
            _vote(person, room, asked)
            return Done(asked.id, None)
        message = message_in(room, asked.target)
        if message is None:
            raise Refused("This message is no longer there.")
        _DOING[asked.op](person, message, asked.data)
        return Done(asked.id, None)

    return _answer(asked.id, person_id, asked.room, done)


def read(person_id: int, asked: Read) -> Done | Failed:
    """Remember how far somebody has read."""

    def done(person: Person, room: Room) -> Done:
        read_room(reader=person, room=room, seq=asked.seq)
        return Done(0, asked.seq)

    return _answer(0, person_id, asked.room, done)


def _vote(person: Person, room: Room, asked: Act) -> None:
    question = question_of_room(room, asked.target)
    if question is None:
        raise Refused("There is no such question.")
    _VOTING[asked.op](person, question)


_VOTING: dict[str, Callable[[Person, Question], object]] = {
    "vote": lambda person, question: vote_for_question(person=person, question=question),
    "unvote": lambda person, question: take_vote_back(person=person, question=question),
}
_DOING: dict[str, Callable[[Person, Message, dict[str, Any]], object]] = {
    "edit": lambda person, message, data: edit_message(
        editor=person,
        message=message,
        body=data["body"],
        revision=data["revision"],
        cleared=data.get("cleared", ""),
    ),
    # One's own; what others said is removed with a reason, on the page of the message.
    "remove": lambda person, message, _data: remove_message(remover=person, message=message),
    "react": lambda person, message, data: react_to_message(
        person=person, message=message, kind=data["kind"]
    ),
    "unreact": lambda person, message, data: take_reaction_back(
        person=person, message=message, kind=data["kind"]
    ),
    "pin": lambda person, message, _data: pin_message(moderator=person, message=message),
    "unpin": lambda person, message, _data: unpin_message(moderator=person, message=message),
}


def _answer(
    message_id: int, person_id: int, room_id: int, do: Callable[[Person, Room], Done]
) -> Done | Failed:
    """What an action answers, or its refusal. What is stored is said only once it is committed."""
    try:
        person, room = people_with([person_id]).get(person_id), room_with_community(room_id)
        if person is None or room is None:
            raise Refused(NO_ROOM)
        # Asked first, or answers about messages would differ for who must not know of the room.
        require(may_read_room(person, room))
        return do(person, room)
    except TooMany as refusal:
        return Failed(message_id, "rate", str(refusal.sentence), ceil(refusal.retry_after))
    except Identified as refusal:
        return Failed(message_id, "identified", str(refusal.sentence), seen=refusal.edition)
    except Invalid as refusal:
        return Failed(message_id, "invalid", str(refusal.sentence))
    except Refused as refusal:
        code = "changed" if refusal.status == 409 else "refused"
        return Failed(message_id, code, str(refusal.sentence))
    except AWAY_ERRORS:
        logger.warning("Something was not stored.", exc_info=True)
        return Failed(message_id, "away", UNCERTAIN, RETRY)
