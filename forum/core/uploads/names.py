"""Makes the name of an uploaded file harmless, whoever chose it, and leaves it readable in any script."""

from __future__ import annotations

import re
import unicodedata

MAX_LENGTH = 100
MAX_ENDING = 12

_KEPT_SIGNS = "._-+"
# Device names of Windows, which open the device whatever ending follows.
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


def safe_name(name: str) -> str:
    """`name` without folders, controls, direction overrides and signs that mean something somewhere.

    Letters, marks and digits of every script stay. At most MAX_LENGTH characters, the ending kept; "file" if
    nothing is left.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    plain = "".join(_plain(sign) for sign in last)
    plain = re.sub(r"-*\.[-.]*", ".", re.sub(r"-{2,}", "-", plain)).strip("._-+")
    if not plain:
        return "file"
    return _shortened(f"file-{plain}" if _RESERVED.fullmatch(plain) else plain)


def with_ending(name: str, ending: str, others: tuple[str, ...]) -> str:
    """`name` with the ending (".png") of what it holds; one of `others`, which say the same, stays."""
    _stem, dot, last = name.rpartition(".")
    if dot and f".{last.lower()}" in (ending, *others):
        return name
    return f"{name[: MAX_LENGTH - len(ending)]}{ending}"


def _plain(sign: str) -> str:
    group = unicodedata.category(sign)
    if group[0] in "LMN" or sign in _KEPT_SIGNS:
        return sign
    return "" if group in {"Cc", "Cf"} else "-"


def _shortened(name: str) -> str:
    if len(name) <= MAX_LENGTH:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > MAX_ENDING:
        return name[:MAX_LENGTH]
    return f"{stem[: MAX_LENGTH - len(ending) - 1]}.{ending}"
