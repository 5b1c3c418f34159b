"""What hosts type about a live session."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from forum.communities.models import Community
from forum.communities.policies.communities import may_read_community
from forum.core.plain_words import PlainForm
from forum.core.zones import zone_choices
from forum.discussions.selectors.mentions import people_named
from forum.gatherings.actions.hosts import Named
from forum.gatherings.actions.hours import When
from forum.gatherings.actions.scheduling import WORDS, edition_of_gathering
from forum.gatherings.models import Gathering, Host, Series
from forum.gatherings.models.gatherings import MAX_TITLE_LENGTH
from forum.gatherings.rhythm import shown_by

ONCE, THIS, FOLLOWING = "", "this", "following"
MOST_PARTS = 20
LONGEST_PART = 120
_PART = re.compile(r"\s*(?:(\d{1,3})\s*(?:min\b\.?|minutes\b|['′])?\s*[:·–-]?\s+)?(.+?)\s*")
_LENGTHS = (15, 30, 45, 60, 75, 90, 120, 180, 240)


class GatheringForm(PlainForm):
    """A session's words, and when it is by the clock of its hosts; `seen` says from which a change began."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(
        label=_("Title"), max_length=MAX_TITLE_LENGTH,
        error_messages={"required": _("Give the session a title.")},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("Type"), choices=[(kind.value, capfirst(kind.label)) for kind in Gathering.Kind]
    )
    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose a day."), "invalid": _("Write the day like 2027-03-31.")},
    )  # fmt: skip
    hour = forms.TimeField(
        label=_("Hour"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": _("Choose an hour."), "invalid": _("Write the hour like 18:30.")},
    )  # fmt: skip
    minutes = forms.TypedChoiceField(label=_("How long"), coerce=int, initial=60)
    zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("Everybody is shown the hour in their own zone, and in this one.")
    )
    rhythm = forms.ChoiceField(
        label=_("Comes back"), required=False,
        choices=[(ONCE, _("Once")), *((each.value, capfirst(each.label)) for each in Series.Rhythm)],
    )  # fmt: skip
    until = forms.DateField(
        label=_("The last time at most on"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("For one that comes back: within a year. Schedule another one then."),
        error_messages={"invalid": _("Write the day like 2027-03-31.")},
    )  # fmt: skip
    source = forms.CharField(
        label=_("What it is about"), required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("In Markdown: what one should bring or read, and what one takes home."),
    )  # fmt: skip
    agenda = forms.CharField(
        label=_("Agenda"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A line for each part: how many minutes it takes, and what it is. For example: 10 Welcome"),
    )  # fmt: skip
    hosts = forms.CharField(
        label=_("Hosts"), required=False, max_length=500,
        help_text=_("Their handles. They prepare the session and lead it. Without any it is you."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )  # fmt: skip
    speakers = forms.CharField(
        label=_("Speakers"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("A line for each: a handle, or a name."),
    )  # fmt: skip
    capacity = forms.IntegerField(
        label=_("Places"), required=False, min_value=1, max_value=10_000,
        help_text=_("Who comes when all are taken waits, and moves up by itself. Without a number all find a place."),
    )  # fmt: skip
    video_url = forms.URLField(
        label=_("Video link"), required=False, max_length=500, assume_scheme="https",
        help_text=_("Shown to those who come, from a quarter of an hour before."),
        error_messages={"invalid": _("This is no address. It begins with https://")},
    )  # fmt: skip
    window = forms.TypedChoiceField(
        label=_("Questions and votes after the end"), coerce=int, required=False, initial=Gathering.Window.TWO_DAYS,
        choices=[(each.value, capfirst(each.label)) for each in Gathering.Window],
        help_text=_("So long who takes part still asks, answers, votes and adds to the talk, also whoever slept."),
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, community: Community, zone: str, gathering: Gathering | None = None
    ) -> None:
        super().__init__(data, initial=_begun(gathering) if gathering else {"zone": zone})
        self._window = gathering.window if gathering else Gathering.Window.TWO_DAYS
        self.community = community
        chosen = gathering.zone if gathering else zone
        _choices(self.fields["zone"], zone_choices(chosen))
        lasts = _minutes_of(gathering) if gathering else 60
        _choices(self.fields["minutes"], [(each, _length(each)) for each in sorted({*_LENGTHS, lasts})])
        if gathering is not None:
            del self.fields["rhythm"], self.fields["until"]
            if gathering.series_id is not None:
                self.fields["reach"] = forms.ChoiceField(
                    label=_("What is changed"), choices=_REACHES, initial=THIS, widget=forms.RadioSelect
                )

    def clean_agenda(self) -> list[dict[str, Any]]:
        """The parts, each with its minutes (0 where none are said) and its words."""
        lines = [line for line in self.cleaned_data["agenda"].splitlines() if line.strip()]
        if len(lines) > MOST_PARTS:
            raise ValidationError(_gettext("Use at most %d lines.") % MOST_PARTS)
        parts = []
        for line in lines:
            found = _PART.fullmatch(line)
            assert found is not None
            parts.append({"minutes": int(found[1] or 0), "words": found[2][:LONGEST_PART]})
        return parts

    def clean_video_url(self) -> str:
        """An address at which nobody on the way reads along."""
        url: str = self.cleaned_data["video_url"]
        if url and not url.lower().startswith("https://"):
            raise ValidationError(_gettext("The link must begin with https://, so that nobody reads along."))
        return url

    def clean_window(self) -> int:
        """For how many hours people add to it; as it was where nothing was chosen."""
        chosen: int | str = self.cleaned_data["window"]
        return self._window if chosen == "" else int(chosen)

    def clean_hosts(self) -> list[Named]:
        """Those whose handles were typed. Who is not found is named."""
        handles = [
            word.removeprefix("@") for word in re.split(r"[\s,;]+", self.cleaned_data["hosts"]) if word
        ]
        return [Named(Host.Part.HOST, person) for person in _people(handles)]

    def clean_speakers(self) -> list[Named]:
        """Those whose handles or names were typed."""
        lines = [line.strip() for line in self.cleaned_data["speakers"].splitlines() if line.strip()]
        here = {p.handle.lower(): p for p in _people([line[1:] for line in lines if line.startswith("@")])}
        # A single word may be a handle or a name: whoever is not let in here stays what was typed.
        for person in people_named(line for line in lines if len(line.split()) == 1):
            if may_read_community(person, self.community):
                here[person.handle.lower()] = person
        found = [(line, here.get(line.removeprefix("@").lower())) for line in lines]
        return [
            Named(Host.Part.SPEAKER, person) if person else Named(Host.Part.SPEAKER, name=line[:120])
            for line, person in found
        ]

    def clean(self) -> dict[str, Any]:
        """A rhythm needs an end, and the parts of an agenda find room in its session."""
        cleaned = super().clean() or {}
        if cleaned.get("rhythm") and not cleaned.get("until"):
            self.add_error("until", _gettext("Say until when it comes back."))
        lasts, parts = cleaned.get("minutes"), sum(part["minutes"] for part in cleaned.get("agenda", []))
        if lasts is not None and parts > lasts:
            said = _gettext(
                "The session lasts %(lasts)d minutes, its parts add up to %(parts)d. Make it longer or them shorter."
            )
            self.add_error("agenda", said % {"lasts": lasts, "parts": parts})
        return cleaned

    @property
    def when(self) -> When:
        """When it is to be."""
        given = self.cleaned_data
        return When(day=given["day"], hour=given["hour"], minutes=given["minutes"], zone=given["zone"])

    @property
    def words(self) -> dict[str, Any]:
        """What was typed, by column of Gathering."""
        return {name: self.cleaned_data[name] for name in WORDS}

    @property
    def named(self) -> list[Named]:
        """Hosts, then speakers."""
        return [*self.cleaned_data["hosts"], *self.cleaned_data["speakers"]]


class CancelForm(PlainForm):
    """Why a session does not take place."""

    why = forms.CharField(
        label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Those who come read it, in their calendars too."),
        error_messages={"required": _("Say why, in a sentence: those who come read it.")},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, gathering: Gathering) -> None:
        super().__init__(data)
        if gathering.series_id is not None:
            self.fields["reach"] = forms.ChoiceField(
                label=_("What is cancelled"), choices=_REACHES, initial=THIS, widget=forms.RadioSelect
            )


_REACHES = [(THIS, _("This session alone")), (FOLLOWING, _("This one and those that follow"))]


def _begun(gathering: Gathering) -> dict[str, Any]:
    day, hour = shown_by(gathering.host_zone, gathering.starts_at)
    hosts = [row.person for row in gathering.hosts.all() if row.part == Host.Part.HOST and row.person]
    speakers = [row for row in gathering.hosts.all() if row.part == Host.Part.SPEAKER]
    return {
        **{name: getattr(gathering, name) for name in WORDS},
        "seen": edition_of_gathering(gathering),
        "agenda": "\n".join(f"{part['minutes'] or ''} {part['words']}".strip() for part in gathering.agenda),
        "day": day,
        "hour": hour.strftime("%H:%M"),
        "minutes": _minutes_of(gathering),
        "zone": gathering.zone,
        "hosts": " ".join(f"@{person.handle}" for person in hosts),
        "speakers": "\n".join(f"@{row.person.handle}" if row.person else row.name for row in speakers),
    }


def _minutes_of(gathering: Gathering) -> int:
    return (gathering.ends_at - gathering.starts_at) // timedelta(minutes=1)


def _length(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if hours and rest:
        return _gettext("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}
    return _gettext("%d h") % hours if hours else _gettext("%d minutes") % minutes


def _choices(field: forms.Field, choices: list[tuple[Any, Any]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def _people(handles: list[str]) -> list[Any]:
    """The people behind the handles, in their order. Raises ValidationError with those that nobody has."""
    known = {person.handle.lower(): person for person in people_named(handles)}
    missing = [handle for handle in handles if handle.lower() not in known]
    if missing:
        raise ValidationError(_gettext("Nobody is called @%s here.") % missing[0])
    return [known[handle.lower()] for handle in handles]
