"""Builds small archives byte by byte, so that a test says exactly what stands in the file."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

from forum.importing.readers.mbox import read_mbox
from forum.importing.records import MailRecord, UnreadableRecord

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SEPARATOR = b"From ann at clinic.example  Fri Nov 11 12:16:11 2005\n"
HEAD = (
    b"From: ann at clinic.example (Ann Ek)\n"
    b"Date: Fri, 11 Nov 2005 12:16:11 +0100\n"
    b"Subject: Dosage\n"
    b"Message-ID: <one@clinic.example>\n"
)


def mail(body: bytes = b"Hello.\n", *, head: bytes = HEAD, separator: bytes = SEPARATOR) -> bytes:
    """One message as it stands in an mbox."""
    return separator + head + b"\n" + body + b"\n"


def headed(**fields: str) -> bytes:
    """The usual header with some fields replaced; an empty value leaves a field out.

    `In_Reply_To` is In-Reply-To.
    """
    usual = {
        "From": "ann at clinic.example (Ann Ek)",
        "Date": "Fri, 11 Nov 2005 12:16:11 +0100",
        "Subject": "Dosage",
        "Message-ID": "<one@clinic.example>",
    }
    usual.update({name.replace("_", "-"): value for name, value in fields.items()})
    return "".join(f"{name}: {value}\n" for name, value in usual.items() if value).encode()


def records_of(folder: Path, archive: bytes) -> list[MailRecord | UnreadableRecord]:
    """Everything that the reader finds in an archive of these bytes."""
    path = folder / "archive.mbox"
    path.write_bytes(archive)
    return list(read_mbox(path, now=NOW))


def mails_of(folder: Path, archive: bytes) -> list[MailRecord]:
    """The messages of an archive in which every one can be read."""
    records = records_of(folder, archive)
    mails = [record for record in records if isinstance(record, MailRecord)]
    assert mails == records
    return mails


def mime_mail(folder: Path, content_type: str, body: bytes, *, encoding: str = "") -> MailRecord:
    """The one message of an archive, with a Content-Type."""
    head = headed(MIME_Version="1.0", Content_Type=content_type, Content_Transfer_Encoding=encoding)
    (record,) = mails_of(folder, mail(body, head=head))
    return record


def packed(archive: bytes) -> bytes:
    """The same archive, packed with gzip."""
    return gzip.compress(archive)
