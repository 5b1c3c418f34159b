"""Sees which chat an archive comes from, and reads it accordingly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from forum.importing.models import ImportRun
from forum.importing.readers import slack, zulip
from forum.importing.readers.packed_files import first_names, unpacked
from forum.importing.records import NotAnArchive
from forum.importing.talk_records import Record

_ASIDE = "__MACOSX/"  # a second, empty set of files that one system packs beside the first

Format = ImportRun.Format


def format_of(file: BinaryIO) -> ImportRun.Format:
    """What an open archive is, by the names of its first files. Raises NotAnArchive, with a sentence, for all else."""
    names = []
    for name in first_names(file):
        names.append(name)
        if _is_telling(name):
            break
    return _judged(names)[0]


def _is_telling(name: str) -> bool:
    if name.rpartition("/")[2] in {zulip.INDEX, slack.CHANNELS}:
        return True
    return zulip.TOPIC_FILE.fullmatch(name) is not None and slack.DAY_FILE.fullmatch(name) is None


def read_chat(path: Path, *, now: datetime) -> Iterator[Record]:
    """Everything that an archive holds, in the order of its files. Raises NotAnArchive, with a sentence; nothing else
    that a file holds raises.
    """
    with unpacked(path) as files:
        found, root = _judged([*files.places, *files.unread])
        yield from _READERS[found](files, root, now=now)


def _judged(names: Iterable[str]) -> tuple[ImportRun.Format, str]:
    """The kind of archive, and the folder in it where it begins."""
    shown = [name for name in names if not name.startswith(_ASIDE)]
    for format_, sign in ((Format.ZULIP, zulip.INDEX), (Format.SLACK, slack.CHANNELS)):
        roots = [name.removesuffix(sign) for name in shown if name == sign or name.endswith(f"/{sign}")]
        if roots:
            return format_, min(roots, key=lambda root: (root.count("/"), root))
    topics = (zulip.TOPIC_FILE.fullmatch(name) for name in shown)
    first = next((topic for topic in topics if topic is not None), None)
    if first is not None:
        return Format.ZULIP, first["root"]
    days = (slack.DAY_FILE.fullmatch(name) for name in shown)
    if any(days):
        raise NotAnArchive(
            _("This looks like an export of Slack, but its list of channels (channels.json) is missing.")
        )
    raise NotAnArchive(
        _(
            "This is neither an archive of Zulip streams (with stream_index.json) nor an export of a Slack workspace "
            "(with channels.json). Choose it packed, as it was exported."
        )
    )


_READERS = {Format.ZULIP: zulip.read_zulip, Format.SLACK: slack.read_slack}
