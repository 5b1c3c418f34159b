"""Words of a room as a block below those of a post."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from forum.core.markup import said_block
from forum.people.models import Person


def block_of(html: str, author: Person, moment: datetime) -> str:
    """The words `html`, which came through the gate, with who said them and when."""
    address = reverse("person", args=[author.handle]) if author.has_page else ""
    return said_block(html, name=author.display_name, address=address, moment=moment)
