"""What facilitators type to invite people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.communities.actions.invitations import MOST_DAYS, MOST_USES
from forum.communities.address_lists import MOST_BYTES, decoded, is_text, plain
from forum.communities.forms.joining import ROLES
from forum.communities.models import Role
from forum.communities.sorting_lists import LONGEST_MESSAGE
from forum.core.plain_words import PlainForm


def _role() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("They come as"), choices=ROLES, coerce=int, initial=int(Role.MEMBER)
    )


def _message() -> forms.CharField:
    return forms.CharField(
        label=_("Message"),
        max_length=LONGEST_MESSAGE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Why you thought of them; it stands in the invitation."),
    )


def _days() -> forms.IntegerField:
    return forms.IntegerField(label=_("Ends after (days)"), min_value=1, max_value=MOST_DAYS, initial=30)


class MailInvitationForm(PlainForm):
    """An invitation to one address."""

    email = forms.EmailField(
        label=_("Mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    role = _role()
    message = _message()
    days = _days()


class LinkInvitationForm(PlainForm):
    """A link for some people."""

    most_uses = forms.IntegerField(
        label=_("How many may come in by it"), min_value=1, max_value=MOST_USES, initial=10
    )
    role = _role()
    days = _days()


class ListForm(PlainForm):
    """A list of people, as a file or as text. Between looking at it and inviting it travels in the form as text."""

    file = forms.FileField(
        label=_("A file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv,text/plain"}),
        help_text=_("CSV, as spreadsheets save it; at most 2,000 lines or 512 kB."),
    )
    text = forms.CharField(
        label=_("Or the list itself"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "class": "list-text"}),
        help_text=_(
            "One person a line: address, name, role (guest or member), message, with commas, semicolons or tabs "
            "between. Only the address is needed. Names are for your own report."
        ),
    )
    role = _role()
    message = _message()
    days = _days()
    name = forms.CharField(widget=forms.HiddenInput, max_length=120, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def clean(self) -> dict[str, Any]:
        """Put the words of a file in the place of those that were typed."""
        cleaned: dict[str, Any] = super().clean() or {}
        file = cleaned.get("file")
        if file is not None:
            if (file.size or 0) > MOST_BYTES:
                raise forms.ValidationError(
                    {"file": _("This file is too long; 512 kB can be read at once. Send it in parts.")}
                )
            data = file.read()
            if not is_text(data):
                raise forms.ValidationError(
                    {
                        "file": _(
                            "This is no text file. Save the list as CSV in your spreadsheet, and choose that file."
                        )
                    }
                )
            cleaned["text"], cleaned["name"] = decoded(data), file.name or ""
        cleaned["text"] = plain(cleaned.get("text") or "")
        if not cleaned["text"].strip() and "file" not in self.errors:
            raise forms.ValidationError({"text": _("Choose a file or paste the list here.")})
        return cleaned
