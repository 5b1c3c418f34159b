"""Decides, before anything is written, which message goes into which room, under what heading, in what portions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from forum.importing.talk import Gathered, Line
from forum.importing.talk_records import Channel

MOST_LINES = 250
MOST_BYTES = 4 * 1024**2  # of words held in memory at a time


@dataclass(frozen=True, slots=True)
class Headed:
    """A line with the words that stand above it: where the topic, or the channel, is another one than before."""

    line: Line
    heading: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines that go into one room in this order: that of a channel, or the one that was chosen (None)."""

    channel: Channel | None
    lines: tuple[Headed, ...]


def stretches_by_channel(found: Gathered) -> list[Stretch]:
    """A stretch for each channel, in the order in which they began."""
    by_channel: dict[str, list[Line]] = {}
    for line in found.lines:
        by_channel.setdefault(line.channel.key, []).append(line)
    return [Stretch(lines[0].channel, tuple(_headed(lines, _topic))) for lines in by_channel.values()]


def stretch_of_all(found: Gathered) -> list[Stretch]:
    """Everything in one stretch by time, with the channel above where it is another one than before."""
    return [Stretch(None, tuple(_headed(found.lines, _channel_and_topic)))] if found.lines else []


def portions(stretches: Collection[Stretch], known: Collection[str]) -> Iterator[Stretch]:
    """What is still to be written, at most `MOST_LINES` lines and `MOST_BYTES` of one room at a time.

    `known` may grow meanwhile.
    """
    for stretch in stretches:
        part: list[Headed] = []
        size = 0
        for headed in stretch.lines:
            if headed.line.key in known:
                continue
            if part and (len(part) == MOST_LINES or size + headed.line.length > MOST_BYTES):
                yield Stretch(stretch.channel, tuple(part))
                part, size = [], 0
            part.append(headed)
            size += headed.line.length
        if part:
            yield Stretch(stretch.channel, tuple(part))


def _headed(lines: list[Line], heading_of: Callable[[Line], str]) -> Iterator[Headed]:
    before = ""
    for line in lines:
        heading = heading_of(line)
        yield Headed(line, heading if heading != before else "")
        before = heading


def _topic(line: Line) -> str:
    return line.topic


def _channel_and_topic(line: Line) -> str:
    return f"#{line.channel.name} › {line.topic}" if line.topic else f"#{line.channel.name}"
