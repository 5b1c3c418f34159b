"""What every reader hands over, whatever the source, so that there is one writer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


class NotAnArchive(Exception):
    """The file cannot be read as the archive it was said to be; the message is a sentence for the person
    who chose it.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class AttachmentRecord:
    """A file that came with a message: a safe base name, a media type as declared (`type/subtype`), the
    raw bytes.
    """

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote a message, as far as the archive still knows.

    `name` is empty where the archive has none (or only repeats the address there). `address` is lower-case,
    or None where the archive replaced letters of it (`is_lossy`). `address_key` groups spellings of one
    address: every obfuscation of an address, and the address itself, share a key; two different addresses
    seldom do.
    """

    name: str
    address: str | None
    address_key: str
    is_lossy: bool


@dataclass(frozen=True, slots=True)
class MailRecord:
    """One message of a mail archive.

    `ordinal` counts the messages of the file from 1. `offset` and `length` are bytes in the unpacked file,
    separator line included. `message_id` and the ids in `in_reply_to` and `references` stand without angle
    brackets. `body` is plain text with `\\n` line ends, or HTML where the message had nothing else
    (`body_is_html`), unsanitised. `digest` is equal for two copies of one message.
    """

    ordinal: int
    offset: int
    length: int
    message_id: str
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    subject: str
    raw_subject: str
    sender: Sender
    sent_at: datetime
    body: str
    body_is_html: bool
    attachments: tuple[AttachmentRecord, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class UnreadableRecord:
    """A stretch of the file that is left out:

    `reason` is a sentence, `headline` helps to recognise the message.
    """

    ordinal: int
    offset: int
    reason: str
    headline: str
