"""An archive is cut exactly at its messages, and whatever is no archive is refused in words."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from forum.importing.readers import containers, mbox
from forum.importing.readers.containers import open_for_jumps
from forum.importing.readers.mail import Surroundings
from forum.importing.readers.mbox import read_mbox, read_mbox_message
from forum.importing.records import MailRecord, NotAnArchive, UnreadableRecord
from tests.forum.importing.mails import HEAD, NOW, SEPARATOR, headed, mail, mails_of, packed, records_of

SEPARATORS = [
    b"From ann at clinic.example  Fri Nov 11 12:16:11 2005\n",
    b"From ann en clinic.example  Fri Nov  4 12:16:11 2005\n",
    b"From @nn @ending from clinic@ex@mple  Fri Nov 11 12:16:11 2005\n",
    b"From @nn @end|ng |rom c||n|c@ex@mp|e  Fri Nov 11 12:16:11 2005\n",
    b"From @@@ m@iii@g oii ciiiic@ex@mpie  Fri Nov 11 12:16:11 2005\n",
    b"From ann@clinic.example Fri Nov 11 12:16:11 2005\n",
    b"From ann@clinic.example Fri Nov 11 12:16 2005\n",
    b"From ann@clinic.example  Fri Nov 11 12:16:11 2005 +0100\n",
    b"From ann@clinic.example Fri Nov 11 12:16:11 CET 2005\n",
    b"From ann@clinic.example Fri Nov 11 12:16:11 +0000 2005\n",
    b"From MAILER-DAEMON Fri Nov 11 12:16:11 2005\r\n",
    b"From - Fri Nov 11 12:16:11 2005\n",
]


@pytest.mark.parametrize("separator", SEPARATORS)
def test_every_form_of_separator_begins_a_message(tmp_path: Path, separator: bytes) -> None:
    archive = mail(b"first\n", separator=separator) + mail(
        b"second\n", head=headed(Message_ID="<two@x.example>"), separator=separator
    )
    assert [record.body for record in mails_of(tmp_path, archive)] == ["first", "second"]


@pytest.mark.parametrize(
    "line",
    [
        b"From what I can tell, this holds.",
        b"From 2 x 2 tables, using escalc",
        b"From Monday to Fri Nov 11 12:16:11 2005",
        b"From: Ann Ek [mailto:ann at clinic.example]",
        b"From ann at clinic.example  Fri Nov 11 12:16:11",
        b"From ann at clinic.example  Fri Nov 11 12:16:11 2005",
        b">From ann at clinic.example  Fri Nov 11 12:16:11 2005",
    ],
)
def test_a_line_of_a_body_that_begins_with_from_does_not_split(tmp_path: Path, line: bytes) -> None:
    (record,) = mails_of(tmp_path, mail(b"I quote:\n\n" + line + b"\nand go on.\n"))
    assert record.body == f"I quote:\n\n{line.removeprefix(b'>').decode()}\nand go on."


def test_escaped_from_lines_lose_one_mark(tmp_path: Path) -> None:
    (record,) = mails_of(tmp_path, mail(b">From a\n>>From b\n> From c\n>from d\n"))
    assert record.body == "From a\n>From b\n> From c\n>from d"


def test_a_message_follows_without_a_blank_line_before_it(tmp_path: Path) -> None:
    archive = SEPARATOR + HEAD + b"\nno end of line" + b"\n" + mail(b"next\n")
    assert [record.body for record in mails_of(tmp_path, archive)] == ["no end of line", "next"]


def test_windows_line_ends_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    archive = b"\xef\xbb\xbf\r\n" + (mail(b"a\nb\n") + mail(b"c\n")).replace(b"\n", b"\r\n")
    assert [record.body for record in mails_of(tmp_path, archive)] == ["a\nb", "c"]


def test_a_message_that_lost_its_header_is_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    broken = b"From ann@clinic.example  Fri Nov 11 12:16:11 2005\n\njust text\n\n"
    first, second, third = records_of(tmp_path, mail() + broken + mail(b"last\n"))
    assert (isinstance(first, MailRecord), isinstance(third, MailRecord)) == (True, True)
    assert second == UnreadableRecord(
        ordinal=2,
        offset=len(mail()),
        reason="The message has no header, so neither its author nor its date is known.",
        headline="From ann@clinic.example  Fri Nov 11 12:16:11 2005",
    )


def test_a_message_over_the_limit_is_left_out_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mbox, "LARGEST_MESSAGE", 2 * 1024**2)
    first, second = records_of(tmp_path, mail(b"x" * 3 * 1024**2 + b"\n") + mail(b"small\n"))
    assert isinstance(first, UnreadableRecord)
    assert (first.headline, first.reason) == (
        "Dosage",
        "The message is 3.0 MB large; at most 8 MB can be imported.",
    )
    assert isinstance(second, MailRecord) and second.body == "small"


def test_reading_can_begin_at_any_message(tmp_path: Path) -> None:
    archive = b"".join(mail(b"%d\n" % i, head=headed(Message_ID=f"<{i}@x.example>")) for i in range(5))
    whole = mails_of(tmp_path, archive)
    path = tmp_path / "archive.mbox"
    for number, record in enumerate(whole):
        rest = list(read_mbox(path, start_offset=record.offset, start_ordinal=record.ordinal, now=NOW))
        assert rest == whole[number:]


@pytest.mark.parametrize("pack", [bytes, packed])
def test_a_single_message_is_read_again_where_it_was_found(tmp_path: Path, pack: type[bytes]) -> None:
    path = tmp_path / "any-name.pdf"
    path.write_bytes(pack(mail(b"one\n") + mail(b">From two\n") + mail(b"three\n")))
    whole = list(read_mbox(path, now=NOW))
    around = Surroundings(list_tag=None, previous=None, now=NOW)
    with open_for_jumps(path) as archive:
        again = [
            read_mbox_message(
                archive, offset=record.offset, length=record.length, ordinal=record.ordinal, around=around
            )
            for record in reversed(whole)
            if isinstance(record, MailRecord)
        ]
    assert again == whole[::-1]


def test_packing_is_told_by_content_and_changes_nothing(tmp_path: Path) -> None:
    archive = mail(b"one\n") + mail(b"two\n")
    assert records_of(tmp_path, packed(archive)) == records_of(tmp_path, archive)


def test_a_packed_file_that_ends_too_early_gives_what_it_has_and_says_so(tmp_path: Path) -> None:
    whole = packed(b"".join(mail(sha256(b"%d" % i).hexdigest().encode() + b"\n") for i in range(400)))
    records = records_of(tmp_path, whole[: len(whole) // 2])
    assert isinstance(records[0], MailRecord)
    assert isinstance(records[-1], UnreadableRecord)
    assert records[-1].reason == (
        "The packed file is damaged here; what follows in it cannot be read. Download it again."
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7\n", "This is not a mail archive but a PDF document."),
        (
            b"PK\x03\x04rest",
            "This is not a mail archive but a ZIP file; unpack it and choose the mbox file in it.",
        ),
        (b"\xff\xd8\xff\xe0rest", "This is not a mail archive but a picture."),
        (packed(packed(mail())), "This is not a mail archive but packed twice; unpack it once."),
        (b"\x1f\x8b\x08\x00broken", "The file is packed with gzip but damaged. Download it again."),
        (
            b"Dear all,\n\nFrom what I can tell",
            "This is not a mail archive: an mbox file begins with a line “From (address) (date)”.",
        ),
        (
            b"\x00" * 5000,
            "This is not a mail archive: an mbox file begins with a line “From (address) (date)”.",
        ),
    ],
)
def test_what_is_no_archive_is_refused_with_a_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    with pytest.raises(NotAnArchive) as refusal:
        records_of(tmp_path, content)
    assert refusal.value.sentence == sentence


def test_a_packed_file_that_grows_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(containers, "LARGEST_UNPACKED", 1024**2)
    with pytest.raises(NotAnArchive, match="larger than 2 GB"):
        records_of(tmp_path, packed(mail(b"\n" * 8 * 1024**2)))
