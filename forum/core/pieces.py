"""HTML with holes: what is the same for every reader is put together once, what differs is laid into it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string


def rendered_piece(template: str, context: Mapping[str, Any], holes: int) -> tuple[str, ...]:
    """Render `template` with `slot.0` … as holes that stand in the page in this order; the strings around them.

    The marks of the holes are random, so that nothing a person wrote can be taken for one.
    """
    marks = [f"{secrets.token_hex(12)}-{hole}" for hole in range(holes)]
    rest: str = render_to_string(template, {**context, "slot": marks})
    parts = []
    for mark in marks:
        before, _found, rest = rest.partition(mark)
        parts.append(before)
    return (*parts, rest)


def filled(piece: tuple[str, ...], *contents: str) -> str:
    """The piece with a content in each of its holes. The contents are HTML already."""
    whole = [piece[0]]
    for content, part in zip(contents, piece[1:], strict=True):
        whole.append(content)
        whole.append(part)
    return "".join(whole)
