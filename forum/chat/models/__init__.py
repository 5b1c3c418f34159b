"""Rows of rooms, of what is said in them, and the log that everyone sees in the same order."""

from forum.chat.models.files import MessageFile
from forum.chat.models.log import RoomEvent, RoomReading
from forum.chat.models.messages import Message, MessageMention, MessageReaction, MessageRevision
from forum.chat.models.removals import MessageRemoval
from forum.chat.models.rooms import Block, Participant, Room, pair_of

__all__ = [
    "Block",
    "Message",
    "MessageFile",
    "MessageMention",
    "MessageReaction",
    "MessageRemoval",
    "MessageRevision",
    "Participant",
    "Room",
    "RoomEvent",
    "RoomReading",
    "pair_of",
]
