"""What moderators type where they remove something, or decide on it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.communities.forms.reasons import WhyField
from forum.core.plain_words import PlainForm


class ReasonForm(PlainForm):
    """One that asks for a reason, under that name, which the page may offer words for."""

    def offer(self, list_id: str) -> None:
        """Let the field offer what the page lists under this id. What fields of several lines cannot do, one of a line
        can; what is said here becomes one line in any case.
        """
        field = self.fields["reason"]
        assert isinstance(field, forms.CharField)
        bound = {} if field.max_length is None else {"maxlength": field.max_length}
        widget = forms.TextInput(attrs={"list": list_id, "autocomplete": "off"} | bound)
        widget.is_required = field.required
        field.widget = widget


class TakingDownForm(ReasonForm):
    """Why something that somebody else said goes."""

    reason = WhyField(
        help_text=_("Its author reads it; it stands in the log as well."),
        error_messages={"required": _("Say why, in a sentence: its author reads that.")},
    )
