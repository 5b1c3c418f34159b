"""What signing up asks, whichever way somebody comes in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forum.core.identifiers import Identified, require_cleared_once
from forum.core.plain_words import PlainForm
from forum.core.zones import UTC, is_zone
from forum.network.selectors import ground_anew
from forum.people.models import Application, Person
from forum.people.policies.signing_up import domains_in_words, may_sign_up_with, needs_a_yes

ASKED = "cleared"  # names what was asked about already
LONGEST_REASON = Application._meta.get_field("reason").max_length


class SignUpForm(PlainForm):
    """What signing up asks beyond an address and a password. The name comes first, as when people meet."""

    field_order = ("display_name", "email", "password1", "reason", "time_zone")

    display_name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name", "autofocus": True}),
        help_text=_("As colleagues know you. You can change it later."),
    )
    # The browser's, laid in by a script. Where it is missing or unknown, times are shown in UTC until it is set.
    time_zone = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-time-zone": True}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ground = ground_anew()
        if needs_a_yes(self.ground):
            self.fields["reason"] = forms.CharField(
                label=self.ground.sign_up_note or _("Why would you like to join?"),
                max_length=LONGEST_REASON,
                widget=forms.Textarea(attrs={"rows": 4}),
                help_text=_("A sentence or two; a steward of the network reads it."),
            )

    def clean_time_zone(self) -> str:
        """The zone, or UTC for what is none."""
        zone: str = self.cleaned_data["time_zone"]
        return zone if is_zone(zone) else UTC

    def clean(self) -> dict[str, Any]:
        """Refuse an address that the stewards do not let in, and say which they do."""
        cleaned = super().clean() or self.cleaned_data
        verdict = may_sign_up_with(self.ground, cleaned.get("email", ""))
        if "email" in cleaned and not verdict:
            self.add_error("email", str(verdict.reason))
        self._ask_about_reason(cleaned.get("reason", ""))
        return cleaned

    def _ask_about_reason(self, reason: str) -> None:
        """What may identify a patient is asked about once, in this form: the page that asks elsewhere would have to
        keep the password. Sent a second time it goes.
        """
        try:
            require_cleared_once([reason], self.data.get(ASKED, ""))
        except Identified as question:
            self.data = {**self.data.dict(), ASKED: question.edition}  # type: ignore[attr-defined]  # as it was sent
            self.fields[ASKED] = forms.CharField(required=False, widget=forms.HiddenInput())
            self.add_error("reason", str(question.sentence))

    def signup(self, request: HttpRequest, user: Person) -> None:
        """Called by the accounts library once the row is stored; the adapter has already used what was typed."""

    def is_valid(self) -> bool:
        """As forms do; and when the page comes back, what is wrong takes the focus, not the first field."""
        if super().is_valid():
            return True
        for field in self.fields.values():
            field.widget.attrs.pop("autofocus", None)
        return False

    def say_which_addresses(self) -> None:
        """Say beside the address which domains it may be of, where that matters."""
        if self.ground.sign_up == "domains" and "email" in self.fields:
            self.fields["email"].help_text = gettext("Of %(domains)s.") % {
                "domains": domains_in_words(self.ground.mail_domains)
            }
