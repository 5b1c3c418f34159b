"""What facilitators type about people in a community, and about partners."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.communities.models import Role

ROLES = [
    (Role.GUEST, _("Guest: reads along and thanks people")),
    (Role.MEMBER, _("Member: asks, answers, starts topics")),
    (Role.MODERATOR, _("Moderator: keeps all boards in order")),
    (Role.FACILITATOR, _("Facilitator: shapes the community and gives roles")),
]


class RoleForm(forms.Form):
    """Another role."""

    role = forms.TypedChoiceField(label=_("From now on"), choices=ROLES, coerce=int, widget=forms.RadioSelect)


class ReasonForm(forms.Form):
    """Why a membership ends."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("They read it, and it stays in the log."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PartnerForm(forms.Form):
    """A community that stands beside one's own."""

    partner = forms.CharField(
        label=_("Community"),
        max_length=80,
        help_text=_("Its name or its address."),
        widget=forms.TextInput(attrs={"list": "known-communities", "autocomplete": "off"}),
    )
