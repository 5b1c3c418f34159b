"""Files that spreadsheets open and do nothing with but show them, whatever people have written."""

from __future__ import annotations

import csv

import pytest

from forum.core.spreadsheets import as_spreadsheet


def read_back(cell: str) -> str:
    lines = as_spreadsheet("log", ["why"], [[cell]]).content.decode("utf-8-sig").splitlines(keepends=True)
    return list(csv.reader(lines))[1][0]


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("=1+1", "'=1+1"),
        (" =1+1", " '=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1+1", "'\t'=1+1"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("Be kind;=HYPERLINK(A1)", "Be kind;'=HYPERLINK(A1)"),
        ("Be kind; @SUM(A1)", "Be kind; '@SUM(A1)"),
        ("Be kind\n=1+1", "Be kind\n'=1+1"),
        ("Be kind, it is 1 + 1 = 2; so be it.", "Be kind, it is 1 + 1 = 2; so be it."),
    ],
)
def test_no_cell_becomes_a_formula_wherever_it_is_taken_to_begin(cell: str, read: str) -> None:
    assert read_back(cell) == read
