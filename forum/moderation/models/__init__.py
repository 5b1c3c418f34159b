"""The rows of moderation, by noun."""

from forum.moderation.models.appeals import Appeal
from forum.moderation.models.cases import Case, Report

__all__ = ["Appeal", "Case", "Report"]
