"""Turns the bytes of one message into a record, or into the reason why it cannot be read."""

from __future__ import annotations

import email
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from email.message import Message

from django.utils.translation import gettext as _

from forum.importing.readers.bodies import Body, mime_body, plain_body
from forum.importing.readers.charsets import decode
from forum.importing.readers.dates import sent_at, separator_date
from forum.importing.readers.headers import (
    Headers,
    decode_words,
    first,
    message_ids,
    read_headers,
    split_head,
)
from forum.importing.readers.senders import read_sender
from forum.importing.readers.subjects import clean_subject
from forum.importing.records import MailRecord, UnreadableRecord

MOST_PARTS = 200
_PART = re.compile(rb"^content-type[ \t]*:[ \t\r\n]*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
_SCRUBBED = re.compile(rb"attachment(?:-\d{4})?(?=\.\w)")
_LONGEST_SUBJECT = 300
_MOST_REFERENCES = 500


@dataclass(frozen=True, slots=True)
class RawMessage:
    """One message as it stands in the file: `separator` is its From line, `content` the rest, unescaped."""

    ordinal: int
    offset: int
    length: int
    separator: bytes
    content: bytes


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a message alone does not tell: the list's tag, the date of the message before, and the present."""

    list_tag: str | None
    previous: datetime | None
    now: datetime


def read_mail(raw: RawMessage, around: Surroundings) -> MailRecord | UnreadableRecord:
    """Read one message.

    Whatever is wrong with it becomes an UnreadableRecord with a sentence, never an exception.
    """
    block, body = split_head(raw.content)
    headers = read_headers(block)
    headline = headline_of(headers, raw.separator)
    if not headers.keys() & {"from", "subject", "date", "message-id"}:
        reason = _("The message has no header, so neither its author nor its date is known.")
        return unreadable(raw, reason, headline)
    if _parts_of(raw.content) > MOST_PARTS:
        reason = _("The message is nested in more than %(most)d parts.") % {"most": MOST_PARTS}
        return unreadable(raw, reason, headline)
    try:
        return _record(raw, headers, _body(headers, raw.content, body), around)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, AssertionError) as problem:
        # In these ways the standard library's parser fails on damaged parts.
        reason = _("The message is damaged and cannot be taken apart (%(problem)s).")
        return unreadable(raw, reason % {"problem": type(problem).__name__}, headline)


def _parts_of(content: bytes) -> int:
    """How many parts it may have, counted exactly only where there could be too many."""
    fields = content.lower().count(b"content-type")
    return fields if fields <= MOST_PARTS else len(_PART.findall(content))


def unreadable(raw: RawMessage, reason: str, headline: str) -> UnreadableRecord:
    """Say why a message is left out."""
    return UnreadableRecord(raw.ordinal, raw.offset, reason, headline)


def headline_of(headers: Headers, separator: bytes) -> str:
    """The subject, or else the separator line, short enough for a list."""
    return (" ".join(decode_words(first(headers, "subject")).split()) or decode(separator).strip())[:120]


def _body(headers: Headers, content: bytes, body: bytes) -> Body:
    if "content-type" not in headers and "content-transfer-encoding" not in headers:
        return plain_body(body)
    message: Message = email.message_from_bytes(content)
    return mime_body(message)


def _record(raw: RawMessage, headers: Headers, body: Body, around: Surroundings) -> MailRecord:
    raw_subject = " ".join(decode_words(first(headers, "subject")).split())[:_LONGEST_SUBJECT]
    digest = _digest(headers, raw.content)
    return MailRecord(
        ordinal=raw.ordinal,
        offset=raw.offset,
        length=raw.length,
        message_id=_own_id(headers, digest),
        in_reply_to=message_ids(first(headers, "in-reply-to"))[:_MOST_REFERENCES],
        references=message_ids(" ".join(headers.get("references", ())))[-_MOST_REFERENCES:],
        subject=clean_subject(raw_subject, around.list_tag or _tag_of_list(headers)),
        raw_subject=raw_subject,
        sender=read_sender(first(headers, "from"), first(headers, "reply-to")),
        sent_at=sent_at(
            declared=first(headers, "date"),
            separator=separator_date(decode(raw.separator)),
            received=headers.get("received", ()),
            previous=around.previous,
            now=around.now,
        ),
        body=body.text,
        body_is_html=body.is_html,
        attachments=body.attachments,
        digest=digest,
    )


def _own_id(headers: Headers, digest: str) -> str:
    """The message's id, or one derived from its content, so that a second import knows it again."""
    return next(iter(message_ids(first(headers, "message-id"))), f"{digest[:32]}@derived.invalid")


def _tag_of_list(headers: Headers) -> str | None:
    found = re.search(r"<([\w-]+)\.", first(headers, "list-id"))
    return found[1].lower() if found else None


def _digest(headers: Headers, content: bytes) -> str:
    """Equal for two copies of a message that took different ways.

    They may have other stamps, line ends, spaces at the end, and other numbers for what the archiver
    scrubbed.
    """
    _, body = split_head(content)
    said = "\n".join(first(headers, name) for name in ("from", "date", "subject"))
    text = b"\n".join(line.rstrip() for line in _SCRUBBED.sub(b"attachment", body).strip().splitlines())
    return hashlib.sha256(said.encode("utf-8", "replace") + b"\n\n" + text).hexdigest()
