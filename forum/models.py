"""Re-exports for Django's discovery; nobody imports this module."""

from forum.communities.models import Community, Membership
from forum.discussions.models import (
    Attachment,
    Board,
    BoardReading,
    Bookmark,
    Draft,
    Mention,
    Placement,
    Post,
    PostRevision,
    Reaction,
    ReadPosition,
    Topic,
)
from forum.importing.models import ImportedMessage, ImportRun
from forum.people.models import Person

__all__ = [
    "Attachment",
    "Board",
    "BoardReading",
    "Bookmark",
    "Community",
    "Draft",
    "ImportRun",
    "ImportedMessage",
    "Membership",
    "Mention",
    "Person",
    "Placement",
    "Post",
    "PostRevision",
    "Reaction",
    "ReadPosition",
    "Topic",
]
