"""What moderators type where they look after one topic."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from forum.communities.models import Community
from forum.core.durations import duration_in_words
from forum.core.plain_words import PlainForm
from forum.core.zones import zone_of
from forum.discussions.actions.topic_rules import Rules
from forum.discussions.forms.boards import SLOW_MODES
from forum.discussions.forms.whole_topics import UniteForm
from forum.discussions.models import StaffNote, Topic
from forum.discussions.models.staff_notes import LONGEST_NOTE
from forum.discussions.selectors.topic_rules import edition_of_rules

_AS_TYPED = "%Y-%m-%dT%H:%M"
_FOR_READERS = StaffNote.Audience.READERS.value


class RulesForm(PlainForm):
    """How one topic is answered; `seen` says from which rules a change began. Hours are by the moderator's clock."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    locks_at = forms.DateTimeField(
        label=_("Closes by itself"),
        required=False,
        input_formats=[_AS_TYPED, f"{_AS_TYPED}:%S", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_AS_TYPED),
        error_messages={"invalid": _("Write the day and the hour like 2027-03-31 18:00.")},
    )
    slow_seconds = forms.TypedChoiceField(
        label=_("Slow mode"),
        choices=SLOW_MODES,
        coerce=int,
        help_text=_("How often one person may post in this topic. Where its board is slower, that holds."),
    )
    asks_approval = forms.BooleanField(
        label=_("Every post waits for a moderator"),
        required=False,
        help_text=_("Also where its board lets posts appear at once. What moderators write appears at once."),
    )

    stays_open = forms.BooleanField(label=_("Stays open however long nobody replies"), required=False)

    def __init__(self, data: Any = None, *, topic: Topic, zone: str) -> None:
        self._zone: tzinfo = zone_of(zone) or UTC
        begun = {
            "seen": edition_of_rules(topic),
            "locks_at": topic.locks_at and topic.locks_at.astimezone(self._zone).strftime(_AS_TYPED),
            "slow_seconds": topic.slow_seconds,
            "asks_approval": topic.asks_approval,
            "stays_open": topic.stays_open,
        }
        super().__init__(data, initial=begun)
        self._let_stay_open(topic)
        self.fields["locks_at"].help_text = _(
            "From then on it can be read, not answered. By your clock: %(zone)s."
        ) % {"zone": zone.replace("_", " ")}
        slow = self.fields["slow_seconds"]
        assert isinstance(slow, forms.TypedChoiceField)
        if topic.slow_seconds not in dict(SLOW_MODES):
            slow.choices = [*SLOW_MODES, (topic.slow_seconds, duration_in_words(topic.slow_seconds))]

    def _let_stay_open(self, topic: Topic) -> None:
        """A choice where the home board closes what nobody answers; elsewhere it stays as it is."""
        days = topic.home_board.closes_after_days
        self._stays_open = topic.stays_open
        if days is None:
            del self.fields["stays_open"]
            return
        self.fields["stays_open"].help_text = ngettext(
            "Its board closes topics a day after the last reply.",
            "Its board closes topics %(days)d days after the last reply.",
            days,
        ) % {"days": days}

    def clean_locks_at(self) -> datetime | None:
        """The moment that the clock of the moderator shows so."""
        typed: datetime | None = self.cleaned_data["locks_at"]
        try:
            return typed and typed.replace(tzinfo=self._zone).astimezone(UTC)
        except OverflowError as error:  # at either end of what calendars hold
            raise forms.ValidationError(_("Is the year right?")) from error

    @property
    def rules(self) -> Rules:
        """What was typed, once it is in order."""
        said = self.cleaned_data
        stays_open = said.get("stays_open", self._stays_open)
        return Rules(said["locks_at"], said["slow_seconds"], said["asks_approval"], stays_open)


class DuplicateForm(UniteForm):
    """Which topic this one repeats."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        into = self.fields["into"]
        into.label = str(_("The topic that it repeats"))
        into.error_messages["required"] = str(_("Say which topic it repeats."))


class NoteForm(PlainForm):
    """A note, and for whom; one that stands keeps its readers."""

    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    audience = forms.ChoiceField(label=_("For"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Note"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("In Markdown."),
        error_messages={"required": _("Write something first; an empty note says nothing.")},
    )

    def __init__(self, *args: Any, sides: Iterable[Community], home: Community | None, **kwargs: Any) -> None:
        """`sides` are those for whom one may write, `home` that of the topic, where one may speak to its readers."""
        super().__init__(*args, **kwargs)
        self._sides = {str(side.pk): side for side in sides}
        self._home = home
        field = self.fields["audience"]
        assert isinstance(field, forms.ChoiceField)
        for_readers = [(_FOR_READERS, capfirst(StaffNote.Audience.READERS.label))] if home else []
        field.choices = for_readers + [
            (key, _("Only those who look after it in %(community)s") % {"community": side.name})
            for key, side in self._sides.items()
        ]
        if len(field.choices) == 1:
            self.initial.setdefault("audience", field.choices[0][0])

    @property
    def readers(self) -> tuple[str, Community]:
        """For whom it is, and whose moderators speak."""
        chosen = self.cleaned_data["audience"]
        if chosen == _FOR_READERS and self._home is not None:
            return chosen, self._home
        return StaffNote.Audience.MODERATORS, self._sides[chosen]


class NoteChangeForm(NoteForm):
    """Other words for a note that stands."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, sides=(), home=None, **kwargs)
        del self.fields["audience"]
