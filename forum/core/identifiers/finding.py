"""All that could identify a patient in a text, each stretch once."""

from __future__ import annotations

from collections.abc import Iterator

from forum.core.identifiers.dates import Found, ages_in, dates_in
from forum.core.identifiers.kinds import Kind, Sighting
from forum.core.identifiers.known import without_known
from forum.core.identifiers.numbers import phones_in, records_in, socials_in
from forum.core.identifiers.people import mail_in, names_in, places_in
from forum.core.identifiers.plain import readings

MOST_SIGHTINGS = 50  # more tell nobody more


def sightings_in(source: str) -> list[Sighting]:
    """What was seen, in the order of the text, never two that overlap; at most `MOST_SIGHTINGS`.

    Pure, and in time that grows with the length of the text. It errs: what it sees is asked about, not decided.
    """
    taken: list[Found] = []
    covered = bytearray(len(source))
    for read in readings(source):
        for kind, start, end in _found(without_known(read.text)):
            from_, until = read.span(start, end)
            if not any(covered[from_:until]):
                covered[from_:until] = b"\x01" * (until - from_)
                taken.append((kind, from_, until))
    taken.sort(key=lambda found: found[1])
    return [Sighting(kind, start, end, source[start:end]) for kind, start, end in taken[:MOST_SIGHTINGS]]


def kinds_in(sightings: list[Sighting]) -> list[Kind]:
    """The kinds that were seen, each once, in the order of `Kind`."""
    seen = {sighting.kind for sighting in sightings}
    return [kind for kind in Kind if kind in seen]


def _found(text: str) -> Iterator[Found]:
    """Those that say more of a stretch come first."""
    names = list(names_in(text))
    spans = [(start, end) for _kind, start, end in names]
    yield from mail_in(text)
    yield from records_in(text)
    yield from socials_in(text)
    yield from dates_in(text, spans)
    yield from names
    yield from phones_in(text)
    yield from places_in(text)
    yield from ages_in(text, spans)
