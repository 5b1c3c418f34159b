"""Finds the title under what mail programs and lists put in front of a subject."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_REPLY_WORDS = (
    "re|aw|antw|antwort|sv|vs|res|rif|ref|odp|ynt|vá|hl|bls|atb|vb|ответ|отв|απ|σχετ|תגובה|رد"
    "|回复|答复|回覆|回|답장|返信"
)
_FORWARD_WORDS = "fwd?|wg|tr|rv|enc|doorst|vl|ilt|fs|továbbítás|пересл|προωθ|הועבר|转发|轉寄|전달|転送"
_PREFIX = re.compile(
    rf"^\s*(?:(?P<reply>{_REPLY_WORDS})|{_FORWARD_WORDS})\s?(?:\[\d{{1,3}}\]|\(\d{{1,3}}\)|\*\d{{1,3}}|\^\d{{1,3}})?\s?[:：]\s*",
    re.IGNORECASE,
)
_TAG = re.compile(r"^\s*\[([^\[\]\r\n]{1,60})\]\s*")
_TAGS = re.compile(r"^(?:\s*\[[^\[\]\r\n]{1,60}\]\s*)+")
_KINDS_OF_POST = frozenset(
    {"patch", "rfc", "ann", "announce", "announcement", "solved", "resuelto", "ot", "off-topic", "spam"}
)
_FEWEST_TO_JUDGE = 3
_SHARE_OF_A_LIST_TAG = 0.6
_MOST_PREFIXES = 30


def clean_subject(raw: str, list_tag: str | None) -> str:
    """The subject without reply and forward marks and without `[list_tag]`; other bracketed words stay."""
    subject = " ".join(raw.split())
    for _ in range(_MOST_PREFIXES):
        shorter = _strip_tag(_PREFIX.sub("", subject, count=1), list_tag)
        if shorter == subject:
            break
        subject = shorter
    return subject.strip()


def is_marked_reply(raw: str) -> bool:
    """Whether the subject says of itself that it answers something ("Re:", "[list] AW:" …)."""
    found = _PREFIX.match(_TAGS.sub("", raw, count=1))
    return bool(found and found["reply"])


def subject_key(subject: str) -> str:
    """What two subjects share when they differ only in case, spaces and punctuation."""
    return " ".join(re.findall(r"\w+", subject.casefold()))


def list_tag_of(subjects: Iterable[str]) -> str | None:
    """The bracketed word that most of `subjects` begin with, which is then the list's and not the
    author's.
    """
    tags: Counter[str] = Counter()
    total = 0
    for subject in subjects:
        total += 1
        found = _TAG.match(clean_subject(subject, None))
        if found and found[1].strip().lower() not in _KINDS_OF_POST:
            tags[found[1].strip().lower()] += 1
    tag, count = next(iter(tags.most_common(1)), ("", 0))
    return tag if count >= max(_FEWEST_TO_JUDGE, total * _SHARE_OF_A_LIST_TAG) else None


def _strip_tag(subject: str, list_tag: str | None) -> str:
    found = _TAG.match(subject)
    if found and list_tag is not None and found[1].strip().lower() == list_tag:
        return subject[found.end() :]
    return subject
