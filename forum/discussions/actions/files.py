"""Taking files in, and letting go of them."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import IO, Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.core.limits import UPLOADING, spend
from forum.core.stored_files import forget_stored
from forum.core.uploads import claims_picture, encoded_anew, media_type_of, safe_name, with_ending
from forum.core.verdicts import Invalid, TooMany, require
from forum.discussions.models import Attachment, Post
from forum.discussions.policies.files import may_upload
from forum.discussions.selectors.files import FOLDER, abandoned_files, orphaned_files
from forum.people.models import Person

FILES_OF_FULL_SIZE_A_DAY = 20
START = 4_096  # bytes from which a kind of file is known
BATCH = 200

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Content:
    """What will be stored: the file's columns, and its bytes."""

    columns: dict[str, Any]
    file: File[Any]


def store_upload(*, owner: Person, upload: UploadedFile[Any], now: datetime | None = None) -> Attachment:
    """Keep a file for a post that `owner` is writing. Pictures are encoded anew, without a camera's notes.

    Raises Refused, Invalid or TooMany, each with a sentence.
    """
    require(may_upload(owner))
    spend(UPLOADING, owner.pk)
    name = safe_name(upload.name or "")
    _check_size(upload, name)
    content = _content_of(upload, name)
    return _stored(owner, content, now or timezone.now())


def _check_size(upload: UploadedFile[Any], name: str) -> None:
    if not upload.size:
        sentence = _("%(name)s is empty. Look whether it is the file you meant.")
        raise Invalid(sentence % {"name": name}, field="file")
    most = settings.UPLOAD_MAX_BYTES
    if upload.size > most:
        sizes = {"name": name, "size": filesizeformat(upload.size), "most": filesizeformat(most)}
        raise Invalid(_("%(name)s has %(size)s; a file may have at most %(most)s.") % sizes, field="file")


def _content_of(upload: UploadedFile[Any], name: str) -> _Content:
    stream: IO[bytes] = upload.file  # type: ignore[assignment]  # binary, whichever handler took it in
    picture = encoded_anew(stream)
    if picture is not None:
        columns = {
            "kind": Attachment.Kind.IMAGE,
            "name": with_ending(name, picture.ending, picture.other_endings),
            "media_type": picture.media_type,
            "width": picture.width,
            "height": picture.height,
        }
        return _Content(columns, ContentFile(picture.content))
    if claims_picture(name):
        raise Invalid(
            _("%(name)s is not the picture its name promises. Save it as PNG or JPEG, then attach it again.")
            % {"name": name},
            field="file",
        )
    stream.seek(0)
    media_type = media_type_of(stream.read(START), name)
    stream.seek(0)
    return _Content({"kind": Attachment.Kind.FILE, "name": name, "media_type": media_type}, File(stream))


def _stored(owner: Person, content: _Content, now: datetime) -> Attachment:
    """Write file and row. The owner's row is held, so parallel uploads do not each find the same room."""
    attachment = Attachment(owner=owner, size=content.file.size, created_at=now, **content.columns)
    attachment.file.name = f"{FOLDER}/{now:%Y/%m}/{attachment.pk.hex}"
    try:
        with transaction.atomic():
            Person.objects.select_for_update(no_key=True).only("pk").get(pk=owner.pk)
            _check_room(owner, content.file.size, now)
            attachment.file.name = default_storage.save(attachment.file.name, content.file)
            attachment.save(force_insert=True)
    except BaseException:
        forget_stored([attachment.file.name])
        raise
    return attachment


def _check_room(owner: Person, size: int, now: datetime) -> None:
    today = Attachment.objects.filter(owner=owner, created_at__gt=now - timedelta(days=1))
    used = today.aggregate(used=Sum("size"))["used"] or 0
    most = FILES_OF_FULL_SIZE_A_DAY * settings.UPLOAD_MAX_BYTES
    if used + size > most:
        sizes = {"used": filesizeformat(used), "most": filesizeformat(most)}
        sentence = _("You attached %(used)s within a day, and %(most)s is all that fits. Try again tomorrow.")
        raise TooMany(sentence % sizes, retry_after=3600)


def attachment_markdown(attachment: Attachment, shows: str = "") -> str:
    """How a post shows or links the file; `shows` says what is in a picture to those who do not see it."""
    words = " ".join(re.sub(r"[\[\]\\]", " ", shows).split())
    link = f"[{words or attachment.name}]({attachment.get_absolute_url()})"
    return f"!{link}" if attachment.kind == Attachment.Kind.IMAGE else link


def copy_for_post(original: Attachment, post: Post) -> Attachment:
    """A file of the same owner's for a post that shows what `original` shows elsewhere, and goes with the post.

    It counts for the day of the original. Raises FileNotFoundError. Part of an action that has asked the owner.
    """
    columns = ("owner_id", "kind", "name", "media_type", "size", "width", "height", "created_at")
    copy = Attachment(post=post, **{column: getattr(original, column) for column in columns})
    with original.file.open("rb") as stored:
        name = f"{FOLDER}/{timezone.now():%Y/%m}/{copy.pk.hex}"
        copy.file.name = default_storage.save(name, File(stored))
    copy.save(force_insert=True)
    return copy


def drop_files(files: QuerySet[Attachment]) -> int:
    """Let go of files: rows now, what is stored once that is certain. Returns how many there were."""
    names = list(files.values_list("file", flat=True))
    files.delete()
    transaction.on_commit(partial(forget_stored, names), robust=True)
    return len(names)


def clear_abandoned_files(now: datetime) -> int:
    """Let go of uploads that never made it into a post. Returns how many there were."""
    cleared = 0
    while True:
        with transaction.atomic():
            # Held, so that a post that claims one just now waits, or keeps it.
            rows = abandoned_files(now).select_for_update(of=("self",), skip_locked=True).order_by("pk")
            batch = list(rows.values_list("pk", flat=True)[:BATCH])
            cleared += drop_files(Attachment.objects.filter(pk__in=batch))
        if len(batch) < BATCH:
            return cleared


def sweep_stored_files(now: datetime) -> int:
    """Take away stored files that no row names, left where a process died. Returns how many there were."""
    found = orphaned_files(now)
    for row in found.without_file:
        logger.error("The stored file of attachment %s is gone.", row)
    forget_stored(found.without_row)
    return len(found.without_row)
