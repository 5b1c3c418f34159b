"""Numbers of a person: of records, of social security, of phones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from forum.core.identifiers.kinds import Kind

Found = tuple[Kind, int, int]

_RECORD = re.compile(
    r"""
    (?<![A-Za-z0-9])(?:
      m\.?\ ?r\.?\ ?n\b\.?
      | (?:medical|health|hospital|patient|clinic|unit)\ record(?:s)?\ (?:number|no|id)\b\.?
      | hosp(?:ital|\.)?\ (?:number|no|num|id)\b\.?
      | (?:patient|pt)\ ?(?:'s\ )?(?:number|no|id|identifier)\b\.?
      | (?:chart|case\ file|case\ notes?|casenote|encounter|accession|account|acct|visit|record|insurance
          |policy|medicare|medicaid|national\ insurance|chi|health\ card|file)\ ?(?:(?:number|no|id)\b\.?|\#)
      | nhs(?:\ (?:number|no))?\b\.? | urn\b | ur\ no\b\.?
      | acct\b | (?:patient|pt)\b(?=[\s:\#=(|.-]{0,4}\d)
    )
    [\s:\#=(|.-]{0,4}(?:(?:it\ is|is|was)[\s:]{1,2})?
    (?P<number>(?:[A-Z]{1,4}[\ -]?)?\d[\d\ -]{2,14}\d[A-Z]?)(?![\dA-Za-z])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FEWEST, _MOST = 5, 14  # figures of a record number
_TEN = re.compile(r"(?<![\d-])\d{3}[\ -]?\d{3}[\ -]?\d{4}(?![\d-])")
_NHS = re.compile(r"\bNHS\b|\b(?:patient|pt)\b", re.IGNORECASE)
_NEAR = 50

_SOCIAL = re.compile(r"(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d\d-(?!0000)\d{4}(?![\d-])")
_SOCIAL_LABELLED = re.compile(
    r"(?:\bssn\b|\bss\#|\bsocial\b(?:\ security)?(?:\ (?:number|no))?\b)[\s:\#.=(]{0,4}(?:(?:is|was)\s)?"
    r"(?P<number>(?!000|666|9\d\d)\d{3}[\ -]?(?!00)\d\d[\ -]?(?!0000)\d{4})(?!\d)",
    re.IGNORECASE,
)

_PHONES = (
    re.compile(r"(?<![\w+])\+\d[\d\ ().-]{7,20}\d(?!\d)"),
    re.compile(r"(?<![\w.-])(?:1[\ .-])?\(?[2-9]\d\d\)?[\ .-]{1,2}[2-9]\d\d[\ .-]\d{4}(?![\d-])"),
    re.compile(r"(?<![\w.,/-])\(?0[1-9][\d\ ()-]{7,14}\d(?!\d|[.,]\d)"),
    re.compile(
        r"\b(?:tel|telephone|phone|mobile|cell|fax|call|ring|text|whatsapp|contact\ number|phone\ number)\b"
        r"[\s:.\#]{0,3}(?:(?:me|him|her|them|no|number|is|at|on)[\s:.]{1,2}){0,3}"
        r"(?P<number>[+(\d][\d\ ().-]{5,18}\d)"
        r"(?![\d/%]|\ ?(?:mg|ml|patients|people|students|times|days|hours))",
        re.IGNORECASE,
    ),
)
_FEWEST_OF_PHONE = (9, 10, 10, 7)


def records_in(text: str) -> Iterator[Found]:
    """Numbers under which a hospital knows somebody."""
    for match in _RECORD.finditer(text):
        number = match["number"]
        if _FEWEST <= _figures(number) <= _MOST and not _is_a_date(number):
            yield Kind.RECORD, *match.span()
    for match in _TEN.finditer(text):
        near = text[max(0, match.start() - _NEAR) : match.end() + _NEAR]
        if is_nhs_number(match[0]) and _NHS.search(near):
            yield Kind.RECORD, *match.span()


def socials_in(text: str) -> Iterator[Found]:
    """Social security numbers that could have been given out."""
    for pattern in (_SOCIAL, _SOCIAL_LABELLED):
        for match in pattern.finditer(text):
            yield Kind.SOCIAL, *match.span()


def phones_in(text: str) -> Iterator[Found]:
    """Phone numbers as in Britain and North America, with a country before, or after a word for it."""
    for pattern, fewest in zip(_PHONES, _FEWEST_OF_PHONE, strict=True):
        for match in pattern.finditer(text):
            number = match.groupdict().get("number") or match[0]
            if fewest <= _figures(number) <= 15 and not _is_a_date(number):
                yield Kind.PHONE, *match.span()


def is_nhs_number(number: str) -> bool:
    """True where the last of ten figures is the check of the nine before it (modulus 11)."""
    figures = [int(each) for each in number if each.isdecimal()]
    if len(figures) != 10:
        return False
    check = 11 - sum(figure * (10 - at) for at, figure in enumerate(figures[:9])) % 11
    return check != 10 and check % 11 == figures[9]


def _figures(number: str) -> int:
    return sum(each.isdecimal() for each in number)


def _is_a_date(number: str) -> bool:
    return (
        re.fullmatch(r"\(?(?:\d{1,2}[.-]\d{1,2}[.-]\d{2,4}|(?:19|20)\d\d[.-]\d\d[.-]\d\d)", number.strip())
        is not None
    )
