"""The rows of moderation, by noun."""

from forum.moderation.models.appeals import Appeal
from forum.moderation.models.cases import Case, Report
from forum.moderation.models.claims import Claim, Remark, SavedReply

__all__ = ["Appeal", "Case", "Claim", "Remark", "Report", "SavedReply"]
