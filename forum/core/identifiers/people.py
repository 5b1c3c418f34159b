"""Names of patients, and where they live and are written to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from forum.core.identifiers.kinds import Kind
from forum.core.identifiers.vocabulary import FIGURES_OF_SPEECH, NO_NAMES, ROLES, STATES, UK_AREAS

Found = tuple[Kind, int, int]

_WORD = r"[^\W\d_][^\W\d_'.-]{0,24}(?:['-][^\W\d_]{1,24}){0,2}"
_INITIAL = r"[^\W\d_]\."
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mister|Mx|Mme|Herr|Frau|Senora|Señora|Señor)\b\.?\ (?![a-zß-ÿ])"
    rf"(?P<name>(?:{_INITIAL}\ ?){{0,2}}{_WORD}(?:\ {_WORD})?)"
)
_PATIENT = re.compile(
    r"\b(?P<lead>[Pp]atient(?:'s)?|PATIENT|[Pp]t|PT|Baby)\b[.:,]?\ "
    r"(?:(?:full\ )?[Nn]ame(?:d|\ is|\ was)?[:,]?\ |called\ )?"
    rf"(?P<name>{_WORD},?\ (?:{_INITIAL}\ )?{_WORD})"
)
_CALLED = re.compile(
    r"\b(?:man|woman|boy|girl|lady|gentleman|child|baby|patient),?\ (?:called|named|whose\ name\ is)\ "
    rf"(?P<name>{_WORD}(?:\ {_WORD})?)"
)
_OWN = re.compile(
    rf"\b(?:[Mm]y|[Oo]ur)\ patient,?\ (?P<name>{_WORD})"
    r"(?='s\b|,?\ (?:will|would|was|is|has|had|came|comes|went|who|does|did|died|asks?|asked|says?|said|needs?)\b)"
)
_LISTED = re.compile(rf"\b[Nn]ame:\ ?(?P<name>{_WORD},\ {_WORD})")
_MAIL = re.compile(r"(?<![\w.+@-])(?P<who>[\w.+-]{1,64})@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}(?![\w@])")

_SPELT_MAIL = re.compile(
    r"(?<![\w.])[\w+-]{1,40}(?:\ DOT\ [\w+-]{1,30}){0,3}\ ?(?:AT|[(\[]at[)\]])\ ?[\w-]{1,40}"
    r"(?:\ ?(?:DOT|[(\[]dot[)\]])\ ?[\w-]{2,20}){1,3}"
)

_KIND_OF_STREET = (
    r"(?:Street|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Close|Court|Crescent|Terrace|Way|Place|Boulevard|Blvd|Square|Gardens"
    r"|Grove|Row|Mews|Parkway|Hill)\b|(?:St|Dr|Ct|Pl)\b(?=\.?(?:[,;)]|$|\n))"
)
_STREET = re.compile(
    r"(?<![\w.,/-])(?P<number>[1-9]\d{0,4}[A-Za-z]?)\ (?:[NSEW]{1,2}\.?\ )?"
    rf"(?P<street>(?:[A-Z][\w'.-]{{1,24}}\ ){{1,3}}(?:{_KIND_OF_STREET}))"
)
_STREET_FIRST = re.compile(
    r"\b[A-ZÄÖÜ][\w-]{2,24}(?:straße|strasse|str\.|weg|gasse|platz|allee)\ [1-9]\d{0,3}[a-z]?\b"
)
_STREET_IN_FRONT = re.compile(
    r"(?<![\w.,/-])[1-9]\d{0,3}(?:\ (?:bis|ter))?,?\ (?:rue|chemin|impasse|allée|calle|via)\ (?:[a-z]{1,4}['\ ]){0,3}"
    r"[A-ZÀ-Þ][\w'-]{1,24}"
)
_BRITISH = re.compile(r"(?<![\w-])(?P<area>[A-Z]{1,2})\d[A-Z\d]?\ \d[ABD-HJLNP-UW-Z]{2}(?![\w-])")
_AMERICAN = re.compile(r",\ ?(?P<state>[A-Z]{2}),?\ \d{5}(?:-\d{4})?(?![\d-])")


def names_in(text: str) -> Iterator[Found]:
    """Names that follow a title, a word for a patient, or stand in a form."""
    for match in _TITLED.finditer(text):
        if _reads_as_name(match["name"], fewest=1):
            yield Kind.NAME, match.start(), _end_of_name(match)
    for match in _PATIENT.finditer(text):
        if _reads_as_name(match["name"], fewest=2):
            yield Kind.NAME, *match.span()
    for match in _CALLED.finditer(text):
        if _reads_as_name(match["name"], fewest=1):
            yield Kind.NAME, match.start(), _end_of_name(match)
    for match in _OWN.finditer(text):
        if _reads_as_name(match["name"], fewest=1):
            yield Kind.NAME, *match.span()
    for match in _LISTED.finditer(text):
        if _reads_as_name(match["name"], fewest=2):
            yield Kind.NAME, *match.span()


def mail_in(text: str) -> Iterator[Found]:
    """Mail addresses of a person; those of an office are nobody's."""
    for match in _MAIL.finditer(text):
        if match["who"].lower().strip(".") not in ROLES:
            yield Kind.EMAIL, *match.span()
    for match in _SPELT_MAIL.finditer(text):
        yield Kind.EMAIL, *match.span()


def places_in(text: str) -> Iterator[Found]:
    """Houses, and postcodes of a few of them."""
    for match in _STREET.finditer(text):
        if not re.fullmatch(r"(?:19|20)\d\d", match["number"]):
            yield Kind.ADDRESS, *match.span()
    for pattern in (_STREET_FIRST, _STREET_IN_FRONT):
        for match in pattern.finditer(text):
            yield Kind.ADDRESS, *match.span()
    for match in _BRITISH.finditer(text):
        if match["area"] in UK_AREAS:
            yield Kind.POSTCODE, *match.span()
    for match in _AMERICAN.finditer(text):
        if match["state"] in STATES:
            yield Kind.POSTCODE, match.start("state"), match.end()


def _words_of(name: str) -> list[str]:
    return [word.strip(",") for word in name.split()]


def _is_capital(word: str) -> bool:
    return word[:1].isupper()


def _reads_as_name(name: str, *, fewest: int) -> bool:
    words = [word.removesuffix("'s") for word in _words_of(name)]
    lead = [word for word in words if _is_capital(word)]
    if len(lead) < fewest or not _is_capital(words[0]):
        return False
    if words[0] in FIGURES_OF_SPEECH or not any(len(word) > 1 and "." not in word for word in lead):
        return False
    return not any(word.lower() in NO_NAMES for word in lead)


def _end_of_name(match: re.Match[str]) -> int:
    """Where the capital words of it end: what follows a name is no part of it."""
    words = match["name"].split(" ")
    if len(words) > 1 and not _is_capital(words[-1]):
        return match.end() - len(words[-1]) - 1
    return match.end()
