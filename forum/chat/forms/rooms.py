"""What facilitators type about rooms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from forum.chat.models import Room
from forum.chat.selectors.rooms import DESCRIPTION
from forum.core.plain_words import PlainForm
from forum.discussions.models import Level

SLOW_MODES = (
    (0, _("Off: people write as they like")),
    (10, _("One message in 10 seconds")),
    (30, _("One message in 30 seconds")),
    (60, _("One message a minute")),
    (300, _("One message in 5 minutes")),
    (900, _("One message in 15 minutes")),
)
WRITERS = [(level.value, capfirst(level.label)) for level in Level if level >= Level.GUESTS]


class RoomForm(PlainForm):
    """A room's words and rules; `seen` says from which a change began."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        error_messages={"required": _("Give the room a name.")},
    )
    purpose = forms.CharField(
        label=_("Purpose"),
        max_length=200,
        required=False,
        help_text=_("What one talks about here, in a sentence."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    write_from = forms.TypedChoiceField(
        label=_("Who writes"),
        choices=WRITERS,
        coerce=int,
        initial=Level.MEMBERS,
        help_text=_("Whoever reads the community and has signed in reads along."),
    )
    slow_seconds = forms.TypedChoiceField(
        label=_("Slow mode"),
        choices=SLOW_MODES,
        coerce=int,
        initial=0,
        help_text=_("How often one person may write here. Moderators are not slowed."),
    )

    def __init__(self, *args: Any, room: Room | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if room is None:
            return
        if room.kind == Room.Kind.STANDING:
            name = self.fields["name"]
            name.required = False
            name.help_text = _("Without one it is called Common room.")
        if room.slow_seconds not in dict(SLOW_MODES):  # set elsewhere: it stays unless another is chosen
            field = self.fields["slow_seconds"]
            assert isinstance(field, forms.TypedChoiceField)
            kept = (room.slow_seconds, _("One message in %d seconds") % room.slow_seconds)
            field.choices = [*SLOW_MODES, kept]
        if room.write_from not in dict(WRITERS):
            writers = self.fields["write_from"]
            assert isinstance(writers, forms.TypedChoiceField)
            writers.choices = [(room.write_from, capfirst(str(Level(room.write_from).label))), *WRITERS]

    @property
    def description(self) -> dict[str, Any]:
        """What was typed, by column of Room."""
        return {name: self.cleaned_data[name] for name in DESCRIPTION}
