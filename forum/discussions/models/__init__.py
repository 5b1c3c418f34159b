"""The rows of discussions, by noun."""

from forum.discussions.models.boards import Board, BoardModerator, Level
from forum.discussions.models.holding import HeldPost
from forum.discussions.models.marks import Bookmark, Following, Mention, Reaction
from forum.discussions.models.placements import HiddenPost, Placement
from forum.discussions.models.posts import Post, PostRevision
from forum.discussions.models.reading import BoardReading, ReadPosition
from forum.discussions.models.relocations import Relocation
from forum.discussions.models.removals import Removal
from forum.discussions.models.staff_notes import StaffNote
from forum.discussions.models.topics import Topic
from forum.discussions.models.writing import Attachment, Draft, draft_place

__all__ = [
    "Attachment",
    "Board",
    "BoardModerator",
    "BoardReading",
    "Bookmark",
    "Draft",
    "Following",
    "HeldPost",
    "HiddenPost",
    "Level",
    "Mention",
    "Placement",
    "Post",
    "PostRevision",
    "Reaction",
    "ReadPosition",
    "Relocation",
    "Removal",
    "StaffNote",
    "Topic",
    "draft_place",
]
