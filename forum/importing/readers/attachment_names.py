"""Makes the name of an attachment safe to store, to show and to download, whatever the sender wrote there."""

from __future__ import annotations

import mimetypes
import re

_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2028\u2029\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff]"
)
_LONGEST = 120
_LONGEST_ENDING = 12


def safe_name(declared: str, media_type: str, number: int) -> str:
    """A base name without folders, unseen characters or a leading dot, at most 120 characters long.

    Without a usable name it is `attachment-<number>` with the ending that fits `media_type`.
    """
    base = re.split(r"[/\\]", _UNSEEN.sub("", declared))[-1]
    base = " ".join(re.sub(r"[<>:\"|?*]", "_", base).split()).strip(". ")
    if not base:
        return f"attachment-{number}{mimetypes.guess_extension(media_type) or '.bin'}"
    return _shortened(base)


def distinct_names(names: list[str]) -> list[str]:
    """The same names in order, with ` (2)`, ` (3)` … before the ending of those that occurred before."""
    taken: set[str] = set()
    result: list[str] = []
    for name in names:
        candidate, count = name, 1
        while candidate.lower() in taken:
            count += 1
            stem, ending = _split_ending(name)
            candidate = f"{stem} ({count}){ending}"
        taken.add(candidate.lower())
        result.append(candidate)
    return result


def _shortened(name: str) -> str:
    stem, ending = _split_ending(name)
    return stem[: _LONGEST - len(ending)].rstrip() + ending


def _split_ending(name: str) -> tuple[str, str]:
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > _LONGEST_ENDING:
        return name, ""
    return stem, dot + ending
