"""Headers are read in whatever charset and shape they come; subjects lose what lists and programs add."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from forum.importing.readers.charsets import decode
from forum.importing.readers.headers import decode_words, message_ids
from forum.importing.readers.subjects import clean_subject, is_marked_reply, list_tag_of
from tests.forum.importing.mails import NOW, headed, mail, mails_of


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("plain", "plain"),
        ("=?utf-8?q?caf=C3=A9?=", "café"),
        ("=?ISO-8859-1?Q?caf=E9?= au lait", "café au lait"),
        ("=?utf-8?b?w6k=?=   =?utf-8?b?w6k=?=", "éé"),
        ("=?utf-8?b?w6k=?= and =?utf-8?q?x?=", "é and x"),
        ("=?utf-8?b?4oI=?= =?utf-8?b?rA==?=", "€"),
        ("=?windows-1252?Q?=93a=94?=", "“a”"),
        ("=?cp1253?Q?=E1?=", "α"),
        ("=?windows-1255?Q?=E0?=", "א"),
        ("=?iso-8859-2?Q?=B1?=", "ą"),
        ("=?gbk?B?1tDOxA==?=", "中文"),
        ("=?utf-8*en?q?a?=", "a"),
        ("=?punycode?q?a-b?=", "a-b"),
        ("=?zlib?q?a?=", "a"),
        ("=?utf-8?q?=FF?=", "ÿ"),
        ("=?utf-8?b?!!!?=", ""),
        ("=?utf-8?x?a?=", "=?utf-8?x?a?="),
        ("=?utf-7?q?+2AA-?=", "+2AA-"),
    ],
)
def test_encoded_words_are_decoded_as_far_as_they_can(value: str, text: str) -> None:
    assert (
        decode_words(value).replace("\ufffd", "") in {text, ""}
        if "utf-7" in value
        else decode_words(value) == text
    )


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        (b"caf\xe9", None, "café"),
        (b"caf\xc3\xa9", None, "café"),
        (b"caf\xc3\xa9\ncaf\xe9\n", None, "café\ncafé\n"),
        (b"caf\xc3\xa9", "us-ascii", "café"),
        (b"caf\xc3\xa9", "iso-8859-1", "café"),
        (b"\x93caf\xe9\x94", "iso-8859-1", "“café”"),
        (b"caf\xe9", "utf-8", "café"),
        (b"caf\xe9", "x-unknown", "café"),
        (b"a\x00b\x1bc", "utf-8", "abc"),
        (b"", "utf-8", ""),
    ],
)
def test_bytes_are_believed_more_than_their_label(data: bytes, charset: str | None, text: str) -> None:
    assert decode(data, charset) == text


def test_folded_raw_and_repeated_fields_are_read(tmp_path: Path) -> None:
    head = (
        b"from: ann at clinic.example (Jos\xe9)\nSUBJECT: =?utf-8?q?a_long?=\n =?utf-8?q?er_one?=\n"
        b"Date: Fri, 11 Nov 2005 12:16:11 +0100\nReferences: <a@x.example>\n\t<b@x.example>\n"
        b"this is no field\nIn-Reply-To: Your message of Monday <b@x.example>\n"
    )
    (record,) = mails_of(tmp_path, mail(head=head))
    assert (record.sender.name, record.subject) == ("José", "a longer one")
    assert (record.references, record.in_reply_to) == (("a@x.example", "b@x.example"), ("b@x.example",))


def test_ids_are_taken_from_brackets_or_stand_alone() -> None:
    assert message_ids("<a@x> noise <b@x> <a@x>") == ("a@x", "b@x")
    assert message_ids("<\n a@x>") == ()
    assert message_ids("a@x.example") == ("a@x.example",)
    assert message_ids("message of ann@x.example on Monday") == ()


def test_a_message_without_an_id_gets_the_same_one_every_time(tmp_path: Path) -> None:
    head = headed(Message_ID="")
    first = mails_of(tmp_path, mail(head=head))[0].message_id
    other_separator = b"From x@y.example Sat Nov 12 12:16:11 2005\r\n"
    again = mails_of(tmp_path, mail(head=head, separator=other_separator))[0].message_id
    different = mails_of(tmp_path, mail(b"Something else.\n", head=head))[0].message_id
    assert first == again != different


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        ("Dosage", "Dosage"),
        ("Re: Dosage", "Dosage"),
        ("RE: [My-List] AW: Re[2]: SV: Dosage", "Dosage"),
        ("[My-List]  Dosage", "Dosage"),
        ("[my-list] Re : Dosage", "Dosage"),
        ("Re: [My-List] [PATCH] Dosage", "[PATCH] Dosage"),
        ("回复：Dosage", "Dosage"),
        ("Fwd: WG: Dosage", "Dosage"),
        ("Results: what now?", "Results: what now?"),
        ("Re:", ""),
        ("Re: " * 20 + "Dosage", "Dosage"),
    ],
)
def test_subjects_lose_what_was_put_in_front(raw: str, subject: str) -> None:
    assert clean_subject(raw, "my-list") == subject


def test_the_list_s_tag_is_what_most_subjects_begin_with() -> None:
    assert list_tag_of(["[L-meta] a", "Re: [L-meta] b", "[L-Meta] c", "d"]) == "l-meta"
    assert list_tag_of(["[L-meta] a", "b", "c", "d"]) is None
    assert list_tag_of(["[L-meta] a", "[L-meta] b"]) is None
    assert list_tag_of(["[PATCH] a", "[PATCH] b", "[PATCH] c"]) is None


def test_only_replies_are_marked_replies() -> None:
    marked = ["Re: a", "[l] RE: a", "AW: a", "[x] [y] re[3]: a"]
    unmarked = ["a", "[l] a", "Fwd: a", "Regarding: a", ""]
    assert [is_marked_reply(raw) for raw in marked + unmarked] == [True] * 4 + [False] * 5


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("Fri, 11 Nov 2005 12:16:11 +0100", datetime(2005, 11, 11, 11, 16, 11, tzinfo=UTC)),
        ("Fri, 11 Nov 2005 09:28:40 -0800 (PST)", datetime(2005, 11, 11, 17, 28, 40, tzinfo=UTC)),
        ("11 Nov 05 12:16 EST", datetime(2005, 11, 11, 17, 16, tzinfo=UTC)),
        ("Fri, 11 Nov 2005 12:16:11 +9900", datetime(2005, 11, 11, 12, 16, 11, tzinfo=UTC)),
        ("Fri, 11 Nov 2005 12:16:60 -0000", datetime(2005, 11, 11, 12, 16, 59, tzinfo=UTC)),
        ("", datetime(2005, 11, 11, 12, 16, 11, tzinfo=UTC)),
        ("yesterday", datetime(2005, 11, 11, 12, 16, 11, tzinfo=UTC)),
        ("Fri, 31 Feb 2005 12:16:11 +0100", datetime(2005, 11, 11, 12, 16, 11, tzinfo=UTC)),
        ("Fri, 11 Nov 2033 12:16:11 +0100", datetime(2005, 11, 11, 12, 16, 11, tzinfo=UTC)),
        ("Thu, 01 Jan 1970 00:00:00 +0000", datetime(2005, 11, 11, 12, 16, 11, tzinfo=UTC)),
        ("Fri, 11 Nov 99999999999 12:16:11", datetime(2005, 11, 11, 12, 16, 11, tzinfo=UTC)),
    ],
)
def test_the_date_is_the_first_credible_one(tmp_path: Path, date: str, expected: datetime) -> None:
    (record,) = mails_of(tmp_path, mail(head=headed(Date=date)))
    assert record.sent_at == expected


def test_without_any_date_a_message_takes_its_neighbour_s(tmp_path: Path) -> None:
    dateless = b"From x@y.example Thu Jan  1 00:00:00 1970\n"
    archive = mail() + mail(head=headed(Date="", Message_ID="<2@x>"), separator=dateless)
    first, second = mails_of(tmp_path, archive)
    assert second.sent_at == first.sent_at < NOW


def test_received_stamps_tell_when_neither_date_nor_separator_does(tmp_path: Path) -> None:
    dateless = b"From x@y.example Thu Jan  1 00:00:00 1970\n"
    head = headed(Date="", Received="from a by b; Sat, 12 Nov 2005 01:00:00 +0000")
    (record,) = mails_of(tmp_path, mail(head=head, separator=dateless))
    assert record.sent_at == datetime(2005, 11, 12, 1, tzinfo=UTC)
