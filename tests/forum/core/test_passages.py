"""Words of a text are found in others, however they were laid out there, and what is nobody's alone stays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import perf_counter

import pytest

from forum.core.passages import Passages

THEN = datetime(2026, 11, 1, tzinfo=UTC)
SAID = "The tall man from the village behind the lake came back on Monday."
GONE = "[removed: it identified a patient]"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"> {SAID}", f"> {GONE}."),
        ("> The tall **man** from\n> the village  behind\n\nReally?", f"> {GONE}\n\nReally?"),
        ("> the LAKE came back on Monday\n\nReally?", f"> {GONE}\n\nReally?"),
        (f"I said: {SAID} Twice: {SAID}", f"I said: {GONE}. Twice: {GONE}."),
        ("We were in the village behind the lake.", "We were in the village behind the lake."),
        ("> behind the lake", "> behind the lake"),
        ("", ""),
    ],
)
def test_what_repeats_it_is_replaced_and_what_anybody_says_is_not(text: str, left: str) -> None:
    assert Passages([(SAID, THEN)]).without(text, None) == left


def test_what_it_quotes_itself_is_not_its_own() -> None:
    passages = Passages([(f"> {SAID}\n\nI saw him in the corridor of the old ward.", THEN)])
    assert passages.without(f"> {SAID}", None) == f"> {SAID}"
    assert passages.without("> I saw him in the corridor of the old ward.", None) == f"> {GONE}."


def test_what_was_written_before_repeats_nothing_of_it() -> None:
    later = SAID.replace("Monday", "a Tuesday, and nobody knew him any more")
    passages = Passages([(SAID, THEN), (later, THEN + timedelta(days=2))])
    between = THEN + timedelta(days=1)
    assert passages.without(SAID, THEN - timedelta(days=1)) == SAID
    assert passages.without(SAID, between) == f"{GONE}."
    assert passages.without("> a Tuesday, and nobody knew him any more", between).startswith("> a Tuesday")
    assert passages.without(later, between + timedelta(days=1)) == f"{GONE}."


def test_an_address_is_put_in_place_of_another() -> None:
    passages = Passages([(SAID, THEN)], swaps=[("/7/the-tall-man", "/7/title-removed")])
    assert passages.without("See /t/7/the-tall-man/2/.", None) == "See /t/7/title-removed/2/."


def test_a_text_that_says_the_same_again_and_again_takes_no_longer() -> None:
    again = "here and there and " * 1500
    begun = perf_counter()
    assert Passages([(again, THEN)]).without(f"Before. {again}", None) == f"Before. {GONE} "
    assert perf_counter() - begun < 5
