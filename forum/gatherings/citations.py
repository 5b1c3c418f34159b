"""Papers as people paste them: RIS, BibTeX, a DOI, an address, or words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from django.utils.translation import gettext as _

from forum.core.verdicts import Invalid

LONGEST_PASTED = 20_000
LONGEST_ADDRESS = 500
LONGEST_DOI = 200
MOST_AUTHORS = 6
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/[^\s\"<>]+)", re.IGNORECASE)
_ADDRESS = re.compile(r"(https?://\S+)(?:\s+(.+))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Reference:
    """What somebody should read: `citation` is its line in a list of references, "" for a mere link."""

    title: str
    citation: str = ""
    doi: str = ""
    url: str = ""

    @property
    def is_paper(self) -> bool:
        """Whether it is more than a link."""
        return bool(self.citation or self.doi)


def read_reference(pasted: str) -> Reference:
    """The one thing that was pasted. Raises Invalid where it cannot be read, or is several."""
    text = pasted.strip()
    if not text:
        raise Invalid(_("Paste an address, a DOI, or a reference."), field="pasted")
    if len(text) > LONGEST_PASTED:
        raise Invalid(_("This is too long for one reference."), field="pasted")
    if text.startswith("@"):
        return _of_fields(_one(_bibtex(text)))
    if re.match(r"TY\s{1,2}-", text):
        return _of_fields(_one(_ris(text)))
    doi = _DOI.fullmatch(text)
    if doi is not None:
        if len(doi[1]) > LONGEST_DOI:
            raise Invalid(_("This DOI is too long to be kept."), field="pasted")
        return Reference(title=f"doi:{doi[1]}", doi=doi[1])
    address = _ADDRESS.fullmatch(text)
    if address is not None:
        if len(address[1]) > LONGEST_ADDRESS:
            raise Invalid(_("This address is too long to be kept."), field="pasted")
        return Reference(title=(_line(address[2] or "") or address[1])[:300], url=address[1])
    return _of_words(text)


def _of_words(text: str) -> Reference:
    """A citation that somebody typed; a DOI in it becomes its link."""
    line = _line(text)
    if not line:
        raise Invalid(_("Paste an address, a DOI, or a reference."), field="pasted")
    return Reference(title=line[:300], citation=line[:1000], doi=_doi_in(text).rstrip(".,;)"))


def _doi_in(text: str) -> str:
    """The first DOI in it; "" where there is none, or one longer than any is."""
    found = _DOI.search(text)
    return found[1] if found and len(found[1]) <= LONGEST_DOI else ""


@dataclass(frozen=True, slots=True)
class _Fields:
    authors: Sequence[str]
    year: str
    title: str
    source: str
    volume: str
    issue: str
    pages: str
    doi: str
    url: str


def _bibtex(text: str) -> list[_Fields]:
    library = parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    if library.failed_blocks:
        raise Invalid(
            _("This BibTeX entry cannot be read. Look for a brace that is missing."), field="pasted"
        )
    return [
        _of_bibtex({key: str(field.value) for key, field in entry.fields_dict.items()})
        for entry in library.entries
    ]


def _of_bibtex(entry: Mapping[str, str]) -> _Fields:
    return _Fields(
        authors=[name for name in _line(entry.get("author", "")).split(" and ") if name],
        year=entry.get("year", "") or entry.get("date", "")[:4],
        title=entry.get("title", ""),
        source=entry.get("journal", "") or entry.get("booktitle", "") or entry.get("publisher", ""),
        volume=entry.get("volume", ""),
        issue=entry.get("number", ""),
        pages=re.sub(r"-{2,}", "–", entry.get("pages", "")),
        doi=entry.get("doi", ""),
        url=entry.get("url", ""),
    )


def _ris(text: str) -> list[_Fields]:
    try:
        rows = rispy.loads(text if re.search(r"^ER\s{1,2}-", text, re.MULTILINE) else f"{text}\nER  - \n")
    except (OSError, ValueError) as error:
        raise Invalid(_("This RIS entry cannot be read."), field="pasted") from error
    return [_of_ris(row) for row in rows]


def _of_ris(row: Mapping[str, Any]) -> _Fields:
    first, last = str(row.get("start_page", "")), str(row.get("end_page", ""))
    urls = row.get("urls") or [""]
    return _Fields(
        authors=[_line(str(name)) for name in row.get("authors") or row.get("first_authors") or []],
        year=str(row.get("year") or row.get("publication_year") or "")[:4],
        title=str(row.get("title") or row.get("primary_title") or ""),
        source=str(row.get("journal_name") or row.get("secondary_title") or row.get("publisher") or ""),
        volume=str(row.get("volume", "")),
        issue=str(row.get("number", "")),
        pages=f"{first}–{last}" if first and last else first,
        doi=str(row.get("doi", "")),
        url=str(urls[0]),
    )


def _one(found: list[_Fields]) -> _Fields:
    if not found:
        raise Invalid(_("No reference was found in this."), field="pasted")
    if len(found) > 1:
        raise Invalid(_("These are several references. Paste them one by one."), field="pasted")
    return found[0]


def _of_fields(fields: _Fields) -> Reference:
    """A line of a list of references, much as Vancouver style has it."""
    title = _line(fields.title).rstrip(".")
    if not title:
        raise Invalid(_("This reference has no title."), field="pasted")
    names = [*fields.authors[:MOST_AUTHORS], *([_("et al")] if len(fields.authors) > MOST_AUTHORS else [])]
    where = _line(fields.source)
    numbers = (
        fields.volume
        + (f"({fields.issue})" if fields.issue else "")
        + (f":{fields.pages}" if fields.pages else "")
    )
    printed = "; ".join(part for part in (fields.year, numbers) if part)
    parts = [
        ", ".join(names),
        title,
        " ".join(part for part in (f"{where}." if where else "", printed) if part),
    ]
    url = _ADDRESS.fullmatch(fields.url.strip())
    line = ". ".join(part.rstrip(".") for part in parts if part) + "."
    return Reference(
        title=title[:300],
        citation=_line(line)[:1000],
        doi=_doi_in(fields.doi),
        url=url[1][:500] if url else "",
    )


def _line(text: str) -> str:
    return " ".join(text.replace("{", "").replace("}", "").split())
