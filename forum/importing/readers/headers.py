"""Reads the header block of a message as it came: folded, 8-bit, in many charsets, or hardly there at all."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping

from forum.importing.readers.charsets import codec_named, decode

_FIELD = re.compile(rb"^([\x21-\x39\x3b-\x7e]{1,80})[ \t]*:[ \t]*(.*)$", re.DOTALL)
_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)[ \t\r\n]+(?==\?[^?\s]{1,60}\?[bBqQ]\?)")
_MESSAGE_ID = re.compile(r"<([^<>\s]{1,400})>")
_BARE_ID = re.compile(r"[^\s<>(),;:\"]{1,200}@[^\s<>(),;:\"]{1,200}")
_BLANK_LINE = re.compile(rb"\n\r?\n")

Headers = Mapping[str, tuple[str, ...]]


def split_head(raw: bytes) -> tuple[bytes, bytes]:
    """Split a message into its header block and its body at the first blank line."""
    if raw.startswith((b"\n", b"\r\n")):
        return b"", raw.lstrip(b"\r").removeprefix(b"\n")
    found = _BLANK_LINE.search(raw)
    if found is None:
        return raw, b""
    return raw[: found.start()].removesuffix(b"\r"), raw[found.end() :]


def read_headers(block: bytes) -> dict[str, tuple[str, ...]]:
    """Map lower-case field names to their unfolded values in order; encoded words are left as they are."""
    fields: dict[str, tuple[str, ...]] = {}
    for line in _unfold(block):
        found = _FIELD.match(line)
        if found is not None:
            name = found[1].decode("ascii").lower()
            fields[name] = (*fields.get(name, ()), decode(found[2]).strip())
    return fields


def first(headers: Headers, name: str) -> str:
    """The first value of a field, or an empty string."""
    return next(iter(headers.get(name, ())), "")


def decode_words(value: str) -> str:
    """Decode RFC 2047 encoded words; neighbours of one charset are joined first, for they may split a
    letter.
    """
    if "=?" not in value:
        return value
    value = _BETWEEN_WORDS.sub(r"\1", value)
    pieces: list[str] = []
    pending: list[bytes] = []
    charset, end = "", 0
    for found in _ENCODED_WORD.finditer(value):
        between = value[end : found.start()]
        if pending and (between or codec_named(found[1]) != codec_named(charset)):
            pieces.append(decode(b"".join(pending), charset))
            pending = []
        pieces.append(between)
        pending.append(_word_bytes(found[2], found[3]))
        charset, end = found[1], found.end()
    if pending:
        pieces.append(decode(b"".join(pending), charset))
    return "".join([*pieces, value[end:]])


def message_ids(value: str) -> tuple[str, ...]:
    """All message ids of a field in order, without brackets and without repeats."""
    found = _MESSAGE_ID.findall(value)
    if not found and _BARE_ID.fullmatch(value.strip()):
        found = [value.strip()]
    return tuple(dict.fromkeys(found))


def _unfold(block: bytes) -> list[bytes]:
    lines: list[list[bytes]] = []
    for line in block.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"):
        if line[:1] in (b" ", b"\t") and lines:
            lines[-1].append(b" " + line.strip())
        elif line:
            lines.append([line])
    return [b"".join(parts) for parts in lines]


def _word_bytes(kind: str, text: str) -> bytes:
    raw = text.encode("utf-8", "replace")
    if kind in "qQ":
        return binascii.a2b_qp(raw, header=True)
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    return base64.b64decode(letters + b"=" * (-len(letters) % 4))
