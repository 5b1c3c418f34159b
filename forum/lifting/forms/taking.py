"""Where words go, and what is said along with them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from forum.communities.models import Community
from forum.core.markup import MAX_SOURCE_LENGTH
from forum.core.plain_words import PlainForm
from forum.discussions.models import Board, Topic
from forum.discussions.models.topics import MAX_TAGS, MAX_TITLE_LENGTH

TOPIC, REPLY = "topic", "reply"
_ADDRESS = re.compile(r"/t/([1-9][0-9]{0,17})(?:/.*)?")


class TakingForm(PlainForm):
    """A new topic with its board, title, type and tags, or a reply to a topic; above the words one's own."""

    to = forms.ChoiceField(
        label=_("As"),
        choices=[(TOPIC, _("A new topic")), (REPLY, _("A reply to a topic"))],
        widget=forms.RadioSelect,
    )
    board = forms.TypedChoiceField(
        label=_("Board"), coerce=int, empty_value=None, required=False,
        error_messages={"required": _("Choose the board first.")},
    )  # fmt: skip
    title = forms.CharField(
        label=_("Title"), max_length=MAX_TITLE_LENGTH, required=False,
        error_messages={"required": _("Give the topic a title, so that others can find it.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    type = forms.ChoiceField(label=_("Type"), choices=[], required=False)
    tags = forms.CharField(
        label=_("Tags"), max_length=250, required=False, help_text=_("Up to five, with commas between them.")
    )
    topic = forms.CharField(
        label=_("Topic"), max_length=500, required=False,
        error_messages={"required": _("Say which topic this answers.")},
        help_text=_("Its address or its number, for a reply. The latest that you can answer are offered."),
        widget=forms.TextInput(attrs={"list": "topics", "autocomplete": "off"}),
    )  # fmt: skip
    source = forms.CharField(
        label=_("Introduction"),
        max_length=MAX_SOURCE_LENGTH,
        help_text=_(
            "Your own words above what was said: what it was about, and what others can take from it. Markdown works."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write a sentence or two first: readers were not in the room.")},
    )
    why = forms.CharField(
        label=_("Why"),
        max_length=500,
        required=False,
        help_text=_("For those who are asked, and nobody else."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, boards: Sequence[Board], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False  # which of them are needed depends on what is chosen there
        way = (self.data if self.is_bound else self.initial).get("to", TOPIC)
        for name in ("topic",) if way == REPLY else ("board", "title"):
            self.fields[name].required = True
        field = self.fields["board"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("Choose a board")), *_by_community(boards)]
        types = self.fields["type"]
        assert isinstance(types, forms.ChoiceField)
        types.choices = [
            (value, capfirst(label))
            for value, label in Topic.Type.choices
            if value != Topic.Type.ANNOUNCEMENT
        ]

    def clean_tags(self) -> list[str]:
        """The tags as a list."""
        typed = (tag.strip().lstrip("#") for tag in self.cleaned_data["tags"].split(","))
        kept = list(dict.fromkeys(tag for tag in typed if tag))
        if len(kept) > MAX_TAGS:
            raise forms.ValidationError(_("A topic takes at most five tags."))
        return kept

    def clean_type(self) -> str:
        """The type, a discussion where none was chosen."""
        return self.cleaned_data["type"] or Topic.Type.DISCUSSION

    def clean_topic(self) -> int:
        """The number of the topic that was named, 0 for none."""
        typed = self.cleaned_data["topic"].strip()
        if not typed:
            return 0
        if typed.lstrip("#").isdecimal() and len(typed) < 18:
            return int(typed.lstrip("#"))
        try:
            found = _ADDRESS.fullmatch(urlsplit(typed).path)
        except ValueError:
            found = None
        if found is None:
            raise forms.ValidationError(_("This is neither the address of a topic nor its number."))
        return int(found[1])


class RuleForm(PlainForm):
    """Whether words may be taken freely."""

    taking = forms.ChoiceField(
        label=_("What is said in rooms may be taken to boards"),
        choices=Community.Taking.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Freely means to boards of this community that nobody reads who does not read the room, and holds for "
            "what is said from then on. For boards that more people read, other communities, and what was said "
            "between two, people are always asked."
        ),
    )


def _by_community(boards: Sequence[Board]) -> list[Any]:
    groups: dict[str, list[tuple[int, str]]] = {}
    for board in boards:
        groups.setdefault(board.community.name, []).append((board.pk, board.name))
    return list(groups.items())
