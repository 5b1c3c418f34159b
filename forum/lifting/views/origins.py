"""Below a post with words of a room: the way back to where each was said, for those who read the room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.template.loader import render_to_string

from forum.chat.views.places import address_of
from forum.lifting.selectors.standing import origins_in
from forum.people.models import Person


def origin_lines(reader: Person, post_ids: Sequence[int]) -> Mapping[int, str]:
    """A line as HTML by post id."""
    lines = {}
    for post_id, rows in origins_in(reader, post_ids).items():
        said = [
            {"url": address_of(row.message), "who": row.author.display_name, "moment": row.said_at}
            for row in rows
            if row.message is not None
        ]
        room = rows[0].message.room if rows[0].message is not None else None
        name = "" if room is None or room.is_direct else room.title
        lines[post_id] = render_to_string("lifting/origin.html", {"said": said, "room": name})
    return lines
