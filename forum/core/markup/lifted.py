"""Words that were said elsewhere, as they stand below those of a post: who said them, when, and the words."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import escape

from django.utils.formats import date_format

from forum.core.markup.gate import confirmed

# By which a reader of stored HTML knows that such words stand in it.
MARK = '<blockquote class="lifted">'
_REFERENCE = re.compile(r'<a class="post-reference"[^>]*>([^<]*)</a>')


def said_block(html: str, *, name: str, address: str, moment: datetime) -> str:
    """A block with the words `html`, which came through the gate, of somebody whose page is at `address` ("" for none).

    A number like #57 meant nothing where it was said, and would mean another post here: it stays a number.
    """
    who = f'<a class="mention" href="{escape(address)}">{escape(name)}</a>' if address else escape(name)
    at = moment.astimezone(UTC)
    said = f'<time datetime="{at:%Y-%m-%dT%H:%M:%SZ}">{escape(date_format(at, "j F Y, H:i"))} UTC</time>'
    return _block(f'<p class="attribution">{who}, {said}</p>{_REFERENCE.sub(lambda link: link[1], html)}')


def gone_block(sentence: str) -> str:
    """The same place once the words are gone: a sentence that says so."""
    return _block(f'<p class="attribution">{escape(sentence)}</p>')


def _block(inner: str) -> str:
    return confirmed(f"{MARK}{inner}</blockquote>\n")
