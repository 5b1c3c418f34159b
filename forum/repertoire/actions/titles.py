"""What a practice note is called."""

from __future__ import annotations

from django.utils.translation import gettext as _

from forum.core.verdicts import Invalid
from forum.core.words import one_line
from forum.discussions.models.topics import MAX_TITLE_LENGTH


def checked_note_title(title: str) -> str:
    """The title on one line. Raises Invalid where nothing is left of it or it is too long."""
    line = one_line(title)
    if not line:
        raise Invalid(_("Give the note a title, so that others can find it."), field="title")
    if len(line) > MAX_TITLE_LENGTH:
        raise Invalid(
            _("The title is too long; keep it within %d characters.") % MAX_TITLE_LENGTH, field="title"
        )
    return line
