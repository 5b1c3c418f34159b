"""What facilitators type about people in a community, and about partners."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.communities.models import Role
from forum.core.plain_words import PlainForm

ROLES = [
    (Role.GUEST, _("Guest: reads along and thanks people")),
    (Role.MEMBER, _("Member: asks, answers, starts topics")),
    (Role.MODERATOR, _("Moderator: keeps all boards in order")),
    (Role.FACILITATOR, _("Facilitator: shapes the community and gives roles")),
]


class RoleForm(PlainForm):
    """Another role."""

    role = forms.TypedChoiceField(label=_("From now on"), choices=ROLES, coerce=int, widget=forms.RadioSelect)


class HandOverForm(PlainForm):
    """A yes to handing over, given by typing who takes over."""

    typed_handle = forms.CharField(
        label=_("To confirm, type the handle of who takes over"),
        max_length=80,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": _("Type the handle of who takes over, as it stands above.")},
    )

    def __init__(self, *args: Any, handle: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._handle = handle

    def clean_typed_handle(self) -> str:
        """The handle, with or without its @, in whatever case."""
        typed: str = self.cleaned_data["typed_handle"]
        if typed.removeprefix("@").casefold() != self._handle.casefold():
            raise forms.ValidationError(_("This is another handle. Type the one that stands above."))
        return typed


class ReasonForm(PlainForm):
    """Why a membership ends."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("They read it, and it stays in the log."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PartnerForm(PlainForm):
    """A community that stands beside one's own."""

    partner = forms.CharField(
        label=_("Community"),
        max_length=80,
        help_text=_("Its name or its address."),
        widget=forms.TextInput(attrs={"list": "known-communities", "autocomplete": "off"}),
    )
