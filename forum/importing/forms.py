"""What is asked of who imports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forum.chat.models import Room
from forum.core.plain_words import PlainForm

_NONE_CHOSEN = {
    "required": _("Choose the archive first."),
    "empty": _("This file is empty. Look whether it is the one you meant."),
}
ROOMS_OF_ITS_OWN = "new"


class ArchiveForm(PlainForm):
    """The archive to bring in."""

    file = forms.FileField(
        label=_("Mail archive"),
        error_messages=_NONE_CHOSEN,
        widget=forms.ClearableFileInput(
            attrs={"accept": ".mbox,.mbx,.gz,.txt,application/mbox,application/gzip"}
        ),
    )
    kinds: str | Promise = _(
        "An mbox file, as Mailman and most mail programs write it, best packed with gzip; at most %(most)s. "
        "Choose the whole archive again whenever it has grown: nothing comes twice."
    )
    instead: str | Promise = _(
        "This archive has %(size)s; %(most)s can be uploaded. Pack it with gzip, split it by year, "
        "or ask who runs this site to import it on the server."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = self.kinds % {"most": filesizeformat(settings.ARCHIVE_MAX_BYTES)}

    def clean_file(self) -> UploadedFile[Any]:
        """Refuse what is larger than an archive may be, and say what else to do."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > settings.ARCHIVE_MAX_BYTES:
            sizes = {
                "size": filesizeformat(file.size or 0),
                "most": filesizeformat(settings.ARCHIVE_MAX_BYTES),
            }
            raise forms.ValidationError(str(self.instead), params=sizes)
        return file


class TalkArchiveForm(ArchiveForm):
    """The archive of a chat, and where it goes: `rooms` that the person may choose, or rooms of its own."""

    file = forms.FileField(
        label=_("Archive"),
        error_messages=_NONE_CHOSEN,
        widget=forms.ClearableFileInput(
            attrs={"accept": ".zip,.tar,.gz,.tgz,application/zip,application/gzip"}
        ),
    )
    where = forms.ChoiceField(label=_("Where it goes"))
    kinds = _(
        "The export of a Slack workspace (ZIP), or what the zulip-archive tool wrote (its folder zulip_json, packed as "
        "ZIP or .tar.gz); at most %(most)s. Choose the whole archive again whenever it has grown: nothing comes twice."
    )
    instead = _(
        "This archive has %(size)s; %(most)s can be uploaded. Leave out the files that are no JSON, split it by "
        "channel, or ask who runs this site to import it on the server."
    )

    def __init__(self, *args: Any, rooms: Sequence[Room], may_make_rooms: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rooms = {str(room.pk): room for room in rooms}
        own = [(ROOMS_OF_ITS_OWN, _("Into rooms of its own: one for each channel or stream"))]
        titles = Counter(room.title for room in rooms)
        named = [
            (key, _("Into %s") % _name(room, is_only=titles[room.title] == 1))
            for key, room in self._rooms.items()
        ]
        where = self.fields["where"]
        assert isinstance(where, forms.ChoiceField)
        where.choices = [*(own if may_make_rooms else []), *named]
        where.initial = where.choices[0][0] if where.choices else None
        where.help_text = _(
            "In a room where people have talked already, what the archive holds comes below, with its own dates."
        )

    @property
    def chosen_room(self) -> Room | None:
        """The room to bring everything into; None for rooms of its own. For a form that is valid."""
        return self._rooms.get(self.cleaned_data["where"])


def _name(room: Room, *, is_only: bool) -> str:
    return room.title if is_only else f"{room.title} ({room.slug})"
