"""What notices say of what was said in rooms, of people, and of notes."""

from __future__ import annotations

from django.utils.translation import gettext as _

from forum.notifications.models import Notice
from forum.notifications.sentences import Titles


def message_removed(_notice: Notice, _titles: Titles) -> str:
    """A moderator, or between two a steward, has removed a message of one's own; why is said on its page alone."""
    return _("A message of yours in a room was removed; read why")


def message_restored(_notice: Notice, _titles: Titles) -> str:
    """It was brought back."""
    return _("A message of yours in a room was brought back")


def profile_taken(_notice: Notice, _titles: Titles) -> str:
    """Stewards have taken something down of one's own page."""
    return _("Stewards removed something from your page; read why")


def note_taken(_notice: Notice, _titles: Titles) -> str:
    """A note of one's own, as a moderator or with a topic that one carried, was removed."""
    return _("A note of yours was removed; read why")
