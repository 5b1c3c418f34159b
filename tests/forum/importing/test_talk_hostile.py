"""Archives that would fill memory or disk, reach outside, or run something are refused or come in harmless."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.chat.models import Message
from forum.communities.models import Community
from forum.core.verdicts import Invalid
from forum.importing.actions.talk_runs import open_local_talk_import
from forum.importing.models import ImportRun
from forum.importing.readers import json_files, packed_files
from forum.importing.readers.chats import read_chat
from forum.importing.readers.slack_parts import html_of_previews
from forum.importing.readers.slack_words import Names
from forum.importing.readers.zulip_html import MOST_TAGS, straightened
from forum.importing.records import NotAnArchive
from forum.importing.talk_records import LeftOutRecord, TalkRecord
from forum.people.models import Person
from tests.forum.importing.chats import ZULIP, slack, slack_message, tarred, zipped, zulip_message
from tests.forum.importing.conftest import Import

NOW = datetime(2026, 1, 1, tzinfo=UTC)
DAMAGED = "The ZIP file is damaged. Download it again."
NEITHER = "This is neither an archive of Zulip streams"


def refusal(folder: Path, archive: bytes) -> str:
    path = folder / "a"
    path.write_bytes(archive)
    with pytest.raises(NotAnArchive) as refused:
        list(read_chat(path, now=NOW))
    return refused.value.sentence


def _entry(name: str, kind: bytes, **fields: Any) -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w", format=tarfile.GNU_FORMAT) as archive:
        entry = tarfile.TarInfo(name)
        entry.type = kind
        for field, value in fields.items():
            setattr(entry, field, value)
        archive.addfile(entry)
    return content.getvalue()


@pytest.mark.parametrize(
    ("archive", "sentence"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7 and so on", "This is not an archive of a chat but a PDF document."),
        (b"Dear all,\n" * 100, "This is no ZIP or tar file, or it is damaged."),
        (b"PK\x03\x04" + b"x" * 200, DAMAGED),
        (zipped(ZULIP)[:-30], DAMAGED),
        (tarred(ZULIP)[:-60], "The packed file is damaged. Download it again."),
        (zipped({"a.txt": b"x", "b.json": []}), NEITHER),
        (zipped({}), NEITHER),
        (zipped({"general/2020-09-13.json": []}), "This looks like an export of Slack, but its list of channels"),
        (zipped(slack() | {"channels.json": b"{"}), "The list of channels in this export (channels.json) cannot"),
        (zipped(ZULIP | {"../../etc/x.json": []}), "This archive names files outside of its own folder"),
        (tarred(ZULIP | {"/etc/x.json": []}), "This archive names files outside of its own folder"),
        (zipped(ZULIP | {"a\\..\\x.json": []}), "This archive names files outside of its own folder"),
        (_entry("n", tarfile.XHDTYPE, size=2**31), "This archive is damaged: the name of a file"),
        (_entry("n", tarfile.GNUTYPE_LONGNAME, size=2**31), "This archive is damaged: the name of a file"),
    ],
)  # fmt: skip
def test_what_is_no_archive_is_refused_in_a_sentence(tmp_path: Path, archive: bytes, sentence: str) -> None:
    assert refusal(tmp_path, archive).startswith(sentence)


def test_an_archive_that_grows_beyond_measure_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = {f"1-s/{number}.json": b" " * 1000 for number in range(30)}
    monkeypatch.setattr(packed_files, "LARGEST_UNPACKED", 20_000)
    assert refusal(tmp_path, zipped(many)).startswith("Unpacked, this archive is larger than 2 GB.")
    monkeypatch.setattr(packed_files, "MOST_FILES", 20)
    assert refusal(tmp_path, zipped(many)) == "This archive holds more than 20 files. Split it."


def test_a_list_of_files_that_would_fill_the_memory_is_not_read(tmp_path: Path) -> None:
    whole = zipped(ZULIP)
    end = len(whole) - 22
    lying = whole[: end + 12] + struct.pack("<L", 2**31) + whole[end + 16 :]
    larger = whole[:end] + b"PK\x06\x07" + b"\0" * 16 + whole[end:]
    for archive in lying, larger:
        assert refusal(tmp_path, archive).startswith("This ZIP file lists more files than an export has.")


def test_a_locked_archive_is_refused(tmp_path: Path) -> None:
    whole = bytearray(zipped({"1-s/t.json": [zulip_message(1)]}))
    listed = whole.index(b"PK\x01\x02")
    whole[6] |= 1
    whole[listed + 8] |= 1
    assert refusal(tmp_path, bytes(whole)).startswith("This archive is locked with a password.")


def records_of(folder: Path, archive: bytes) -> list[Any]:
    path = folder / "a"
    path.write_bytes(archive)
    return list(read_chat(path, now=NOW))


def test_one_file_too_large_or_too_intricate_is_left_out_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed_files, "LARGEST_FILE", 2_000)
    monkeypatch.setattr(json_files, "MOST_PARTS", 50)
    files = {
        "1-s/bomb.json": b"[" + b" " * 100_000 + b"]", "1-s/deep.json": b"[" * 1_000, "1-s/nan.json": b"[NaN, 1e999]",
        "1-s/good.json": [zulip_message(1)], "1-s/number.json": b"1" * 30,
    }  # fmt: skip
    for pack in zipped, tarred:
        found = records_of(tmp_path, pack(files))
        assert [each.reason for each in found if isinstance(each, LeftOutRecord)] == [
            "This file is larger than 32 MB.", "This file holds more parts than can be read at once.",
            *["It has no number, so it could not be known again."] * 2,
            "This file holds no list of messages.",
        ]  # fmt: skip
        assert [each.name for each in found if isinstance(each, TalkRecord)] == ["1"]


def test_files_packed_in_rare_ways_and_links_are_not_followed(tmp_path: Path) -> None:
    found = records_of(tmp_path, zipped({"1-s/t.json": [zulip_message(1)]}, method=zipfile.ZIP_LZMA))
    assert [each.reason for each in found] == ["This file is damaged in the archive."]
    link = _entry("1-s/passwd.json", tarfile.SYMTYPE, linkname="/etc/passwd")[:512]
    found = records_of(tmp_path, link + tarred(ZULIP, packed=False))
    assert [each.name for each in found if isinstance(each, TalkRecord)] == ["3", "1", "2", "5", "6"]


@pytest.mark.parametrize(
    "content",
    [
        "<script>alert(1)</script>hi", '<img src=x onerror="alert(1)">', '<a href="javascript:alert(1)">x</a>',
        '<p onclick="x">y</p>', '<svg onload=alert(1)>', '<iframe src="https://a.example"></iframe>',
        '<a href="/user_uploads/../../stewards/">x</a>', "<" * 20_000, "<b>" * 20_000, "<![CDATA[x", "\x00\ud800 x",
        '<span class="emoji emoji-110000000">x</span>', '<span class="emoji emoji-d800">x</span>',
        '<span class="katex"><annotation><script>x</script></annotation></span>',
        '<div class="message_embed"><a href="https://a.example">x' * 3,
        '<div class="codehilite"><pre>x' * 3,
    ],
)  # fmt: skip
def test_hostile_words_come_in_harmless(community: Community, bring_talk_in: Import, content: str) -> None:
    name = '<img src=x onerror="y">\x00'
    run = bring_talk_in(zipped({"1-<script>/<b>.json": [zulip_message(1, content, by=name)]}))
    assert (run.state, run.imported_count) == ("finished", 1)
    message = Message.objects.select_related("author", "room").get()
    lowered = message.html.lower()
    assert not any(
        bad in lowered
        for bad in ("<script", "<img", "<svg", "<iframe", 'javascript:"', 'href="/', 'href="javascript')
    )
    assert "&lt;b&gt;" in message.html and message.author.display_name.startswith("<img src=x")


@pytest.mark.parametrize("tag", ['<span class="katex"><annotation>x', '<span class="emoji">x', "<a>x"])
def test_tags_within_tags_take_no_time_to_speak_of(tag: str) -> None:
    began = time.monotonic()
    straightened(tag * (MOST_TAGS // tag.count("<")))
    assert time.monotonic() - began < 5


def test_of_endless_boxes_at_a_message_some_come_in() -> None:
    box = {"pretext": "\n" * 90_000, "text": "Said by a program. " * 4_000, "title": "A box"}
    names = Names({}, {})
    assert 76_000 < len(html_of_previews({"attachments": [box] * 20}, names)) < 700_000
    assert html_of_previews({"attachments": [{"text": "a"}] * 20}, names).count("<blockquote>") == 20


def test_hostile_marks_of_slack_come_in_harmless(community: Community, bring_talk_in: Import) -> None:
    texts = [
        "<javascript:alert(1)|x>", "&lt;script&gt;alert(1)&lt;/script&gt;", '<https://a.example/"onclick="x|y>',
        "*" * 30_000, "_*~" * 10_000, "<" * 30_000, "`" * 30_000, "&gt;" * 30_000, "```" + "<" * 1000, ":a" * 20_000,
    ]  # fmt: skip
    run = bring_talk_in(zipped(slack(*(slack_message(number, text) for number, text in enumerate(texts, 1)))))
    assert (run.state, run.imported_count) == ("finished", len(texts))
    for html in Message.objects.values_list("html", flat=True):
        assert not any(bad in html for bad in ("<script", '"onclick', 'href="javascript'))


def test_a_wrong_file_is_refused_before_it_is_kept(
    community: Community, steward: Person, tmp_path: Path
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"GIF89a")
    with pytest.raises(Invalid, match="This is not an archive of a chat but a picture"):
        open_local_talk_import(importer=steward, community=community, room=None, path=path)
    assert ImportRun.objects.count() == 0


ARCHIVES: list[Callable[[], bytes]] = [
    lambda: zipped(ZULIP, method=zipfile.ZIP_STORED), lambda: tarred(ZULIP, packed=False), lambda: tarred(ZULIP),
    lambda: zipped(slack(slack_message(1, files=[{}], attachments=[{}], reactions=[{"users": [1]}]))),
]  # fmt: skip
PIECES = [
    b"null",
    b"[]",
    b"{}",
    b"[[",
    b'"',
    b"1e999",
    b"-1",
    b"\\ud800",
    b"true",
    b"PK\x05\x06",
    b"..",
    b"\x00",
    b"{",
]


@settings(max_examples=250, deadline=None)
@given(
    st.integers(0, len(ARCHIVES) - 1),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), st.sampled_from(PIECES)), min_size=1, max_size=8),
)
def test_a_damaged_archive_is_read_to_its_end_or_refused(
    which: int, changes: list[tuple[float, int, bytes]]
) -> None:
    archive = ARCHIVES[which]()
    for where, length, piece in changes:
        at = int(where * len(archive))
        archive = archive[:at] + piece + archive[at + length :]
    with tempfile.TemporaryDirectory() as folder:
        try:
            records = records_of(Path(folder), archive)
        except NotAnArchive as refused:
            assert refused.sentence.endswith((".", ")."))
            return
    texts = [
        text
        for each in records
        if isinstance(each, TalkRecord)
        for text in (each.html, each.topic, each.author.name)
    ]
    assert all("\x00" not in text and text == text.encode("utf-8", "replace").decode() for text in texts)


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["id", "content", "timestamp", "sender_full_name", "user", "ts", "text", "subtype", "files",
                         "file", "attachments", "reactions", "name", "users", "profile", "comment", "edited"]),
        inner, max_size=5),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(VALUES, max_size=4), VALUES)
def test_json_of_any_types_is_read(messages: list[Any], other: Any) -> None:
    sound = {"user": "U1", "ts": "1600000001.0", "id": 1, "timestamp": 1600000001, "sender_full_name": "A"}
    mixed = [
        *messages,
        *(sound | each for each in messages if isinstance(each, dict)),
        sound | {"text": other, "file": other},
    ]
    with tempfile.TemporaryDirectory() as folder:
        for files in (
            {"stream_index.json": other, "1-s/t.json": mixed},
            {
                "channels.json": [{"name": "a", "id": "C"}, other],
                "users.json": [other],
                "a/2020-01-01.json": mixed,
            },
        ):
            records_of(Path(folder), zipped(files))


def test_a_bomb_of_gzip_ends_at_two_gigabytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forum.importing.readers.containers.LARGEST_UNPACKED", 100_000)
    bomb = gzip.compress(tarred({"1-s/t.json": b" " * 500_000}, packed=False))
    assert refusal(tmp_path, bomb).startswith("Unpacked, the file is larger than 2 GB.")
