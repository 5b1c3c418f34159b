"""Dates that say who somebody is, and ages that few reach."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from forum.core.identifiers.kinds import Kind

Found = tuple[Kind, int, int]

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_IN_FIGURES = r"(?:\d{1,2}\ ?[/.-]\ ?\d{1,2}\ ?[/.-]\ ?\d{2,4}|(?:19|20)\d\d[/.-]\d{1,2}[/.-]\d{1,2})(?!\d)"
_IN_WORDS = (
    rf"(?:{_DAY}[\ -]?(?:of\ )?{_MONTH}(?:,?[\ -]?(?:\d{{4}}|\d{{2}}\b))?"
    rf"|{_MONTH}\ {_DAY}(?:,?\ \d{{4}})?)(?!\w)"
)
DATE = rf"(?:{_IN_FIGURES}|{_IN_WORDS})"
_WITH_YEAR = (
    rf"(?:{_IN_FIGURES}|{_DAY}\ (?:of\ )?{_MONTH},?\ \d{{4}}(?!\d)|{_MONTH}\ {_DAY},?\ \d{{4}}(?!\d))"
)

_BORN = re.compile(
    r"\b(?:d\ ?\.?\ ?o\ ?\.?\ ?b\b\.?|dates?\ of\ birth|birth\ ?-?dates?|birthday|born(?:\ on)?"
    r"|geboren(?:\ am)?|née?\ le|nat[oa]\ il|nacid[oa]\ el)"
    rf"[\s:=#(|-]{{0,4}}(?:(?:is|was|on|the)[\s:]{{1,2}}){{0,2}}(?P<date>{DATE})",
    re.IGNORECASE,
)
_BESIDE_PATIENT = re.compile(rf"\b(?:patient|pt)\b[\s:,(.-]{{1,3}}(?P<date>{_WITH_YEAR})", re.IGNORECASE)
_AFTER_NAME = re.compile(rf"[\s,(]{{1,3}}(?P<date>{_WITH_YEAR})", re.IGNORECASE)
_BEFORE_NAME = re.compile(rf"(?P<date>{_WITH_YEAR})[\s,]{{1,2}}$", re.IGNORECASE)
_STAYED = re.compile(
    r"\b(?:re)?(?:admitted|admission|discharged?|operated(?:\ on)?|operation|surgery|theatre|transferred|intubated"
    r"|died|deceased|delivered|seen|presented)\b"
    rf"[\s:(,]{{1,3}}(?:(?:on|of|dated?|to\ us|by\ us)[\s:]{{1,2}}){{0,2}}(?P<date>{DATE})",
    re.IGNORECASE,
)
_ONE_PATIENT = re.compile(r"\b(?:patient|pt|he|she|his|her|him)\b", re.IGNORECASE)
_LONGEST_DATE = 26
_WITHIN = 120  # characters in which a date and whom it is about are told together

_OLD = r"(?P<age>9\d|1[01]\d|120)"
_YEARS_OLD = re.compile(
    rf"(?<![\d.,/-]){_OLD}[\s-]?(?:years?[\s-]olds?|y\ ?/\ ?o\b|y\.o\.|yo\b|yrs?\.?[\s-]old)", re.IGNORECASE
)
_AGED = re.compile(
    rf"\b(?:aged|age|turned|age\ of)[\s:]{{1,2}}{_OLD}\b(?![.,]?\d|\s?(?:%|to\b|-\s?\d|and\s\d))",
    re.IGNORECASE,
)
_OF_YEARS = re.compile(
    rf"\b(?:man|woman|lady|gentleman|patient|grandmother|grandfather|widow|widower)\ of\ {_OLD}\b",
    re.IGNORECASE,
)
_IS = re.compile(
    rf"\b(?:she|he|patient|pt|nan|gran|granny|grandmother|grandfather|grandma|grandpa|mother|father|aunt|uncle)"
    rf"\ is\ (?:now\ )?{_OLD}\b(?![.,]?\d|\ ?%|\ (?:percent|kg|cm|days|hours|minutes))",
    re.IGNORECASE,
)
_WORDED = re.compile(
    r"\b(?:ninety|(?:one|a)[\s-]hundred)(?:[\s-](?:and[\s-])?(?:one|two|three|four|five|six|seven|eight|nine|ten))?"
    r"[\s-]years?[\s-]old",
    re.IGNORECASE,
)
_AFTER_NAME_AGE = re.compile(rf",\ ?{_OLD}(?=[,;.)]|\ ?(?:$|\n))")
_NO_PERSON = re.compile(
    r"\b(?:hospital|school|university|college|building|society|journal|institution|institute|book|guideline|tradition"
    r"|company|museum|library|mean|median|average|over|above|under|below|the\ age\ of)\b[^.!?\n]{0,24}$",
    re.IGNORECASE,
)


def dates_in(text: str, names: list[tuple[int, int]]) -> Iterator[Found]:
    """Dates of birth, and of stays told of one patient; `names` are where names were seen."""
    for pattern in (_BORN, _BESIDE_PATIENT):
        for match in pattern.finditer(text):
            yield Kind.BIRTH, *match.span()
    for start, end in names:
        beside = _AFTER_NAME.match(text, end)
        if beside:
            yield Kind.BIRTH, start, beside.end()
        before = _BEFORE_NAME.search(text, max(0, start - _LONGEST_DATE), start)
        if before:
            yield Kind.STAY, *before.span("date")
    begins = sorted(start for start, _end in names)
    for match in _STAYED.finditer(text):
        if _is_of_one(text, match.start(), match.end(), begins):
            yield Kind.STAY, *match.span()


def ages_in(text: str, names: list[tuple[int, int]]) -> Iterator[Found]:
    """Ages over 89 that are somebody's."""
    for pattern in (_YEARS_OLD, _AGED, _OF_YEARS, _IS, _WORDED):
        for match in pattern.finditer(text):
            if not _NO_PERSON.search(text, max(0, match.start() - 40), match.start()):
                yield Kind.AGE, *match.span()
    for _start, end in names:
        beside = _AFTER_NAME_AGE.match(text, end)
        if beside:
            yield Kind.AGE, beside.start("age"), beside.end("age")


def _is_of_one(text: str, start: int, end: int, begins: list[int]) -> bool:
    """True where one patient is spoken of nearby; `begins` is where names begin, in order."""
    if _ONE_PATIENT.search(text, max(0, start - _WITHIN), end + _WITHIN):
        return True
    at = bisect_left(begins, start - _WITHIN)
    return at < len(begins) and begins[at] <= end + _WITHIN
