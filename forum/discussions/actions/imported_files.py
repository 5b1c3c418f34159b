"""Files that came with imported posts: handed out under their names, never shown as part of a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from forum.core.markup import render_markdown
from forum.core.uploads import media_type_of, safe_name
from forum.discussions.actions.files import START, attachment_markdown
from forum.discussions.models import Attachment, Post
from forum.discussions.selectors.files import FOLDER


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A file as it came, under the name it had."""

    name: str
    data: bytes


def unsaved_attachments(
    files: Iterable[ImportedFile], created_at: datetime
) -> list[tuple[Attachment, bytes]]:
    """Rows for the files, with keys and types, and what they hold. Nothing is stored yet."""
    return [(_row(file, uuid4(), created_at), file.data) for file in files]


def links_to(attachments: Iterable[Attachment]) -> str:
    """HTML that names and links the files; nothing where there is none."""
    links = ", ".join(attachment_markdown(attachment) for attachment in attachments)
    return render_markdown(f"{_('Attached:')} {links}") if links else ""


def store_attachments(post: Post, attachments: Iterable[tuple[Attachment, bytes]]) -> None:
    """Store the files as the author's, held by the post.

    What a failed import leaves behind, the nightly sweep takes.
    """
    for attachment, data in attachments:
        attachment.owner_id, attachment.post = post.author_id, post
        attachment.file.name = default_storage.save(attachment.file.name, ContentFile(data))
        attachment.save(force_insert=True)


def _row(file: ImportedFile, key: UUID, created_at: datetime) -> Attachment:
    name = safe_name(file.name)
    row = Attachment(
        pk=key,
        kind=Attachment.Kind.FILE,
        name=name,
        media_type=media_type_of(file.data[:START], name),
        size=len(file.data),
        created_at=created_at,
    )
    row.file.name = f"{FOLDER}/{created_at:%Y/%m}/{key.hex}"
    return row
