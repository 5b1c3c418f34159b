"""What is asked of who would like to join, and of who answers them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.communities.actions.joining import LONGEST_ANSWER, LONGEST_REASON
from forum.communities.models import Community, Role
from forum.core.editions import edition_of
from forum.core.plain_words import PlainForm
from forum.core.traps import WithTraps

# Of a way in, guests and members; the other roles are given later.
ROLES = [
    (int(Role.MEMBER), _("a member: reads and writes")),
    (int(Role.GUEST), _("a guest: reads and thanks")),
]


class AskingForm(WithTraps, PlainForm):
    """The questions of a community, each with room for a few lines; where it has none, room for a word."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, community: Community) -> None:
        self.questions: list[str] = list(community.joining_questions)
        super().__init__(data, initial={"seen": edition_of(self.questions)})
        for number, question in enumerate(self.questions):
            self.fields[f"answer_{number}"] = _answer(question, required=True)
        if not self.questions:
            self.fields["answer_0"] = _answer(_("A word to the facilitators"), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse answers to other questions than those that the community asks now."""
        cleaned: dict[str, Any] = super().clean() or {}
        now = edition_of(self.questions)
        if cleaned.get("seen") != now:
            self.data = {**dict(self.data.items()), "seen": now}  # it comes back with those of now
            raise forms.ValidationError(
                _("The facilitators ask something else now. Look whether your answers fit.")
            )
        return cleaned

    def answers(self) -> list[str]:
        """What was typed, in the order of the questions."""
        return [self.cleaned_data[f"answer_{number}"] for number in range(max(len(self.questions), 1))]


def _answer(label: Any, *, required: bool) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST_ANSWER,
        required=required,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Answer this in a few words.")},
    )


class JoiningAnswerForm(PlainForm):
    """What facilitators say to a request."""

    role = forms.TypedChoiceField(
        label=_("If you accept, they come as"),
        choices=ROLES,
        coerce=int,
        initial=int(Role.MEMBER),
    )
    reason = forms.CharField(
        label=_("Your words to them"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("They read this. Say why if you decline."),
    )
