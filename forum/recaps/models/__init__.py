"""What remains of live sessions."""

from forum.recaps.models.going_on import GoingOn
from forum.recaps.models.recaps import Recap

__all__ = ["GoingOn", "Recap"]
