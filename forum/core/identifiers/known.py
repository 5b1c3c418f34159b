"""What looks like a number of a person and is none: what scholars, software and organisers write all day."""

from __future__ import annotations

import re

MASK = "¤"

_NONE_OF_A_PERSON = re.compile(
    r"""
    https?://[^\s<>"]+ | \bwww\.[^\s<>"]+
    | \b10\.\d{4,9}/[^\s<>"]+
    | \b\d{4}-\d{4}-\d{4}-\d{3}[\dX]\b
    | \bIS[BS]N(?:-1[03])?:?\ ?[\dX][\dX\ -]{6,16}
    | \b(?:NCT|ISRCTN|PMC|ACTRN|DRKS|ChiCTR)\ ?\d{4,14}
    | \bEudraCT:?\ ?[\d-]{10,20}
    | \b(?:PMID|PMCID|IRAS|UKCRN\ ID|SNOMED\ CT|LOINC|CPT|ICD-1[01]|DRG|arXiv)\b\ ?(?:code)?:?\ ?[\w.-]{1,20}
    | \b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b
    | \b(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})\b
    | \b\d{4}-\d\d-\d\dT\d\d:\d\d[\w:.+-]{0,20}
    | \b(?:1[89]|20)\d\d\ ?;\ ?\d{1,4}\ ?(?:\(\d{1,4}\))?\ ?:\ ?e?\d{1,6}(?:-\d{1,6})?
    | \b(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}\b
    | \b(?:meeting|webinar|zoom|passcode|ticket|order|serial|grant|catalogue|catalog|version|room|invoice|job|page|pages
        |figure|table|edition|award|contract|tracking|model|part|item|issue|volume|gazette|build)\b
      (?:\ (?:id|no|number|code))?[.:#\ ]{0,3}\d[\d\ ./-]{0,20}
    """,
    re.VERBOSE | re.IGNORECASE,
)


def without_known(text: str) -> str:
    """The text, as long as before, with such numbers and addresses covered."""
    return _NONE_OF_A_PERSON.sub(lambda match: MASK * len(match[0]), text)
