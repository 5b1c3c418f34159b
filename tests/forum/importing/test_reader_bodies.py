"""Of a message's many parts the forum shows the text and keeps the files."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import pytest

from forum.importing.readers import bodies
from forum.importing.readers.attachment_names import distinct_names, file_name
from forum.importing.readers.flowed import unflow
from forum.importing.records import AttachmentRecord, UnreadableRecord
from tests.forum.importing.mails import headed, mail, mime_mail, records_of


def multipart(*parts: bytes) -> bytes:
    return b"preamble\n" + b"".join(b"--B\n" + part + b"\n" for part in parts) + b"--B--\nepilogue\n"


def part(content_type: str, body: bytes, *fields: str) -> bytes:
    return "\n".join([f"Content-Type: {content_type}", *fields]).encode() + b"\n\n" + body


PLAIN = part("text/plain; charset=utf-8", "Grüße".encode())
HTML = part("text/html; charset=utf-8", b"<p>Hello <b>all</b></p><script>x()</script>")
CALENDAR = part("text/calendar; method=REQUEST", b"BEGIN:VCALENDAR")
FOOTER = part("text/plain", b"_______________________\nThe list mailing list\nhttps://lists.example")


@pytest.mark.parametrize(
    ("encoding", "body", "text"),
    [
        ("base64", b64encode("Grüße, wie geht's?\r\n".encode()), "Grüße, wie geht's?"),
        ("base64", b"!!! no base64 !!!", None),
        ("quoted-printable", b"Gr=C3=BC=\n=C3=9Fe =3D =zz", "Grüße = =zz"),
        ("8bit", "Grüße".encode(), "Grüße"),
        ("8bit", "Grüße".encode("cp1252"), "Grüße"),
        ("x-unknown", b"as is", "as is"),
    ],
)
def test_a_single_part_is_decoded(tmp_path: Path, encoding: str, body: bytes, text: str | None) -> None:
    record = mime_mail(tmp_path, "text/plain; charset=utf-8", body, encoding=encoding)
    assert record.body_is_html is False
    if text is not None:
        assert record.body == text


@pytest.mark.parametrize("order", [(PLAIN, HTML, CALENDAR), (CALENDAR, HTML, PLAIN)])
def test_of_alternatives_the_text_is_shown_and_an_invitation_kept(
    tmp_path: Path, order: tuple[bytes, ...]
) -> None:
    record = mime_mail(tmp_path, "multipart/alternative; boundary=B", multipart(*order))
    assert (record.body, record.body_is_html) == ("Grüße", False)
    assert [(file.media_type, file.data) for file in record.attachments] == [
        ("text/calendar", b"BEGIN:VCALENDAR")
    ]


def test_html_is_shown_only_where_there_is_nothing_else(tmp_path: Path) -> None:
    blank = part("text/plain", b" \n")
    record = mime_mail(tmp_path, "multipart/alternative; boundary=B", multipart(blank, HTML))
    assert (record.body, record.body_is_html) == ("<p>Hello <b>all</b></p><script>x()</script>", True)


def test_texts_of_a_mixed_message_stand_one_after_the_other(tmp_path: Path) -> None:
    record = mime_mail(tmp_path, "multipart/mixed; boundary=B", multipart(PLAIN, HTML))
    assert (record.body, record.body_is_html) == ("Grüße\n\nHello all", False)


def test_a_list_footer_becomes_a_signature(tmp_path: Path) -> None:
    plain = mime_mail(tmp_path, "multipart/mixed; boundary=B", multipart(PLAIN, FOOTER))
    html = mime_mail(tmp_path, "multipart/mixed; boundary=B", multipart(HTML, FOOTER))
    footer = "_______________________\nThe list mailing list\nhttps://lists.example"
    assert plain.body == f"Grüße\n\n-- \n{footer}"
    assert html.body.endswith("<p>-- <br>\n" + footer.replace("\n", "<br>\n") + "</p>")
    assert html.body_is_html is True


def test_a_signed_message_shows_its_content_without_the_signature(tmp_path: Path) -> None:
    signature = part("application/pgp-signature; name=signature.asc", b"-----BEGIN PGP SIGNATURE-----")
    record = mime_mail(tmp_path, 'multipart/signed; boundary="B"', multipart(PLAIN, signature))
    assert (record.body, record.attachments) == ("Grüße", ())


def test_an_encrypted_message_says_so(tmp_path: Path) -> None:
    version = part("application/pgp-encrypted", b"Version: 1")
    secret = part("application/octet-stream; name=encrypted.asc", b"-----BEGIN PGP MESSAGE-----")
    record = mime_mail(tmp_path, "multipart/encrypted; boundary=B", multipart(version, secret))
    assert record.body == "[This message is encrypted; it is attached as it came.]"
    assert record.attachments == (
        AttachmentRecord("encrypted.asc", "application/octet-stream", b"-----BEGIN PGP MESSAGE-----"),
    )


def test_a_forwarded_message_and_outlook_s_file_are_attached(tmp_path: Path) -> None:
    inner = part("message/rfc822", b"Subject: a/b?\nFrom: x@y.example\n\ninside")
    tnef = part(
        "application/ms-tnef", b"\x78\x9f\x3e\x22", "Content-Disposition: attachment; filename=winmail.dat"
    )
    record = mime_mail(tmp_path, "multipart/mixed; boundary=B", multipart(PLAIN, inner, tnef))
    assert [(file.name, file.media_type) for file in record.attachments] == [
        ("a-b.eml", "message/rfc822"),
        ("winmail.dat", "application/ms-tnef"),
    ]
    assert record.attachments[0].data.endswith(b"inside")


def test_an_empty_file_is_no_attachment(tmp_path: Path) -> None:
    empty = part("application/pdf", b"", "Content-Disposition: attachment; filename=a.pdf")
    assert mime_mail(tmp_path, "multipart/mixed; boundary=B", multipart(PLAIN, empty)).attachments == ()


def test_a_multipart_without_parts_is_read_as_text(tmp_path: Path) -> None:
    assert mime_mail(tmp_path, "multipart/mixed", b"no boundary at all").body == "no boundary at all"


def test_a_text_that_is_too_long_is_cut_and_attached_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "LONGEST_BODY", 20)
    record = mime_mail(tmp_path, "text/plain", b"first line here\nsecond line here\n")
    assert record.body == "first line here\n\n[The text goes on; all of it is attached.]"
    assert record.attachments == (
        AttachmentRecord("full-text.txt", "text/plain", b"first line here\nsecond line here"),
    )


@pytest.mark.parametrize("part_count", [300, 3000])
def test_a_message_nested_without_end_is_left_out(tmp_path: Path, part_count: int) -> None:
    nest = b"".join(
        b"--B%d\nContent-Type: multipart/mixed; boundary=B%d\n\n" % (i, i + 1) for i in range(part_count)
    )
    (record,) = records_of(tmp_path, mail(nest, head=headed(Content_Type="multipart/mixed; boundary=B0")))
    assert isinstance(record, UnreadableRecord)
    assert (record.headline, record.reason) == ("Dosage", "The message is nested in more than 200 parts.")


@pytest.mark.parametrize(
    ("declared", "name"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ann\\report.pdf", "report.pdf"),
        ("fdp.\u202eexe", "fdp.exe"),
        ("", "attachment-1.pdf"),
        ("  ", "attachment-1.pdf"),
    ],
)
def test_names_of_files_are_made_harmless_or_up(declared: str, name: str) -> None:
    assert file_name(declared, "application/pdf", 1) == name


@pytest.mark.parametrize(
    "disposition",
    [
        "attachment; filename*=utf-8''R%C3%A9sum%C3%A9.pdf",
        "attachment; filename*0*=utf-8''R%C3%A9; filename*1*=sum%C3%A9.pdf",
        'attachment; filename="=?utf-8?q?R=C3=A9sum=C3=A9=2Epdf?="',
        "attachment; filename*=no-such-charset''R%C3%A9sum%C3%A9.pdf",
    ],
)
def test_encoded_names_of_files_are_read(tmp_path: Path, disposition: str) -> None:
    file = part("application/pdf", b"%PDF", f"Content-Disposition: {disposition}")
    (attachment,) = mime_mail(tmp_path, "multipart/mixed; boundary=B", multipart(PLAIN, file)).attachments
    expected = "Résumé.pdf" if "no-such" not in disposition else attachment.name
    assert attachment.name == expected


def test_files_of_one_name_are_told_apart() -> None:
    assert distinct_names(["a.png", "A.png", "a.png", "b"]) == ["a.png", "A-2.png", "a-3.png", "b"]


@pytest.mark.parametrize(
    ("flowed", "delete_space", "text"),
    [
        ("one \ntwo\nthree", False, "one two\nthree"),
        ("one \ntwo", True, "onetwo"),
        ("> quoted \n> more\nmine", False, "> quoted more\nmine"),
        ("> quoted \n>> deeper", False, "> quoted \n>> deeper"),
        ("text \n-- \nAnn", False, "text \n-- \nAnn"),
        (" From here\n >no quote", False, "From here\n>no quote"),
        ("", False, ""),
    ],
)
def test_soft_line_breaks_are_undone(flowed: str, delete_space: bool, text: str) -> None:
    assert unflow(flowed, delete_space=delete_space) == text
