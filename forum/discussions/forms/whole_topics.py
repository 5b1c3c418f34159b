"""What moderators type about whole topics."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forum.communities.forms.removals import TakingDownForm
from forum.core.plain_words import PlainForm
from forum.discussions.models.topics import MAX_TITLE_LENGTH

_ADDRESS = re.compile(r"/t/([1-9][0-9]{0,17})(?:/.*)?")


class TopicRemovalForm(TakingDownForm):
    """Why a topic goes, with what everybody wrote in it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _(
            "Its author reads it, and so do others who wrote there and read this board; it stands in the log as well."
        )


class SplitForm(PlainForm):
    """What the new topic is called, and which later posts go along."""

    title = forms.CharField(
        label=_("Title of the new topic"),
        max_length=MAX_TITLE_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Give the topic a title, so that others can find it.")},
    )
    along = forms.TypedMultipleChoiceField(
        label=_("These go along"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Each with everything that answers it. What already goes with another one need not be chosen."
        ),
        error_messages={"invalid_choice": _("One of these posts is not there any more. Choose again.")},
    )

    def __init__(self, data: Any = None, *, offered: Sequence[tuple[int, str]]) -> None:
        """`offered` are the posts that can go along: number, and what it is shown as."""
        super().__init__(data)
        field = self.fields["along"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = list(offered)
        if not offered:
            del self.fields["along"]


class UniteForm(PlainForm):
    """Which topic goes on."""

    into = forms.CharField(
        label=_("The topic that goes on"),
        max_length=500,
        widget=forms.TextInput(attrs={"list": "topics", "autocomplete": "off"}),
        help_text=_("Its address or its number. Type a word of its title to find others of this board."),
        error_messages={"required": _("Say which topic goes on.")},
    )

    def clean_into(self) -> int:
        """The topic's number."""
        said = str(self.cleaned_data["into"]).strip().lstrip("#")
        if said.isascii() and said.isdigit() and len(said) <= 18:
            return int(said)
        found = _ADDRESS.fullmatch(urlsplit(said).path)
        if found is None:
            raise ValidationError(_("This is neither the address nor the number of a topic."))
        return int(found[1])
