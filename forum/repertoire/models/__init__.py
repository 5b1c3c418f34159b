"""Practice notes, and what was said that stands in them."""

from forum.repertoire.models.notes import PracticeNote
from forum.repertoire.models.quotes import Quote

__all__ = ["PracticeNote", "Quote"]
