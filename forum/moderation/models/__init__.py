"""The rows of moderation, by noun."""

from forum.moderation.models.cases import Case, Report
from forum.moderation.models.claims import Claim, Remark, SavedReply

__all__ = ["Case", "Claim", "Remark", "Report", "SavedReply"]
