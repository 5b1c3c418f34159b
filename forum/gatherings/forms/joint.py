"""What is typed where communities meet together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.communities.models import Community
from forum.core.plain_words import PlainForm

LONGEST = 500


class AskForm(PlainForm):
    """Which community is asked, and why."""

    community = forms.TypedChoiceField(label=_("Community"), coerce=int)
    note = forms.CharField(
        label=_("Why it is theirs, too"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Its facilitators read this, the title and the hour, and who asks."),
        error_messages={"required": _("Say in a sentence why it is theirs, too.")},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, communities: Sequence[Community]) -> None:
        super().__init__(data)
        field = self.fields["community"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(each.pk, each.name) for each in communities]


class DeclineForm(PlainForm):
    """Why a community does not take part."""

    reason = forms.CharField(
        label=_("Reason, where you decline"), max_length=LONGEST, required=False,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Whoever asked reads it."),
    )  # fmt: skip
