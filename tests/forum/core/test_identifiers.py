"""What could identify a patient: how much of it is seen, what is not taken for it, and how long that takes."""

from __future__ import annotations

from time import process_time

import pytest

from bench.identifiers import labelled_sentences, measured
from forum.core.identifiers import Kind, edition_of_sightings, newly_seen, sightings_in
from forum.core.identifiers.numbers import is_nhs_number

LONGEST = 32_000


def test_the_set_is_large_and_at_least_half_of_it_identifies_nobody() -> None:
    sentences = labelled_sentences()
    negatives = [each for each in sentences if not each.kinds]
    assert len(sentences) >= 300
    assert len(negatives) >= len(sentences) / 2
    assert len({each.words for each in sentences}) == len(sentences)
    assert {kind for each in sentences for kind in each.kinds} == set(Kind.values)
    assert sum(each.is_held_out for each in sentences) == len(sentences) // 3


@pytest.mark.parametrize(("is_held_out", "precision", "recall"), [(False, 0.98, 0.97), (True, 0.97, 0.95)])
def test_what_is_seen_is_there_and_what_is_there_is_seen(
    is_held_out: bool, precision: float, recall: float
) -> None:
    result = measured(each for each in labelled_sentences() if each.is_held_out == is_held_out)
    assert (result.overall.precision, result.overall.recall) >= (precision, recall)
    for kind, score in result.by_kind.items():
        assert (score.precision >= 0.9, score.recall >= 0.8) == (True, True), kind


HOSTILE = [
    *(
        "a",
        "1",
        "1 ",
        "-1",
        "a@",
        "@",
        "a.",
        "MRN ",
        "[",
        "[1](",
        "[1](x) ",
        "[1](()",
        "[1][",
        "](",
        "mrn 1-",
        "patient ",
        "patient Aa ",
        "Mr Aa ",
        "Mr A. ",
        "Aa ",
    ),
    *(
        "1 Aa ",
        "dob 1/1/",
        "1/1/1900 ",
        "admitted on ",
        "admitted 1 May 2020 Mr Ox ",
        "&#4",
        "&#49;",
        "0 ",
        "01 2 ",
    ),
    *(
        "+",
        "tel: ",
        "(",
        "http://",
        "10.1234/",
        "\u200b1",
        "１",
        "\n",
        " ",
        "99 ",
        "aged 99 ",
        "99yo ",
        "SW1A 1AA ",
    ),
    *(
        ", IL 62704-",
        "219-09-9999 ",
        "ssn ",
        "NHS 943 476 5919 ",
        "A'",
        "A-b",
        "12 Aa Bb Cc ",
        "born on the ",
    ),
    *(
        "meeting id ",
        "2019; 3(",
        "é",
        "漢",
        "x.y@",
        "Name: Aa, ",
        "a@b.",
        "ISBN 1 ",
        "*_~`",
        "patient called Aa ",
    ),
]


@pytest.mark.parametrize("shape", HOSTILE)
def test_the_longest_text_of_any_shape_takes_no_longer_than_its_length_allows(shape: str) -> None:
    text = (shape * (LONGEST // len(shape) + 1))[:LONGEST]
    began = process_time()
    sightings_in(text)
    assert process_time() - began < 1.0  # a tenth of it on a laptop at rest


def test_a_sighting_says_where_in_the_words_as_they_were_typed_it_stands() -> None:
    text = "Seen today: MRN **004**82\u200b913, from the\u00a0ward."
    (seen,) = sightings_in(text)
    assert (seen.kind, text[seen.start : seen.end]) == (Kind.RECORD, seen.words)
    assert seen.words == "MRN **004**82\u200b913"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        (
            "MRN [004](https://a.example/x) [829](/y) [13](z), from the ward.",
            "MRN [004](https://a.example/x) [829](/y) [13",
        ),
        ('Patient [943](x)[476](y (1))[5919](z "t") came.', "[943](x)[476](y (1))[5919"),
        ("Call [077](a)[00 900][b]461 about it.", "077](a)[00 900][b]461"),
        ("See [here](mailto:rose.tyler@example.org).", "rose.tyler@example.org"),
    ],
)
def test_a_number_that_goes_on_from_link_to_link_is_one_number(text: str, seen: str) -> None:
    assert [sighting.words for sighting in sightings_in(text) if seen in sighting.words]


def test_what_links_lead_to_makes_no_number_of_others() -> None:
    text = "[1](https://a.example/12) and [2](https://a.example/34): 48 of 50 patients, [p. 120](x)."
    assert sightings_in(text) == []


def test_a_number_of_the_nhs_is_known_by_its_check_digit() -> None:
    assert [is_nhs_number(each) for each in ("943 476 5919", "943 476 5918", "9434765919", "943")] == [
        True,
        False,
        True,
        False,
    ]
    assert [each.kind for each in sightings_in("The patient's is 943 476 5919.")] == [Kind.RECORD]
    assert Kind.RECORD not in [each.kind for each in sightings_in("The patient's is 943 476 5918.")]


def test_what_stands_is_not_asked_about_again_but_what_is_added_is() -> None:
    before = "MRN 00482913 came back."
    assert newly_seen([before + " No better."], known=[before]) == []
    added = newly_seen([before + " So did MRN 5582017."], known=[before])
    assert [each.words for each in added] == ["MRN 5582017"]
    twice = newly_seen([before + " " + before], known=[before])
    assert [each.words for each in twice] == ["MRN 00482913"]


def test_who_cleared_something_cleared_exactly_that() -> None:
    one = edition_of_sightings(sightings_in("MRN 00482913 came back."))
    assert one == edition_of_sightings(sightings_in("Again: mrn **00482913**, twice mrn 00482913"))
    assert one != edition_of_sightings(sightings_in("MRN 00482913 came back, tel 07700 900461."))


@pytest.mark.parametrize(
    "given",
    ["06248743-09f4-47ac-8297-219e25d7ae75", "0544816089b74d7990ad97c882bd2db5", "0207946095" * 4],
)
def test_names_that_machines_give_are_no_numbers_of_a_person(given: str) -> None:
    beside = "Call 020 7946 0958"
    assert [each.words for each in sightings_in(f"It failed at {given}. {beside}")] == [
        each.words for each in sightings_in(beside)
    ]
    assert [each.kind for each in sightings_in(beside)] == [Kind.PHONE]
