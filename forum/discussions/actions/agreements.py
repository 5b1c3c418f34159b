"""Asking before the readers of what was written become others."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.core.verdicts import Refused
from forum.discussions.models import Board
from forum.discussions.readers import readers_of, reading_level


class NotAgreed(Refused):
    """Others would read what stands there, and whoever asks has not said that they mean it. Nothing was changed.

    `level` is what they agree to by saying it.
    """

    status = 409

    def __init__(self, sentence: str, level: int) -> None:
        super().__init__(sentence)
        self.level = level


def require_agreement(*, before: Board, after: Board, topics: int, agreed_level: int | None) -> None:
    """Go on if as many topics keep their readers, or if it was agreed that those of `after` read them.

    Both boards with their community. Raises NotAgreed with a sentence that says who would read them.
    """
    sentence = change_of_readers(before=before, after=after, topics=topics)
    if sentence and agreed_level != reading_level(after):
        raise NotAgreed(sentence, reading_level(after))


def change_of_readers(*, before: Board, after: Board, topics: int) -> str:
    """Who reads so many topics now and who would then, in sentences; "" where nobody gains or loses sight of one."""
    had, has = reading_level(before), reading_level(after)
    if had == has or not topics:
        return ""
    said = {"count": topics, "before": readers_of(before), "after": readers_of(after)}
    who = ngettext(
        "%(count)d topic is read by %(before)s now, and would be read by %(after)s.",
        "%(count)d topics are read by %(before)s now, and would be read by %(after)s.",
        topics,
    )
    return f"{who % said} {_what_then(had, has)}"


def _what_then(before: int, after: int) -> str:
    if after > before:
        return _(
            "Everyone else loses sight of them at once: on pages, in counts, among what they kept. "
            "What stands on other boards as well ends standing there."
        )
    return _("People wrote there for fewer readers; ask them first where it matters.")
