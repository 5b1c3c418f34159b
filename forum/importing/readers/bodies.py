"""Chooses what a reader of the forum should see of a message's parts, and what becomes an attachment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from html import escape

from django.utils.translation import gettext as _

from forum.importing.readers.attachment_names import distinct_names, file_name
from forum.importing.readers.charsets import clean, decode
from forum.importing.readers.flowed import unflow
from forum.importing.readers.headers import decode_words
from forum.importing.readers.html_text import text_of_html
from forum.importing.records import AttachmentRecord

LONGEST_BODY = 60_000  # characters; a longer text is cut there and attached whole
MOST_ATTACHMENTS = 50

_SIGNATURES = frozenset(
    {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
)
_DROPPED = _SIGNATURES | {"application/pgp-encrypted", "application/applefile"}
_OTHER_VERSIONS = frozenset(
    {"text/plain", "text/html", "text/enriched", "text/richtext", "text/rtf", "text/x-amp-html"}
)
_LIST_FOOTER = re.compile(r"\A\s*_{10,}\s*$|mailing list", re.MULTILINE | re.IGNORECASE)
_LONGEST_FOOTER = 2_000


@dataclass(frozen=True, slots=True)
class Body:
    """The text to show, whether it is HTML, and the files beside it."""

    text: str
    is_html: bool = False
    attachments: tuple[AttachmentRecord, ...] = ()


@dataclass(slots=True)
class _Collected:
    texts: list[tuple[str, str]] = field(default_factory=list)
    files: list[AttachmentRecord] = field(default_factory=list)


def plain_body(data: bytes) -> Body:
    """The body of a message without MIME headers."""
    return _limited(_trimmed(_with_unix_ends(decode(data))), is_html=False, files=[])


def mime_body(message: Message) -> Body:
    """The body of a parsed message: its text if it has one, else its HTML; everything else is attached."""
    collected = _Collected()
    for leaf in _leaves(message):
        _collect(leaf, collected)
    text, is_html = _united(collected.texts)
    if message.get_content_type() == "multipart/encrypted" and not text.strip():
        text = f"[{_('This message is encrypted; it is attached as it came.')}]"
    return _limited(_trimmed(text), is_html=is_html, files=collected.files)


def _leaves(part: Message) -> Iterator[Message]:
    """The parts without parts, in order, with one version of each alternative."""
    if not part.is_multipart() or part.get_content_maintype() == "message":
        yield part
    elif part.get_content_type() == "multipart/alternative":
        yield from _best_version(_children(part))
    else:
        for child in _children(part):
            yield from _leaves(child)


def _children(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []


def _best_version(versions: list[Message]) -> Iterator[Message]:
    leaves = [list(_leaves(version)) for version in versions]
    chosen = next((i for i, parts in enumerate(leaves) if _has_text(parts, "text/plain")), None)
    if chosen is None:
        chosen = next((i for i, parts in enumerate(leaves) if _has_text(parts, "text/html")), 0)
    for number, parts in enumerate(leaves):
        yield from (
            part for part in parts if number == chosen or part.get_content_type() not in _OTHER_VERSIONS
        )


def _has_text(parts: list[Message], media_type: str) -> bool:
    return any(part.get_content_type() == media_type and _bytes_of(part).strip() for part in parts)


def _collect(leaf: Message, collected: _Collected) -> None:
    media_type = _media_type(leaf)
    if media_type in _DROPPED:
        return
    if media_type in ("text/plain", "text/html") and not _is_file(leaf):
        collected.texts.append((media_type, _text_of(leaf)))
    elif len(collected.files) < MOST_ATTACHMENTS and (data := _bytes_of(leaf)):
        collected.files.append(_attachment(leaf, media_type, data, len(collected.files) + 1))


def _media_type(leaf: Message) -> str:
    """The declared type; a multipart that has no parts is damaged text."""
    return "text/plain" if leaf.get_content_maintype() == "multipart" else leaf.get_content_type()


def _is_file(leaf: Message) -> bool:
    return leaf.get_content_disposition() == "attachment" or bool(leaf.get_filename())


def _text_of(leaf: Message) -> str:
    charset = leaf.get_param("charset")
    text = _with_unix_ends(decode(_bytes_of(leaf), charset if isinstance(charset, str) else None))
    if str(leaf.get_param("format", "")).lower() == "flowed" and leaf.get_content_type() == "text/plain":
        return unflow(text, delete_space=str(leaf.get_param("delsp", "")).lower() == "yes")
    return text


def _attachment(leaf: Message, media_type: str, data: bytes, number: int) -> AttachmentRecord:
    declared = leaf.get_filename() or ""
    if media_type == "message/rfc822":
        inner = next(iter(_children(leaf)), leaf)
        declared = (
            declared or f"{decode_words(str(inner.get('subject', 'message')))[:80].replace('/', '-')}.eml"
        )
    declared = decode_words(declared.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
    return AttachmentRecord(file_name(declared, media_type, number), media_type[:100], data)


def _bytes_of(leaf: Message) -> bytes:
    if leaf.is_multipart():
        return b"\n".join(child.as_bytes() for child in _children(leaf))
    payload = leaf.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _united(texts: list[tuple[str, str]]) -> tuple[str, bool]:
    """Join the text parts:

    HTML stays HTML only where no plain text is beside it; list footers become a signature.
    """
    parts = [(kind, text) for kind, text in texts if text.strip()]
    footers = [text for kind, text in parts[1:] if kind == "text/plain" and _is_list_footer(text)]
    shown = [part for part in parts if part[1] not in footers or part is parts[0]]
    footer = "\n".join(footer.strip() for footer in footers)
    if shown and all(kind == "text/html" for kind, _ in shown):
        html = "\n".join(text for _, text in shown)
        signature = "<br>\n".join(escape(line) for line in footer.split("\n"))
        return (f"{html}\n<p>-- <br>\n{signature}</p>" if footer else html), True
    plain = "\n\n".join(text if kind == "text/plain" else text_of_html(text) for kind, text in shown)
    return (f"{plain.rstrip()}\n\n-- \n{footer}" if footer else plain), False


def _is_list_footer(text: str) -> bool:
    return len(text) <= _LONGEST_FOOTER and bool(_LIST_FOOTER.search(text))


def _limited(text: str, *, is_html: bool, files: list[AttachmentRecord]) -> Body:
    """Cut a text that is too long to be a post, and attach it whole."""
    if len(text) > LONGEST_BODY:
        name, media_type = ("full-text.html", "text/html") if is_html else ("full-text.txt", "text/plain")
        files = [AttachmentRecord(name, media_type, text.encode()), *files]
        shown = text_of_html(text) if is_html else text
        text = (
            f"{_cut(shown)}\n\n[{_('The text goes on; all of it is attached.')}]"
            if len(shown) > LONGEST_BODY
            else shown
        )
        is_html = False
    names = distinct_names([file.name for file in files])
    renamed = (
        AttachmentRecord(name, file.media_type, file.data) for name, file in zip(names, files, strict=True)
    )
    return Body(text, is_html, tuple(renamed))


def _cut(text: str) -> str:
    head = text[:LONGEST_BODY]
    at_line = head.rfind("\n", LONGEST_BODY // 2)
    return head[:at_line] if at_line > 0 else head


def _with_unix_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _trimmed(text: str) -> str:
    return clean(text).strip("\n").rstrip()
