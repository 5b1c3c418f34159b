"""What stewards are asked about the network. The action has the last word; this says early what can be said early."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from forum.core.limits import ADJUSTABLE, Limit
from forum.core.plain_words import PlainForm
from forum.network.actions import LEAST_TIMES, MOST_TIMES
from forum.network.domains import as_domain
from forum.network.models import MOST_DOMAINS, Network

LIMIT_LABELS = {
    "posting": gettext_lazy("Replies"),
    "starting": gettext_lazy("New topics"),
    "uploading": gettext_lazy("Files uploaded"),
    "joining": gettext_lazy("Joining and leaving"),
}


class NetworkForm(PlainForm):
    """What the network is called, who may come in, who opens communities and how much at once."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    purpose = forms.CharField(
        label=gettext_lazy("Purpose"),
        max_length=300,
        required=False,
        help_text=gettext_lazy(
            "In a sentence, for those who have just arrived. It stands on the first page."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    welcome = forms.CharField(
        label=gettext_lazy("Welcome"),
        max_length=4000,
        required=False,
        help_text=gettext_lazy("More for visitors on the first page, in Markdown."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    sign_up = forms.ChoiceField(
        label=gettext_lazy("Who may join the network"), required=False, widget=forms.RadioSelect
    )
    mail_domains = forms.CharField(
        label=gettext_lazy("Domains of mail addresses"),
        max_length=MOST_DOMAINS * 254,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocapitalize": "none"}),
    )
    sign_up_note = forms.CharField(
        label=gettext_lazy("What to ask newcomers"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Shown where people ask to join, if a steward has to agree."),
    )
    founding = forms.ChoiceField(
        label=gettext_lazy("Who opens communities"), required=False, widget=forms.RadioSelect
    )

    def __init__(self, data: Any = None, *, row: Network) -> None:
        super().__init__(data, initial=_stored(row))
        self.fields["name"].help_text = _("Empty: “%s”, as this installation is set.") % settings.NETWORK_NAME
        self._offer("sign_up", Network.SignUp, settings.SIGN_UP)
        self._offer("founding", Network.Founding, settings.FOUNDING)
        given = ", ".join(settings.SIGN_UP_DOMAINS) or _("none")
        self.fields["mail_domains"].help_text = (
            _(
                "One on each line, like example.org; those below it count too. Empty: %s, as this installation is set."
            )
            % given
        )
        for limit in ADJUSTABLE:
            self.fields[_field(limit)] = forms.IntegerField(
                label=LIMIT_LABELS[limit.name],
                required=False,
                min_value=LEAST_TIMES,
                max_value=MOST_TIMES,
                help_text=_("In %(span)s. Empty: %(times)d.")
                % {"span": _span(limit.seconds), "times": limit.times},
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )

    def words(self) -> list[forms.BoundField]:
        """The fields that say what the network is."""
        return [self[name] for name in ("name", "purpose", "welcome")]

    def doors(self) -> list[forms.BoundField]:
        """The fields that say who comes in."""
        return [self[name] for name in ("sign_up", "mail_domains", "sign_up_note")]

    def rates(self) -> list[forms.BoundField]:
        """The fields that say how much at once."""
        return [self[_field(limit)] for limit in ADJUSTABLE]

    def clean_mail_domains(self) -> list[str]:
        """The domains in the spelling in which they are stored, each once."""
        lines = [line for line in self.cleaned_data["mail_domains"].splitlines() if line.strip()]
        if len(lines) > MOST_DOMAINS:
            raise forms.ValidationError(_("These are more than %d domains.") % MOST_DOMAINS)
        return list(dict.fromkeys(as_domain(line) for line in lines))

    def columns(self) -> dict[str, Any]:
        """What was typed, as the action takes it."""
        names = ("name", "purpose", "welcome", "sign_up", "mail_domains", "sign_up_note", "founding")
        times = {limit.name: self.cleaned_data[_field(limit)] for limit in ADJUSTABLE}
        limits = {name: number for name, number in times.items() if number is not None}
        return {name: self.cleaned_data[name] for name in names} | {"limits": limits}

    def _offer(self, name: str, choices: Any, given: str) -> None:
        """The ways to choose from, first the one that the installation is set to."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        first = _("As this installation is set: %s") % str(choices(given).label)
        field.choices = [("", first), *choices.choices]


def _field(limit: Limit) -> str:
    return f"limit_{limit.name}"


def _stored(row: Network) -> dict[str, Any]:
    names = ("name", "purpose", "welcome", "sign_up", "sign_up_note", "founding")
    stored = {name: getattr(row, name) for name in names}
    stored["mail_domains"] = "\n".join(row.mail_domains)
    return stored | {f"limit_{name}": times for name, times in row.limits.items()}


def _span(seconds: int) -> str:
    if seconds % 3600 == 0:
        return ngettext("%d hour", "%d hours", seconds // 3600) % (seconds // 3600)
    return ngettext("%d minute", "%d minutes", seconds // 60) % (seconds // 60)
