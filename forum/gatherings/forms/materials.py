"""What hosts paste that people read before a live session."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.core.plain_words import PlainForm
from forum.gatherings.citations import LONGEST_PASTED


class MaterialForm(PlainForm):
    """One link or paper."""

    pasted = forms.CharField(
        label=_("What one should read"), max_length=LONGEST_PASTED,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=_("An address with a few words behind it, a DOI, or a reference: RIS, BibTeX, or typed."),
        error_messages={"required": _("Paste an address, a DOI, or a reference.")},
    )  # fmt: skip
