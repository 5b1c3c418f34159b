"""Rooms in lists, each with what waits there for its reader."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from forum.chat.selectors.own_rooms import OwnRoom, rooms_in
from forum.chat.views.places import title_beside
from forum.communities.models import Community
from forum.discussions.views.labels import count_label
from forum.people.models import Person


def room_row(own: OwnRoom) -> dict[str, Any]:
    """The context of chat/room_row.html."""
    return {
        "url": own.room.get_absolute_url(),
        "title": title_beside(own.room, own.other),
        "purpose": own.room.purpose,
        "community": own.room.community,
        "other": own.other,
        "unread": own.unread,
        "unread_label": count_label(own.unread),
        "last_at": own.last_at,
    }


def room_rows_html(person: Person, community: Community) -> str:
    """The rooms of a community as items of a list. One query."""
    rows = [room_row(own) | {"community": community} for own in rooms_in(person, community)]
    return "".join(render_to_string("chat/room_row.html", {"row": row}) for row in rows)
