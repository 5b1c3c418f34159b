"""Re-exports for Django's discovery; nobody imports this module."""

from forum.communities.models import (
    Change,
    Community,
    FoundingRequest,
    Invitation,
    InvitationBatch,
    InvitationUse,
    JoiningRequest,
    Membership,
    Parting,
    Partnership,
)
from forum.discussions.models import (
    Attachment,
    Board,
    BoardReading,
    Bookmark,
    Draft,
    Following,
    HeldPost,
    Mention,
    Placement,
    Post,
    PostRevision,
    Reaction,
    ReadPosition,
    Topic,
)
from forum.importing.models import ImportedMessage, ImportRun
from forum.network.models import Network
from forum.people.models import Application, FormerHandle, Person
from forum.personal_data.models import DataExport, Departure
from forum.upkeep.models import JobFailure

__all__ = [
    "Application",
    "Attachment",
    "Board",
    "BoardReading",
    "Bookmark",
    "Change",
    "Community",
    "DataExport",
    "Departure",
    "Draft",
    "Following",
    "FormerHandle",
    "FoundingRequest",
    "HeldPost",
    "ImportRun",
    "ImportedMessage",
    "Invitation",
    "InvitationBatch",
    "InvitationUse",
    "JobFailure",
    "JoiningRequest",
    "Membership",
    "Mention",
    "Network",
    "Parting",
    "Partnership",
    "Person",
    "Placement",
    "Post",
    "PostRevision",
    "Reaction",
    "ReadPosition",
    "Topic",
]
