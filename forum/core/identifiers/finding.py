"""All that could identify a patient in a text, each stretch once."""

from __future__ import annotations

from collections.abc import Iterator

from forum.core.identifiers.dates import Found, ages_in, dates_in
from forum.core.identifiers.kinds import Kind, Sighting
from forum.core.identifiers.known import without_known
from forum.core.identifiers.numbers import phones_in, records_in, socials_in
from forum.core.identifiers.people import mail_in, names_in, places_in
from forum.core.identifiers.plain import plain

MOST_SIGHTINGS = 50  # more tell nobody more


def sightings_in(source: str) -> list[Sighting]:
    """What was seen, in the order of the text, never two that overlap; at most `MOST_SIGHTINGS`.

    Pure, and in time that grows with the length of the text. It errs: what it sees is asked about, not decided.
    """
    read = plain(source)
    taken: list[Found] = []
    covered = bytearray(len(read.text))
    for kind, start, end in _found(without_known(read.text)):
        if not any(covered[start:end]):
            covered[start:end] = b"\x01" * (end - start)
            taken.append((kind, start, end))
    seen = []
    for kind, start, end in sorted(taken, key=lambda found: found[1])[:MOST_SIGHTINGS]:
        from_, until = read.span(start, end)
        seen.append(Sighting(kind, from_, until, source[from_:until]))
    return seen


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
