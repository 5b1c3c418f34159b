"""How long one has to wait, in words and never too short."""

from __future__ import annotations

from django.utils.translation import ngettext


def duration_in_words(seconds: int) -> str:
    """A stretch of time in its largest fitting unit, rounded up: "40 seconds", "3 minutes", "2 days"."""
    if seconds < 90:
        return ngettext("%d second", "%d seconds", seconds) % seconds
    minutes = -(-seconds // 60)
    if minutes < 90:
        return ngettext("%d minute", "%d minutes", minutes) % minutes
    hours = -(-minutes // 60)
    if hours < 48:
        return ngettext("%d hour", "%d hours", hours) % hours
    days = -(-hours // 24)
    return ngettext("%d day", "%d days", days) % days
