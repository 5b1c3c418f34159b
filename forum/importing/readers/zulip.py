"""Reads what the zulip-archive tool writes: a folder for each stream, a file for each topic, words as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from forum.importing.readers.charsets import clean
from forum.importing.readers.html_text import text_of_html
from forum.importing.readers.json_files import (
    Unreadable,
    dict_of,
    line_of,
    list_in,
    moment_of,
    number_of,
    read_json,
    text_of,
)
from forum.importing.readers.packed_files import PackedFiles
from forum.importing.readers.zulip_html import answered_in, straightened
from forum.importing.talk_records import Channel, LeftOutRecord, Record, TalkAuthor, TalkRecord

INDEX = "stream_index.json"
TOPIC_FILE = re.compile(r"(?P<root>(?:.*/)?)(?P<stream>(?P<id>\d{1,18})-[^/]*)/(?P<topic>[^/]+)\.json")

_ENCODED = re.compile(rb"\.([0-9A-Fa-f]{2})")
_DELETED = "(deleted)"


def read_zulip(files: PackedFiles, root: str, *, now: datetime) -> Iterator[Record]:
    """Every message below the folder `root` ("" or ending in "/"), stream by stream, topic by topic."""
    names = _names_of_streams(files, root)
    ordinal = 0
    for path in sorted([*files.places, *files.unread]):
        found = TOPIC_FILE.fullmatch(path)
        if found is None or found["root"] != root:
            continue
        channel = _channel(found["stream"], found["id"], names)
        topic = _decoded(found["topic"])
        messages, problem = list_in(files, path)
        if messages is None:
            ordinal += 1
            yield LeftOutRecord(ordinal, problem, f"#{channel.name} > {topic}"[:120])
            continue
        for message in messages:
            ordinal += 1
            yield _message(message, ordinal, channel, topic, now)


def _names_of_streams(files: PackedFiles, root: str) -> dict[str, str]:
    """The streams' own names by id; none where the index is missing or broken, for the folders have names too."""
    try:
        index = dict_of(read_json(files.read(root + INDEX))) if root + INDEX in files.places else {}
    except Unreadable:
        return {}
    streams = dict_of(index.get("streams"))
    return {str(dict_of(facts).get("id")): line_of(name, 150) for name, facts in streams.items()}


def _channel(folder: str, stream_id: str, names: dict[str, str]) -> Channel:
    name = names.get(stream_id) or _decoded(folder.partition("-")[2]) or folder
    return Channel(key=f"zulip:{stream_id}:{name}", name=name)


def _decoded(name: str) -> str:
    """A name as it was before it became one of a file: `.XX` stands for a byte."""
    raw = _ENCODED.sub(lambda found: bytes([int(found[1], 16)]), name.encode("utf-8", "replace"))
    return " ".join(clean(raw.decode("utf-8", "replace")).split())[:150]


def _message(
    message: Any, ordinal: int, channel: Channel, topic: str, now: datetime
) -> TalkRecord | LeftOutRecord:
    said = dict_of(message)
    html, moment, number = text_of(said.get("content")), moment_of(said.get("timestamp"), now), said.get("id")
    headline = f"#{channel.name} > {topic}: {text_of_html(html[:1000])}".replace("\n", " ")[:120]
    name = line_of(said.get("sender_full_name"), 150)
    if number_of(number) is None or not isinstance(number, int) or not 0 < number < 10**18:
        return LeftOutRecord(ordinal, _("It has no number, so it could not be known again."), headline)
    if moment is None:
        return LeftOutRecord(
            ordinal, _("It does not say when it was written, or a time that cannot be."), headline
        )
    if not name:
        return LeftOutRecord(ordinal, _("It does not say who wrote it."), headline)
    if text_of_html(html) == _DELETED:
        return LeftOutRecord(ordinal, _("They were deleted there."), headline, is_one_of_many=True)
    return TalkRecord(
        ordinal=ordinal,
        key=f"zulip:{number}:{int(moment.timestamp())}",
        name=str(number),
        channel=channel,
        topic=topic,
        author=TalkAuthor(f"zulip~{name.casefold()}", name),
        said_at=moment,
        html=straightened(html),
        headline=headline,
        rank=number,
        answers=answered_in(html),
    )
