"""Lists as people type them: words with commas between."""

from __future__ import annotations


def words_between_commas(text: str) -> list[str]:
    """The words in their order, each once whatever its case: as it was typed first."""
    words: dict[str, str] = {}
    for word in (" ".join(part.split()) for part in text.split(",")):
        words.setdefault(word.casefold(), word)
    words.pop("", None)
    return list(words.values())
