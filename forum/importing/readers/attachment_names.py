"""Names for attachments whose sender gave none, or gave one name twice."""

from __future__ import annotations

import mimetypes

from forum.core.uploads import safe_name

_LONGEST_ENDING = 12


def file_name(declared: str, media_type: str, number: int) -> str:
    """The declared name, made harmless; without one `attachment-<number>` with the type's ending."""
    if declared.strip():
        return safe_name(declared)
    return f"attachment-{number}{mimetypes.guess_extension(media_type) or '.bin'}"


def distinct_names(names: list[str]) -> list[str]:
    """The same names in order, with `-2`, `-3` … before the ending of those that occurred before."""
    taken: set[str] = set()
    result: list[str] = []
    for name in names:
        candidate, count = name, 1
        while candidate.lower() in taken:
            count += 1
            stem, ending = _split_ending(name)
            candidate = f"{stem}-{count}{ending}"
        taken.add(candidate.lower())
        result.append(candidate)
    return result


def _split_ending(name: str) -> tuple[str, str]:
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > _LONGEST_ENDING:
        return name, ""
    return stem, dot + ending
