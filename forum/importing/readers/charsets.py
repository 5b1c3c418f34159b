"""Turns bytes of declared, undeclared or wrongly declared charset into text that a database accepts."""

from __future__ import annotations

import codecs
import re

_UNSAFE_CODECS = frozenset(
    {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
)
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso8859-1": "cp1252",
    "ks_c_5601-1987": "cp949",
    "euc_kr": "cp949",
}
_NOT_DECLARED = frozenset({"ascii", "utf-8"})
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def decode(data: bytes, charset: str | None = None) -> str:
    """Decode `data`, believing `charset` only as far as the bytes bear it out.

    Never fails; the result is clean text.
    """
    codec = codec_named(charset)
    if codec is None or codec in _NOT_DECLARED:
        return clean(_decode_undeclared(data))
    if codec == "cp1252":
        return clean(_decode_utf8(data) or data.decode("cp1252", "replace"))
    try:
        return clean(data.decode(codec, "replace"))
    except (UnicodeError, LookupError):
        return clean(_decode_undeclared(data))


def codec_named(charset: str | None) -> str | None:
    """Name the Python codec for a charset as mail spells it, or None if there is no such text codec."""
    name = (charset or "").partition("*")[0].strip().strip("\"'").replace("_", "-").lower()
    if not name or len(name) > 40:
        return None
    try:
        found = codecs.lookup(_WIDER.get(name, name)).name
    except (LookupError, ValueError):
        return None
    return None if found in _UNSAFE_CODECS else _WIDER.get(found, found)


def clean(text: str) -> str:
    """Drop what no page shows and PostgreSQL refuses: NUL, other control characters, lone surrogates."""
    return text if text.replace("\n", "").isprintable() else _CONTROLS.sub("", text)


def _decode_undeclared(data: bytes) -> str:
    """UTF-8 where it is UTF-8, Windows-1252 elsewhere, line by line: a reply often quotes in another
    charset.
    """
    whole = _decode_utf8(data)
    if whole is not None:
        return whole
    return "".join(
        _decode_utf8(line) or line.decode("cp1252", "replace") for line in data.splitlines(keepends=True)
    )


def _decode_utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None
