"""Text of 32,000 characters costs little whatever its shape: limits are counted here, and time is guarded from afar."""

import os
import subprocess
import sys

import pytest

from forum.core.markup import MAX_SOURCE_LENGTH, plain_text, render_markdown
from forum.core.markup.parsing import MAX_CELLS, MAX_ELEMENTS, IntricacyError, count_elements, parse
from tests.forum.core.markup_shapes import LENGTH, shapes


@pytest.mark.slow
def test_no_shape_yields_more_parts_than_the_limit() -> None:
    for name, text in shapes():
        try:
            tokens = parse(text, {})
        except IntricacyError:
            continue
        assert count_elements(tokens) <= MAX_ELEMENTS, name


def test_tables_stop_growing_and_lose_no_row() -> None:
    rows = "".join(f"|row{number}|b|\n" for number in range(2_000))
    html = render_markdown(f"|a|b|\n|-|-|\n{rows}")
    assert html.count("<t") <= 2 * MAX_CELLS
    assert "row1999" in plain_text(html)


def test_a_text_with_too_many_parts_is_shown_as_it_is_written() -> None:
    source = "`a` " * 8_000
    assert render_markdown(source) == f'<pre class="plain">{source}</pre>'


def test_text_beyond_the_limit_is_shown_plain_and_whole() -> None:
    source = "*a*\n" + "x" * MAX_SOURCE_LENGTH
    assert render_markdown(source) == f'<pre class="plain">{source}</pre>'


def test_an_ordinary_long_post_keeps_its_structure() -> None:
    source = "A paragraph with *some* words, a [link](https://example.org) and `code`.\n\n- an item\n\n" * 370
    assert 30_000 < len(source) <= MAX_SOURCE_LENGTH
    assert render_markdown(source).count("<li>") == 370


@pytest.mark.slow
def test_no_shape_takes_minutes() -> None:
    assert LENGTH == MAX_SOURCE_LENGTH
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    subprocess.run(
        [sys.executable, "-m", "tests.forum.core.markup_shapes", "10"],
        check=True,
        timeout=600,
        env=environment,
    )
