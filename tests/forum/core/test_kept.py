"""What is kept in a process is what was made for the key, and never more than there is room for."""

from __future__ import annotations

from time import monotonic

import pytest
from django.core.cache import cache

from forum.core.kept import Near, kept, near


def later() -> float:
    """In an hour, as this test begins: a whole suite may take longer than that."""
    return monotonic() + 3600


@pytest.fixture(autouse=True)
def _nothing_is_kept_yet() -> None:
    cache.clear()


def test_a_value_is_made_once_and_found_without_the_shared_cache() -> None:
    made: list[str] = []

    def make() -> str:
        made.append("once")
        return "value"

    assert kept("test-kept:1", 60, make) == "value"
    cache.delete("test-kept:1")
    assert kept("test-kept:1", 60, make) == "value"
    assert made == ["once"]


def test_another_process_finds_it_in_the_shared_cache() -> None:
    assert kept("test-kept:2", 60, lambda: ["value"]) == ["value"]
    near.clear()
    assert kept("test-kept:2", 60, lambda: ["another"]) == ["value"]


def test_emptying_the_cache_empties_the_process_too() -> None:
    assert kept("test-kept:3", 60, lambda: b"old") == b"old"
    cache.clear()
    assert kept("test-kept:3", 60, lambda: b"new") == b"new"


def test_a_value_is_gone_when_its_time_is_over() -> None:
    few = Near(800)
    few.put("short", b"1", monotonic() - 1)
    few.put("long", b"2", later())
    assert (few.get("short"), few.get("long")) == (None, b"2")


def test_what_was_not_used_for_longest_makes_room() -> None:
    few = Near(800)
    for name in "abcdefgh":
        few.put(name, name.encode() * 100, later())
    assert few.get("a") == b"a" * 100
    few.put("i", b"i" * 100, later())
    found = {name for name in "abcdefghi" if few.get(name) is not None}
    assert found == set("abcdefghi") - {"b"}


def test_putting_a_value_again_takes_no_more_room() -> None:
    few = Near(800)
    few.put("first", b"1" * 100, later())
    for _ in range(20):
        few.put("again", b"2" * 100, later())
    assert (few.get("first"), few.get("again")) == (b"1" * 100, b"2" * 100)


def test_what_would_fill_the_room_alone_is_not_kept() -> None:
    few = Near(800)
    few.put("large", b"x" * 700, later())
    assert few.get("large") is None
