"""What a person put on posts and topics, and how far they have read. For a copy that goes to themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from forum.discussions.models import BoardReading, Bookmark, Following, Mention, Reaction, ReadPosition
from forum.discussions.selectors.boards import boards_readable_by
from forum.people.models import Person
from forum.personal_data.selectors.places import CHUNK, place_of, placed


def reactions(person: Person) -> Iterator[dict[str, Any]]:
    """The reactions that the person gave."""
    rows = placed(Reaction.objects.filter(person=person), person, "post__").order_by("pk")
    for row in rows.iterator(chunk_size=CHUNK):
        place = place_of(row, row.post.topic, row.post.number)
        yield place.said() | {"reaction": row.kind, "created_at": row.created_at}


def bookmarks(person: Person) -> Iterator[dict[str, Any]]:
    """The posts that the person kept for later."""
    rows = placed(Bookmark.objects.filter(person=person), person, "post__").order_by("pk")
    for row in rows.iterator(chunk_size=CHUNK):
        yield place_of(row, row.post.topic, row.post.number).said() | {"created_at": row.created_at}


def mentions(person: Person) -> Iterator[dict[str, Any]]:
    """The posts in which the person was named."""
    rows = placed(Mention.objects.filter(person=person), person, "post__").order_by("pk")
    for row in rows.iterator(chunk_size=CHUNK):
        yield place_of(row, row.post.topic, row.post.number).said() | {"created_at": row.created_at}


def followings(person: Person) -> Iterator[dict[str, Any]]:
    """The topics that the person follows."""
    rows = placed(Following.objects.filter(person=person), person).order_by("pk")
    for row in rows.iterator(chunk_size=CHUNK):
        yield place_of(row, row.topic).said() | {"since": row.since}


def read_positions(person: Person) -> Iterator[dict[str, Any]]:
    """What the person has read: how many posts of which topics, and when last."""
    rows = placed(ReadPosition.objects.filter(person=person), person).order_by("pk")
    for row in rows.iterator(chunk_size=CHUNK):
        facts = {"posts_read": row.seen_count, "read_up_to": row.up_to, "read_at": row.read_at}
        yield place_of(row, row.topic).said() | facts


def boards_caught_up(person: Person) -> Iterator[dict[str, Any]]:
    """The boards that the person called read, by name where they may still read them."""
    names = dict(boards_readable_by(person).values_list("pk", "name"))
    for row in BoardReading.objects.filter(person=person).order_by("pk").iterator(chunk_size=CHUNK):
        yield {"board": names.get(row.board_id), "caught_up_at": row.caught_up_at}
