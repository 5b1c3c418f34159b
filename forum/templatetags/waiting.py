"""For how long something has waited, in words that fit right after it came as well."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.core.durations import duration_in_words

register = template.Library()
JUST_NOW = timedelta(minutes=2)
# From so long on, in which unit: it has waited for three hours until the fourth is over.
_UNITS = [(timedelta(days=2), timedelta(days=1)), (timedelta(minutes=90), timedelta(hours=1))]


@register.filter
def waited(since: datetime) -> str:
    """ "came just now", or "has waited for 3 hours"."""
    so_long = timezone.now() - since
    if so_long < JUST_NOW:
        return _("came just now")
    unit = next((unit for least, unit in _UNITS if so_long >= least), timedelta(minutes=1))
    return _("has waited for %s") % duration_in_words(int((so_long // unit * unit).total_seconds()))
