"""Reads the export of a Slack workspace: a folder for each channel, a file for each day, people by their ids."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.importing.readers.json_files import (
    Unreadable,
    dict_of,
    line_of,
    list_in,
    moment_of,
    read_list,
    text_of,
)
from forum.importing.readers.packed_files import PackedFiles
from forum.importing.readers.slack_parts import html_of_files, html_of_previews, reactions_of
from forum.importing.readers.slack_people import People
from forum.importing.readers.slack_subtypes import SPOKEN, reason_for
from forum.importing.readers.slack_words import Names, html_of
from forum.importing.records import NotAnArchive
from forum.importing.talk_records import Channel, LeftOutRecord, Record, Remark, TalkRecord

CHANNELS, USERS = "channels.json", "users.json"
DAY_FILE = re.compile(r"(?P<root>(?:.*/)?)(?P<folder>[^/]+)/\d{4}-\d{2}-\d{2}\.json")


@dataclass(slots=True)
class _Workspace:
    """What must be known to read a message: who is who, which channel is which."""

    people: People
    channels: dict[str, Channel]
    names: Names
    now: datetime
    unknown_signs: Counter[str] = field(default_factory=Counter)


def read_slack(files: PackedFiles, root: str, *, now: datetime) -> Iterator[Record]:
    """Every message of the public channels below the folder `root` ("" or ending in "/"), by channel and day."""
    workspace = _workspace(files, root, now)
    ordinal, private = 0, set()
    for path in sorted([*files.places, *files.unread]):
        found = DAY_FILE.fullmatch(path)
        if found is None or found["root"] != root:
            continue
        channel = workspace.channels.get(found["folder"])
        if channel is None:
            private.add(found["folder"])
            continue
        messages, problem = list_in(files, path)
        if messages is None:
            ordinal += 1
            yield LeftOutRecord(ordinal, problem, f"#{channel.name}, {path.rpartition('/')[2]}"[:120])
            continue
        for message in messages:
            ordinal += 1
            yield _message(dict_of(message), ordinal, channel, workspace)
    yield from _remarks(workspace, private)


def _workspace(files: PackedFiles, root: str, now: datetime) -> _Workspace:
    try:
        listed = _rows_of(files, root + CHANNELS)
    except Unreadable as unreadable:
        raise NotAnArchive(
            _("The list of channels in this export (channels.json) cannot be read.")
        ) from unreadable
    try:
        users = _rows_of(files, root + USERS)
    except Unreadable:
        users = []
    channels = {}
    for row in listed:
        name, key = line_of(row.get("name"), 80), line_of(row.get("id"), 40)
        if name:
            purpose = line_of(dict_of(row.get("purpose")).get("value"), 500)
            channels[name] = Channel(key=f"slack:{key or name}", name=name, purpose=purpose)
    people = People(users)
    by_id = {line_of(row.get("id"), 40): line_of(row.get("name"), 80) for row in listed}
    return _Workspace(people, channels, Names(people.names, by_id), now)


def _rows_of(files: PackedFiles, path: str) -> list[dict[str, Any]]:
    """The rows of one of the export's lists; none where it is missing. Raises Unreadable."""
    if path in files.unread:
        raise Unreadable(files.unread[path])
    rows = read_list(files.read(path)) if path in files.places else []
    return [row for row in rows if isinstance(row, dict)]


def _message(
    said: dict[str, Any], ordinal: int, channel: Channel, workspace: _Workspace
) -> TalkRecord | LeftOutRecord:
    subtype = line_of(said.get("subtype"), 40)
    stamp, moment = line_of(said.get("ts"), 40), moment_of(said.get("ts"), workspace.now)
    headline = f"#{channel.name}: {text_of(said.get('text'), 1000)}".replace("\n", " ")[:120]
    if moment is None:
        return LeftOutRecord(
            ordinal, _("It does not say when it was written, or a time that cannot be."), headline
        )
    if subtype not in SPOKEN:
        return LeftOutRecord(ordinal, reason_for(subtype), headline, is_one_of_many=True)
    author = workspace.people.author_of_message(said)
    if author is None:
        return LeftOutRecord(ordinal, _("It does not say who wrote it."), headline)
    reactions, unknown = reactions_of(said, workspace.people.author)
    workspace.unknown_signs.update(unknown)
    thread = line_of(said.get("thread_ts"), 40)
    return TalkRecord(
        ordinal=ordinal,
        key=f"{channel.key}:{stamp}",
        name=f"{channel.key}:{stamp}",
        channel=channel,
        topic="",
        author=author,
        said_at=moment,
        html=_html(said, subtype, workspace.names),
        headline=headline,
        edited_at=moment_of(dict_of(said.get("edited")).get("ts"), workspace.now),
        answers=f"{channel.key}:{thread}" if thread and thread != stamp else None,
        reactions=tuple(reactions),
    )


def _html(said: dict[str, Any], subtype: str, names: Names) -> str:
    words = text_of(said.get("text"))
    if subtype == "file_share" and "file" in said:  # old exports say in words what the file says better
        words = text_of(dict_of(dict_of(said.get("file")).get("initial_comment")).get("comment"))
    if subtype == "file_comment":
        words = text_of(dict_of(said.get("comment")).get("comment")) or words
    html = html_of(words, names) if words.strip() else ""
    if subtype == "me_message" and html:
        html = f"<em>{html}</em>"
    return html + html_of_files(said) + html_of_previews(said, names)


def _remarks(workspace: _Workspace, private: set[str]) -> Iterator[Remark]:
    if workspace.unknown_signs:
        signs = ", ".join(f":{sign}: {count}" for sign, count in workspace.unknown_signs.most_common(12))
        number = workspace.unknown_signs.total()
        headline = ngettext("%d reaction", "%d reactions", number) % number
        yield Remark(headline, _("There is no reaction here that says the same: %s.") % signs)
    if private:
        reason = _("They are not in the list of public channels. What was said in private stays out.")
        yield Remark(ngettext("%d folder", "%d folders", len(private)) % len(private), reason)
