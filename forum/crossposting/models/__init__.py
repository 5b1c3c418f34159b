"""The rows of cross-posting beside placements, which are rows of discussions."""

from forum.crossposting.models.home_changes import HomeChange
from forum.crossposting.models.questions import AskedThere
from forum.crossposting.models.trust import Trust

__all__ = ["AskedThere", "HomeChange", "Trust"]
