"""What is in an archive twice is found, and one author's many spellings become one author."""

from __future__ import annotations

from pathlib import Path

from forum.importing.catalogue import Author, Catalogue, authors, catalogue
from forum.importing.readers.senders import read_sender
from tests.forum.importing.mails import headed, mail, records_of


def catalogue_of(folder: Path, archive: bytes) -> Catalogue:
    return catalogue(records_of(folder, archive))


def test_a_copy_is_left_out_and_answers_to_it_go_to_the_original(tmp_path: Path) -> None:
    copy = mail(b"Hello.  \n\n", head=headed(Message_ID="<copy@x>", Received="by somewhere else"))
    answer = mail(
        b"Hi.\n", head=headed(Message_ID="<answer@x>", In_Reply_To="<copy@x>", References="<copy@x>")
    )
    result = catalogue_of(tmp_path, mail() + copy + answer)
    assert [(heading.key, heading.ancestors) for heading in result.headings] == [
        ("one@clinic.example", ()),
        ("answer@x", ("one@clinic.example",)),
    ]
    assert [(row.ordinal, row.reason, row.headline) for row in result.skipped] == [
        (2, "It is the same as message 1.", "Dosage")
    ]
    assert result.total == 3


def test_two_messages_with_one_id_are_two_and_stay_so(tmp_path: Path) -> None:
    archive = mail(b"one\n") + mail(b"two\n")
    keys = [heading.key for heading in catalogue_of(tmp_path, archive).headings]
    assert keys[0] == "one@clinic.example"
    assert keys[1].endswith(".one@clinic.example")
    assert keys == [heading.key for heading in catalogue_of(tmp_path, archive + mail(b"one\n")).headings]


def test_renumbered_links_to_scrubbed_files_do_not_make_a_copy_different(tmp_path: Path) -> None:
    link = b"URL: <https://lists.example/attachments/20230513/b9cff418/attachment%s.html>\n"
    result = catalogue_of(tmp_path, mail(link % b"") + mail(link % b"-0003"))
    assert (len(result.headings), len(result.skipped)) == (1, 1)


def test_masked_addresses_are_united_with_the_one_that_fits_under_the_same_name() -> None:
    senders = [
        read_sender(value)
        for value in (
            "ann at clinic.example (Ann Ek)",
            "@nn @end|ng |rom c||n|c@ex@mp|e (Ann Ek)",
            "@@@ m@iii@g oii ciii@ic@ex@mpie (@@@ m@iii@g oii ciii@ic@ex@mpie)".replace("ciii", "ci"),
            "bo @end|ng |rom c||n|c@ex@mp|e (Bo Berg)",
            "bo at clinic.example (Bosse Bergman)",
            "cy@clinic.example",
        )
    ]
    people = authors(senders)
    assert [people[sender.address or sender.address_key] for sender in senders] == [
        Author("ann@clinic.example", "Ann Ek"),
        Author("ann@clinic.example", "Ann Ek"),
        people[senders[2].address_key],
        Author("bo~c||@|c@ex@mp|e", "Bo Berg"),
        Author("bo@clinic.example", "Bosse Bergman"),
        Author("cy@clinic.example", "cy"),
    ]
    assert senders[1].address_key == senders[0].address_key


def test_a_mask_that_two_addresses_fit_stays_apart() -> None:
    senders = [
        read_sender(value)
        for value in ("sa at x.example (Kim)", "as at x.example (Kim)", "@@ @end|ng |rom x@ex@mp|e (Kim)")
    ]
    assert [author.source for author in authors(senders).values()] == [
        "sa@x.example",
        "as@x.example",
        "@@~x@ex@mp|e",
    ]
