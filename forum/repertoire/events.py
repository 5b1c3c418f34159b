"""What happens to practice notes."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import Event


@dataclass(frozen=True, slots=True)
class QuoteAsked(Event):
    """Somebody is asked whether what they said may stand in a practice note."""

    quote_id: int


@dataclass(frozen=True, slots=True)
class QuoteAskedAnew(Event):
    """They are asked once more, for more people come to read the community than they agreed to."""

    quote_id: int


@dataclass(frozen=True, slots=True)
class QuoteAnswered(Event):
    """They have answered, or taken back what they had."""

    quote_id: int


@dataclass(frozen=True, slots=True)
class PracticeNoteChanged(Event):
    """Its words are others now."""

    note_id: int


@dataclass(frozen=True, slots=True)
class PracticeNotePublished(Event):
    """A note is read by those who read its community."""

    note_id: int


@dataclass(frozen=True, slots=True)
class PracticeNoteWithdrawn(Event):
    """It is no longer."""

    note_id: int
