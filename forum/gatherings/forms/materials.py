"""What hosts paste or bring along that people read before a live session."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from forum.core.plain_words import PlainForm
from forum.gatherings.citations import LONGEST_PASTED


class MaterialForm(PlainForm):
    """One link or paper, or a file; `kept` is a file that came with the form before, when something else was wrong."""

    pasted = forms.CharField(
        label=_("A link or a paper"), max_length=LONGEST_PASTED, required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=_("An address with a few words behind it, a DOI, or a reference: RIS, BibTeX, or typed."),
    )  # fmt: skip
    file = forms.FileField(label=_("Or a file"), required=False, widget=forms.FileInput())
    called = forms.CharField(
        label=_("What the file is called"),
        required=False,
        help_text=_("Its own name, unless you say otherwise."),
    )
    kept = forms.UUIDField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        most = filesizeformat(settings.UPLOAD_MAX_BYTES)
        self.fields["file"].help_text = _gettext(
            "Slides, a PDF, a table or a picture, of at most %(most)s. Everybody who sees this session may open it."
        ) % {"most": most}
