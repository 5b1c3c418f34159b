"""What is typed where something is reported, and where that is decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from forum.communities.forms.reasons import WhyField
from forum.communities.forms.removals import ReasonForm
from forum.communities.models import WhyPurged
from forum.core.plain_words import PlainForm
from forum.moderation.models import Case, Report
from forum.moderation.models.appeals import LONGEST_APPEAL, SHORTEST_REASON
from forum.moderation.models.cases import LONGEST_WORDS
from forum.moderation.models.claims import LONGEST_NAME, LONGEST_REPLY
from forum.repertoire.models.notes import LONGEST_REASON as LONGEST_NOTE_REASON


class ReportForm(PlainForm):
    """What is wrong with it."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it"),
        choices=Report.Reason,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the reasons.")},
    )
    words = forms.CharField(
        label=_("In your words"),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "For those who look after this place. Please do not repeat what would identify a patient."
        ),
    )

    def __init__(self, *args: Any, reasons: Sequence[Report.Reason], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [(each.value, each.label) for each in reasons]  # type: ignore[attr-defined]


class DecisionForm(ReasonForm):
    """Why it stays, or goes."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("When you remove it, its author reads this; when it stays, those who reported it do."),
    )


class ProfileDecisionForm(DecisionForm):
    """The same about what a person's page says of them, and what of it goes."""

    took = forms.ChoiceField(
        label=_("What is removed"),
        choices=Case.Took,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("For good; they can write it anew. Their name and handle stay."),
    )
    field_order = ("took", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _(
            "When you remove something, they read this; when it stays, those who reported it do."
        )


class PracticeNoteDecisionForm(DecisionForm):
    """The same about a practice note, which keeps the reason as long as it is withdrawn."""

    reason = WhyField(
        label=_("Reason"),
        most=LONGEST_NOTE_REASON,
        required=False,
        help_text=_(
            "When you remove it, nobody reads it any more but those who look after it, who wrote it reads this, and "
            "somebody else may publish it again. When it stays, those who reported it read this."
        ),
    )


class HandingUpForm(PlainForm):
    """What those above are asked."""

    why = forms.CharField(
        label=_("What you would like them to decide"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say what you would like them to decide.")},
    )


class PurgeForm(PlainForm):
    """Why words are deleted everywhere: one of these, for words could repeat what is to go."""

    why = forms.ChoiceField(
        label=_("Why it is deleted everywhere"),
        choices=WhyPurged,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the reasons.")},
    )


class SavedReplyForm(PlainForm):
    """Words that are given as a reason again and again."""

    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        help_text=_("By which you find it again. Another one of the same name takes its place."),
        error_messages={"required": _("Give it a name, by which you find it again.")},
    )
    words = forms.CharField(
        label=_("What is said"),
        max_length=LONGEST_REPLY,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what is said.")},
    )


class ChangedReplyForm(SavedReplyForm):
    """The same of one that is kept already; `seen` says from which edition the change began."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("By which you find it again.")


class AppealForm(PlainForm):
    """Why something should be looked at again."""

    words = forms.CharField(
        label=_("Why it should be looked at again"),
        max_length=LONGEST_APPEAL,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Up to 2,000 characters. Somebody who did not decide it reads them. You can ask once."),
        error_messages={"required": _("Say why it should be looked at again.")},
    )


class AppealDecisionForm(ReasonForm):
    """Why it stays, or is undone."""

    reason = WhyField(
        help_text=format_lazy(
            _(
                "In a sentence of {number} characters or more: who asked and who decided first read it, and it stands "
                "in the log."
            ),
            number=SHORTEST_REASON,
        ),
        error_messages={"required": _("Say why, in a sentence: both sides read that.")},
    )
