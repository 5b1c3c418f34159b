"""What a community says of itself, as it is typed. The actions have the last word."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from forum.communities.models import MOST_QUESTIONS, Community
from forum.communities.selectors.describing import DESCRIPTION, SETTINGS
from forum.core.plain_words import PlainForm
from forum.core.zones import zone_choices

LONGEST_QUESTION = 200
# Hues that can be told apart, a word for each; lightness is fixed, so contrast holds for all of them.
HUES = [
    (0, _("rose")), (22, _("coral")), (45, _("rust")), (65, _("amber")), (85, _("ochre")), (105, _("moss")),
    (125, _("leaf")), (145, _("fern")), (165, _("jade")), (185, _("teal")), (205, _("lagoon")), (225, _("sky")),
    (245, _("blue")), (265, _("iris")), (285, _("violet")), (305, _("plum")), (325, _("orchid")), (343, _("berry")),
]  # fmt: skip

GROUPS = [
    ("what", _("What it is"), ("name", "slug", "domain", "welcome")),
    ("doors", _("Who reads it, and how people join"), ("visibility", "joining", "joining_questions")),
    ("patients", _("What protects patients"), ("guard",)),
    ("found", _("How it is found"), ("kind", "regions", "languages", "interests", "time_zone")),
    ("looks", _("How it looks"), ("hue",)),
    ("why", _("Why, and for whom"), ("reason", "facilitator")),
]


class QuestionsField(forms.CharField):
    """Questions, one a line; cleaned, a list of them."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        """A list is shown one question a line."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        """The questions. Raises ValidationError where there are too many or one is too long."""
        lines = [" ".join(line.split()) for line in str(super().clean(value)).splitlines()]
        asked = [line for line in lines if line]
        if len(asked) > MOST_QUESTIONS:
            raise forms.ValidationError(
                _("Ask at most %(most)d questions; people stop at more."), params={"most": MOST_QUESTIONS}
            )
        if any(len(question) > LONGEST_QUESTION for question in asked):
            raise forms.ValidationError(
                _("A question is at most %(most)d characters long."), params={"most": LONGEST_QUESTION}
            )
        return asked


class DescriptionForm(PlainForm):
    """What a community says of itself, in the order in which one would say it."""

    name = forms.CharField(label=_("Name"), max_length=80)
    domain = forms.CharField(
        label=_("Domain"),
        max_length=300,
        help_text=_("What you care about together, in one sentence. It stands on the card in the directory."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    welcome = forms.CharField(
        label=_("Welcome"),
        max_length=4000,
        required=False,
        help_text=_("A few words to newcomers: what to read first, whom to ask. Markdown is fine."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Community.Kind.choices)
    regions = forms.CharField(
        label=_("Regions"), max_length=200, required=False, help_text=_("With commas between.")
    )
    languages = forms.CharField(
        label=_("Languages"), max_length=200, required=False, help_text=_("With commas between.")
    )
    interests = forms.CharField(
        label=_("Interests"),
        max_length=300,
        required=False,
        help_text=_("Words by which people find you in the directory, with commas between."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("Where most of you are; live sessions begin in it.")
    )
    hue = forms.TypedChoiceField(
        label=_("Colour"),
        coerce=int,
        widget=forms.RadioSelect,
        help_text=_("The thread by which what belongs to you is known. All of them can be read well."),
    )
    joining = forms.ChoiceField(
        label=_("How people join"), choices=Community.Joining.choices, widget=forms.RadioSelect
    )
    joining_questions = QuestionsField(
        label=_("Questions to those who ask to join"),
        required=False,
        help_text=_("One a line, up to five. Asked only where people ask to join."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        zone = self.fields["time_zone"]
        zone.choices = zone_choices(self.initial.get("time_zone", ""))  # type: ignore[attr-defined]  # it is a choice field
        own = self.initial.get("hue")
        known = [hue for hue, _name in HUES]
        as_it_is = [] if own is None or own in known else [(own, _("as it is"))]
        self.fields["hue"].choices = [*as_it_is, *HUES]  # type: ignore[attr-defined]  # it is a choice field

    @property
    def groups(self) -> list[tuple[str, Any, list[forms.BoundField]]]:
        """The fields under headings: for each a key, a heading and the fields, in the order in which they are shown."""
        found = [
            (key, title, [self[name] for name in names if name in self.fields])
            for key, title, names in GROUPS
        ]
        return [(key, title, fields) for key, title, fields in found if fields]

    @property
    def description(self) -> dict[str, Any]:
        """What the community says of itself, by column, once the form is valid."""
        return {name: self.cleaned_data[name] for name in DESCRIPTION}


class SettingsForm(DescriptionForm):
    """The same for a community that is there; `seen` says which words the editor began from."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=40)
    guard = forms.ChoiceField(
        label=_("Words that may identify a patient"),
        choices=Community.Guard.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Record numbers, dates of birth, names of patients, addresses and the like, as they are written. In rooms, "
            "where nothing can wait, the strictest choice means that they are not sent."
        ),
    )

    @property
    def description(self) -> dict[str, Any]:
        """What the community says of itself and how it looks after patients, by column, once the form is valid."""
        return {name: self.cleaned_data[name] for name in SETTINGS}


class FoundingForm(DescriptionForm):
    """A community to be. An address that is left empty is made from the name."""

    slug = forms.CharField(
        label=_("Address"),
        max_length=50,
        required=False,
        help_text=_(
            "Small letters, digits and dashes. It stays, so that links hold. Empty: made from the name."
        ),
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "spellcheck": "false", "data-address-of": "id_name"}
        ),
    )
    visibility = forms.ChoiceField(
        label=_("Who reads it"), choices=Community.Visibility.choices, widget=forms.RadioSelect
    )

    def clean_slug(self) -> str:
        """The address as typed, in small letters, or one made from the name."""
        typed: str = self.cleaned_data["slug"].strip().lower()
        return typed or slugify(self.cleaned_data.get("name", ""))[:50].strip("-_").replace("_", "-")

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of the community to be."""
        return self.description | {name: self.cleaned_data[name] for name in ("slug", "visibility")}


class StewardFoundingForm(FoundingForm):
    """A steward opens a community at once, and says who facilitates it."""

    facilitator = forms.CharField(
        label=_("Who facilitates it"),
        max_length=30,
        required=False,
        help_text=_("The handle of a person. Empty: you do, and can hand it over."),
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}
        ),
    )


class ProposalForm(FoundingForm):
    """Anyone proposes a community, and says why."""

    reason = forms.CharField(
        label=_("Why the network needs it"),
        max_length=1000,
        help_text=_("Who would take part, and what they cannot do in the communities that there are."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class FoundingAnswerForm(PlainForm):
    """What a steward answers to a proposal, and under which name and address the community opens."""

    name = forms.CharField(label=_("Name"), max_length=80)
    slug = forms.CharField(label=_("Address"), max_length=50)
    answer = forms.CharField(
        label=_("Your answer"),
        max_length=500,
        required=False,
        help_text=_("Goes to whoever proposed it. A “no” needs its reason."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
