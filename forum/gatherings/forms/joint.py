"""What is typed where communities meet together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

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
    """Why a community does not take part, and whether it is answered for those that follow in the series as well;
    `following` is how many these are.
    """

    reason = forms.CharField(
        label=_("Reason, where you decline"), max_length=LONGEST, required=False,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Whoever asked reads it."),
    )  # fmt: skip
    following = forms.BooleanField(required=False)

    def __init__(self, data: Any = None, *, following: int = 0) -> None:
        super().__init__(data, initial={"following": True})
        if not following:
            del self.fields["following"]
            return
        label = ngettext(
            "The same for %(number)d further meeting of the series",
            "The same for %(number)d further meetings of the series",
            following,
        )
        self.fields["following"].label = label % {"number": following}
