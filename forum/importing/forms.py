"""What is asked of who imports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from forum.core.plain_words import PlainForm


class ArchiveForm(PlainForm):
    """The archive to bring in."""

    file = forms.FileField(
        label=_("Mail archive"),
        error_messages={
            "required": _("Choose the archive first."),
            "empty": _("This file is empty. Look whether it is the one you meant."),
        },
        widget=forms.ClearableFileInput(
            attrs={"accept": ".mbox,.mbx,.gz,.txt,application/mbox,application/gzip"}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "An mbox file, as Mailman and most mail programs write it, best packed with gzip; at most %(most)s. "
            "Choose the whole archive again whenever it has grown: nothing comes twice."
        ) % {"most": filesizeformat(settings.ARCHIVE_MAX_BYTES)}

    def clean_file(self) -> UploadedFile[Any]:
        """Refuse what is larger than an archive may be, and say what else to do."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > settings.ARCHIVE_MAX_BYTES:
            sizes = {
                "size": filesizeformat(file.size or 0),
                "most": filesizeformat(settings.ARCHIVE_MAX_BYTES),
            }
            raise forms.ValidationError(
                _(
                    "This archive has %(size)s; %(most)s can be uploaded. Pack it with gzip, split it by year, "
                    "or ask who runs this site to import it on the server."
                ),
                params=sizes,
            )
        return file
