"""The rows that say what a community is, who belongs to it and how they came in."""

from forum.communities.models.changes import Change, Verb, WhyPurged
from forum.communities.models.communities import MOST_QUESTIONS, Community, Role
from forum.communities.models.founding import FoundingRequest, Partnership
from forum.communities.models.joining import Invitation, InvitationBatch, InvitationUse, JoiningRequest
from forum.communities.models.measures import Measure, Rank
from forum.communities.models.memberships import Membership, Parting
from forum.communities.models.removals import KEPT_DAYS, KeptRemoval, WhyRemoved

__all__ = [
    "KEPT_DAYS",
    "MOST_QUESTIONS",
    "Change",
    "Community",
    "FoundingRequest",
    "Invitation",
    "InvitationBatch",
    "InvitationUse",
    "JoiningRequest",
    "KeptRemoval",
    "Measure",
    "Membership",
    "Parting",
    "Partnership",
    "Rank",
    "Role",
    "Verb",
    "WhyPurged",
    "WhyRemoved",
]
