"""What facilitators type about boards."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from forum.core.plain_words import PlainForm
from forum.discussions.models import Board, Level
from forum.discussions.models.boards import MOST_QUIET_DAYS, MOST_TAGS
from forum.discussions.prompts import prompts_of_kind, reminder_of_kind
from forum.discussions.selectors.board_management import SETTINGS

SLOW_MODES = (
    (0, _("Off: people post as they like")),
    (30, _("One post in 30 seconds")),
    (60, _("One post a minute")),
    (300, _("One post in 5 minutes")),
    (900, _("One post in 15 minutes")),
    (3600, _("One post an hour")),
    (86400, _("One post a day")),
)
# What pages say of such a board at length; a list to choose from shows it whole on a phone.
_SHORT = {Board.Inbound.TRUSTED.value: _("From trusted communities at once")}
_INBOUND = [(value, _SHORT.get(value, label)) for value, label in Board.Inbound.choices]
WRITERS = [(level.value, capfirst(level.label)) for level in Level if level >= Level.GUESTS]
READERS = [(level.value, capfirst(level.label)) for level in Level]


class BoardForm(PlainForm):
    """A board's words and rules; `seen` says from which settings a change began."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(
        label=_("Name"), max_length=80, error_messages={"required": _("Give the board a name.")}
    )
    description = forms.CharField(
        label=_("Description"),
        max_length=300,
        required=False,
        help_text=_("What belongs here, in a sentence."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(value, capfirst(label)) for value, label in Board.Kind.choices]
    )
    read_from = forms.TypedChoiceField(label=_("Who reads"), choices=READERS, coerce=int)
    start_from = forms.TypedChoiceField(
        label=_("Who starts topics"), choices=WRITERS, coerce=int, initial=Level.MEMBERS
    )
    reply_from = forms.TypedChoiceField(
        label=_("Who replies"), choices=WRITERS, coerce=int, initial=Level.MEMBERS
    )
    approval = forms.ChoiceField(label=_("Approval"), choices=Board.Approval.choices)
    approval_first = forms.IntegerField(
        label=_("How many first posts of a newcomer wait"),
        initial=3,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
        help_text=_("Used where the first posts of newcomers wait; 1 to 20."),
    )
    slow_seconds = forms.TypedChoiceField(
        label=_("Slow mode"),
        choices=SLOW_MODES,
        coerce=int,
        initial=0,
        help_text=_("How often one person may post here. Moderators are not slowed."),
    )
    closes_after_days = forms.IntegerField(
        label=_("Topics close so many days after the last reply"),
        required=False,
        min_value=1,
        max_value=MOST_QUIET_DAYS,
        help_text=_(
            "Left empty, they stay open. This holds for what stands here already, too: old topics close within "
            "minutes, and so do those that an imported archive brings. They can be read, not answered. "
            "Moderators can open single ones again, or let them stay open."
        ),
        error_messages={
            "invalid": _("Write a number of days, like 90, or nothing."),
            "min_value": _("At least one day, or nothing."),
            "max_value": _("At most %(limit_value)s days, which is ten years."),
        },
    )
    inbound = forms.ChoiceField(
        label=_("Topics from other boards"),
        choices=_INBOUND,
        initial=Board.Inbound.ASK,
        help_text=_(
            "One conversation can stand on several boards; it keeps its home, and its answers stay together. "
            "Where a board trusts, its moderators agree to topics of all other communities."
        ),
    )
    outbound = forms.ChoiceField(
        label=_("Its topics on other boards"),
        choices=Board.Outbound.choices,
        initial=Board.Outbound.OPEN,
        help_text=_("Nobody reads more thereby than they can now, unless its moderators agree."),
    )
    prompts = forms.CharField(
        label=_("Headings of a new topic"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    reminder = forms.CharField(
        label=_("Reminder"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    tags = forms.CharField(
        label=_("Tags to offer"),
        max_length=1300,
        required=False,
        help_text=_("With commas between them. People can still use others."),
    )

    def __init__(self, *args: Any, board: Board | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = board.kind if board is not None else Board.Kind.DISCUSSION
        prompts, reminder = ", ".join(prompts_of_kind(kind)), reminder_of_kind(kind)
        self.fields["prompts"].help_text = (
            _(
                "One a line; headings under which nothing is written are left out. Empty, it is those of its kind: %s."
            )
            % prompts
            if prompts
            else _("One a line; headings under which nothing is written are left out. Empty, there are none.")
        )
        self.fields["reminder"].help_text = (
            _("Shown to whoever writes here. Empty, it is that of its kind: “%s”") % reminder
            if reminder
            else _("Shown to whoever writes here, in a sentence.")
        )
        slow = board.slow_seconds if board is not None else 0
        if slow not in dict(SLOW_MODES):  # set elsewhere: it stays unless another is chosen
            field = self.fields["slow_seconds"]
            assert isinstance(field, forms.TypedChoiceField)
            field.choices = [*SLOW_MODES, (slow, _("One post in %d seconds") % slow)]

    def clean_prompts(self) -> str:
        """One heading a line, without marks of a heading before them."""
        lines = (" ".join(line.split()).lstrip("# ") for line in self.cleaned_data["prompts"].splitlines())
        return "\n".join(line for line in lines if line)

    def clean_reminder(self) -> str:
        """The reminder on one line."""
        return " ".join(self.cleaned_data["reminder"].split())

    def clean_tags(self) -> list[str]:
        """The tags as topics carry them: in lower case, joined by dashes, each once."""
        said = (tag.strip().lstrip("#").lower() for tag in self.cleaned_data["tags"].split(","))
        tags = list(dict.fromkeys("-".join(tag.split()) for tag in said if tag))
        if len(tags) > MOST_TAGS:
            raise ValidationError(_("A board offers at most %d tags.") % MOST_TAGS)
        if any(len(tag) > 40 for tag in tags):
            raise ValidationError(_("A tag is at most 40 characters long."))
        return tags

    @property
    def settings(self) -> dict[str, Any]:
        """What was typed, by column of Board."""
        return {name: self.cleaned_data[name] for name in SETTINGS}


class NewBoardForm(BoardForm):
    """A board that is not there yet: it has no address so far."""

    slug = forms.SlugField(
        label=_("Address"),
        max_length=50,
        required=False,
        help_text=_("Left empty, it is made from the name. It stays for ever, so that links hold."),
        error_messages={"invalid": _("Only letters without accents, digits, dashes and underscores.")},
    )

    field_order = ("seen", "name", "slug")


class ModeratorForm(PlainForm):
    """Who is to look after a board."""

    handle = forms.CharField(
        label=_("Handle of a member"),
        max_length=60,
        help_text=_(
            "Begin with their name or handle, and choose; or type the handle as it stands on their page."
        ),
        widget=forms.TextInput(
            attrs={
                "list": "members-to-suggest",
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
        error_messages={"required": _("Say whom you mean.")},
    )

    def clean_handle(self) -> str:
        """The handle without the mark before it."""
        return str(self.cleaned_data["handle"]).strip().lstrip("@")


class MoveForm(PlainForm):
    """Where topics go, and why."""

    to = forms.TypedChoiceField(
        label=_("To"),
        coerce=int,
        error_messages={
            "required": _("Choose the board first."),
            "invalid_choice": _("Choose one of the boards below."),
        },
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        required=False,
        help_text=_("For the log, where moderators read it."),
    )

    def __init__(self, *args: Any, boards: list[Board], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("Choose a board")), *((board.pk, board.name) for board in boards)]


class MergeForm(PlainForm):
    """Into which board another one goes."""

    into = forms.TypedChoiceField(
        label=_("Into"),
        coerce=int,
        error_messages={
            "required": _("Choose the board first."),
            "invalid_choice": _("Choose one of the boards below."),
        },
    )

    def __init__(self, *args: Any, boards: list[Board], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["into"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("Choose a board")), *((board.pk, board.name) for board in boards)]
