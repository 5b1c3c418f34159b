"""The field in which one says why, wherever something is decided about what others said."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.communities.models.measures import LONGEST_REASON


class WhyField(forms.CharField):
    """Why, in a sentence or a few."""

    def __init__(self, *, most: int = LONGEST_REASON, rows: int = 3, **more: Any) -> None:
        """At most `most` characters. `more` are arguments of `CharField`, such as `help_text`."""
        more.setdefault("label", _("Why"))
        super().__init__(max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)
