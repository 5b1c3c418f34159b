"""Papers as people paste them."""

from __future__ import annotations

import logging
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.core.verdicts import Invalid
from forum.gatherings.citations import Reference, read_reference

RIS = """TY  - JOUR
AU  - van der Vleuten, Cees
AU  - Schuwirth, L.
TI  - Assessing professional competence
T2  - Medical Education
PY  - 2005
VL  - 39
IS  - 3
SP  - 309
EP  - 317
DO  - 10.1111/j.1365-2929.2005.02094.x
UR  - https://example.org/paper
ER  -
"""
BIBTEX = r"""@article{vleuten2005,
  author = {van der Vleuten, Cees and Schuwirth, L.}, title = {Assessing {P}rofessional comp{\'e}tence},
  journal = {Medical Education}, year = 2005, volume = 39, number = {3}, pages = {309--317},
  doi = {https://doi.org/10.1111/j.1365-2929.2005.02094.x}
}"""
LINE = "van der Vleuten, Cees, Schuwirth, L. {title}. Medical Education. 2005; 39(3):309–317."
DOI = "10.1111/j.1365-2929.2005.02094.x"
SLIDES = "https://example.org/slides"
TYPED = f"Vleuten C. Assessing. 2005. doi:{DOI}."


def _paper(title: str, url: str = "") -> Reference:
    return Reference(title, LINE.format(title=title), DOI, url)


@pytest.mark.parametrize(
    ("pasted", "read"),
    [
        (RIS, _paper("Assessing professional competence", "https://example.org/paper")),
        (RIS.partition("ER")[0], _paper("Assessing professional competence", "https://example.org/paper")),
        (BIBTEX, _paper("Assessing Professional compétence")),
        (f"https://doi.org/{DOI}", Reference(f"doi:{DOI}", doi=DOI)),
        (f"doi: {DOI}", Reference(f"doi:{DOI}", doi=DOI)),
        (f"{SLIDES}  The slides\nof Monday", Reference("The slides of Monday", url=SLIDES)),
        (SLIDES, Reference(SLIDES, url=SLIDES)),
        (f"{SLIDES} {{}}", Reference(SLIDES, url=SLIDES)),
        (TYPED, Reference(TYPED, TYPED, DOI)),
        ("@misc{x, title={Alone}}", Reference("Alone", "Alone.")),
    ],
)  # fmt: skip
def test_what_was_pasted_is_read(pasted: str, read: Reference) -> None:
    assert read_reference(pasted) == read


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        (" \n", "Paste an address"),
        ("{}", "Paste an address"),
        ("@article{v, author={", "a brace that is missing"),
        ("@comment{x}", "No reference"),
        (RIS + RIS, "several references"),
        (BIBTEX + BIBTEX.replace("2005,", "2006,", 1), "several references"),
        ("@article{v, author={A}}", "no title"),
        ("TY  - JOUR\nAU  - A\nER  -\n", "no title"),
        ("x" * 20_001, "too long"),
        (f"https://example.org/{'x' * 500}", "too long to be kept"),
        (f"doi:10.1000/{'x' * 200}", "too long to be kept"),
    ],
)
def test_what_cannot_be_read_is_said(pasted: str, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        read_reference(pasted)


def test_many_authors_are_some_and_others() -> None:
    many = "".join(f"AU  - Name{number}, N.\n" for number in range(9))
    read = read_reference(f"TY  - JOUR\n{many}TI  - A trial\nPY  - 2020\nER  -\n")
    assert (
        read.citation
        == "Name0, N., Name1, N., Name2, N., Name3, N., Name4, N., Name5, N., et al. A trial. 2020."
    )


def test_what_is_no_doi_for_its_length_is_none() -> None:
    long = f"10.1000/{'x' * 200}"
    typed = f"See {long}"
    assert read_reference(typed) == Reference(typed, typed)
    assert read_reference(f"@misc{{x, title={{Alone}}, doi={{{long}}}}}") == Reference("Alone", "Alone.")


def test_the_log_does_not_repeat_what_was_pasted(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger().warning("Something else.")
    with pytest.raises(Invalid):
        read_reference("@article{v, author={" * 50)
    read_reference("@article{v, title={\\begin{a} One \\end{b}}}")
    assert [record.getMessage() for record in caplog.records] == ["Something else."]


def test_the_longest_row_of_authors_takes_no_time() -> None:
    begun = perf_counter()
    read = read_reference("@misc{x, title={Alone}, author={A" + " " * 19_900 + "B and C}}")
    assert read.citation == "A B, C. Alone."
    assert perf_counter() - begun < 0.5


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["", "@article{", "TY  - JOUR\n", "https://", "10.1000/"]), st.text(max_size=200))
def test_whatever_is_pasted_is_read_or_refused(beginning: str, rest: str) -> None:
    """No word of it becomes an address that is none."""
    try:
        read = read_reference(beginning + rest)
    except Invalid:
        return
    assert read.title and len(read.title) <= 300
    assert not read.url or read.url.startswith(("http://", "https://"))


def test_no_file_is_opened_by_what_was_pasted(tmp_path: Path) -> None:
    """The reader of RIS takes names of files elsewhere; here it reads words alone."""
    secret = tmp_path / "secret.ris"
    secret.write_text(RIS)
    assert read_reference(str(secret)).title == str(secret)
