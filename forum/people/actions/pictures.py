"""Taking in the picture that stands for a person, and letting go of it."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import IO, Any
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.core.events import publish
from forum.core.limits import UPLOADING, spend
from forum.core.stored_files import forget_stored, stored_under, without_row
from forum.core.uploads import portrait
from forum.core.verdicts import Invalid, require
from forum.people.events import ProfileChanged
from forum.people.models import Person
from forum.people.policies.profiles import may_change_profile
from forum.people.selectors.pictures import FOLDER, picture_names


def show_picture(
    *, actor: Person, person: Person, upload: UploadedFile[Any], now: datetime | None = None
) -> Person:
    """Let the middle of an uploaded picture stand for the person from now on. Raises Refused, Invalid or TooMany."""
    require(may_change_profile(actor, person))
    spend(UPLOADING, actor.pk)
    content = _square_of(upload)
    name = f"{FOLDER}/{now or timezone.now():%Y/%m}/{uuid4().hex}"
    try:
        with transaction.atomic():
            stored = default_storage.save(name, ContentFile(content))
            _set_picture(person, stored)
    except BaseException:
        forget_stored([name])
        raise
    return person


@transaction.atomic
def drop_picture(*, actor: Person, person: Person) -> Person:
    """Let the person's initials stand for them again. Raises Refused or TooMany."""
    require(may_change_profile(actor, person))
    spend(UPLOADING, actor.pk)
    _set_picture(person, "")
    return person


def sweep_pictures(now: datetime) -> int:
    """Take away stored pictures that no person shows, left where a process died. Returns how many there were."""
    found = without_row(stored_under(FOLDER), picture_names(), now)
    forget_stored(found)
    return len(found)


def forget_picture(person: Person) -> None:
    """Take the person's picture off the disk once the transaction has ended well; the caller empties the column."""
    if person.avatar.name:
        transaction.on_commit(partial(forget_stored, [person.avatar.name]), robust=True)


def _set_picture(person: Person, stored: str) -> None:
    locked = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not locked.avatar.name and not stored:
        return
    forget_picture(locked)
    Person.objects.filter(pk=person.pk).update(avatar=stored)
    person.avatar = stored
    publish(ProfileChanged(person_id=person.pk))


def _square_of(upload: UploadedFile[Any]) -> bytes:
    size, most = upload.size or 0, settings.UPLOAD_MAX_BYTES
    if size > most:
        sizes = {"size": filesizeformat(size), "most": filesizeformat(most)}
        raise Invalid(_("This picture has %(size)s; it may have at most %(most)s.") % sizes, field="picture")
    stream: IO[bytes] = upload.file  # type: ignore[assignment]  # binary, whichever handler took it in
    try:
        content = portrait(stream)
    except Invalid as refusal:
        raise Invalid(refusal.sentence, field="picture") from refusal
    if content is None:
        raise Invalid(
            _("This is no picture that we can read. Choose a PNG, JPEG, GIF or WebP."), field="picture"
        )
    return content
