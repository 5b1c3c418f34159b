"""However damaged an archive is, reading it ends, and ends with a record for everything in it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from forum.importing.readers.mbox import read_mbox
from forum.importing.records import MailRecord, NotAnArchive, UnreadableRecord
from tests.forum.importing.mails import NOW, headed, mail, packed
from tests.forum.importing.test_reader_bodies import CALENDAR, FOOTER, HTML, PLAIN, multipart, part

FORWARDED = part("message/rfc822", b"Subject: in\n\n" + PLAIN)
ALTERNATIVE = headed(Content_Type="multipart/alternative; boundary=B")
SIGNED = headed(Content_Type='multipart/signed; boundary="B"')
ENCODED = headed(Content_Type="text/plain; charset=utf-8", Content_Transfer_Encoding="base64")
FLOWED = headed(Content_Type="text/plain; format=flowed; delsp=yes; charset*=x''y")
ARCHIVE = (
    mail()
    + mail(multipart(PLAIN, HTML, CALENDAR), head=ALTERNATIVE)
    + mail(multipart(PLAIN, FORWARDED, FOOTER), head=SIGNED)
    + mail(b"R3L8w59l\n", head=ENCODED)
    + mail(b"a \nb=C3=\n", head=FLOWED)
    + mail(head=headed(From="@nn @end|ng |rom ex@mp|e (=?gbk?B?1tDOxA==?=)", References="<a@x> <b@x>"))
)
PIECES = [
    b"From ", b">From ", b"\n\n", b"\r", b"--B", b"--B--", b"=?utf-8?b?", b"?=", b"\x00", b"\xff\xfe", b"<",
    b'"', b"<!", b"Content-Type: ", b"multipart/mixed; boundary=", b"message/rfc822", b"filename*0*=",
    b"charset=utf-16", b"charset=idna", b"(" * 40, b"Date: Fri, 99 Nov", b"Content-Disposition: ", b"Subject: ",
    b"From x@y.example  Fri Nov 11 12:16:11 2005\n", b"message/external-body; access-type=x",
    b"&#xD800;", b"message/delivery-status", b"text/html\n\n<![CDATA[", b"multipart/digest; boundary=B",
    b"Content-Transfer-Encoding: x-uuencode\n\nbegin 666 x\n",
]  # fmt: skip
CHANGES = st.lists(
    st.tuples(
        st.integers(0, len(ARCHIVE)),
        st.integers(0, 40),
        st.one_of(st.sampled_from(PIECES), st.binary(max_size=6)),
    ),
    min_size=1,
    max_size=12,
)


def read(archive: bytes) -> list[MailRecord | UnreadableRecord]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive"
        path.write_bytes(archive)
        return list(read_mbox(path, now=NOW))


def is_storable(record: MailRecord | UnreadableRecord) -> bool:
    texts = [record.headline, record.reason] if isinstance(record, UnreadableRecord) else _texts(record)
    return all("\x00" not in text and text == text.encode("utf-8", "replace").decode() for text in texts)


def _texts(record: MailRecord) -> list[str]:
    names = [file.name for file in record.attachments]
    ids = [record.message_id, *record.in_reply_to, *record.references]
    return [record.subject, record.sender.name, record.sender.address or "", record.body, *names, *ids]


def changed(changes: list[tuple[int, int, bytes]]) -> bytes:
    archive = ARCHIVE
    for at, length, piece in changes:
        archive = archive[:at] + piece + archive[at + length :]
    return archive


@settings(max_examples=300, deadline=None)
@given(CHANGES)
def test_a_damaged_archive_is_read_to_its_end(changes: list[tuple[int, int, bytes]]) -> None:
    archive = changed(changes)
    try:
        records = read(archive)
    except NotAnArchive as refusal:
        assert refusal.sentence.endswith((".", "”."))
        return
    assert [record.ordinal for record in records] == list(range(1, len(records) + 1))
    assert all(is_storable(record) for record in records)
    mails = [record for record in records if isinstance(record, MailRecord)]
    if len(mails) == len(records):
        ends = [record.offset + record.length for record in mails]
        assert [*(record.offset for record in mails[1:]), len(archive)] == ends


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 400), st.integers(1, 8), st.binary(max_size=8))
def test_a_damaged_packed_archive_is_read_or_refused(at: int, length: int, piece: bytes) -> None:
    whole = packed(ARCHIVE)
    try:
        records = read(whole[:at] + piece + whole[at + length :])
    except NotAnArchive as refusal:
        assert refusal.sentence.endswith((".", "”."))
        return
    assert all(is_storable(record) for record in records)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        read(content)
    except NotAnArchive as refusal:
        assert refusal.sentence
