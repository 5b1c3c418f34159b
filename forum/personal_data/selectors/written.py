"""What a person wrote, row by row, however much it is. For a copy that goes to themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from forum.chat.models import Message
from forum.communities.selectors.reach import reach_of
from forum.discussions.models import Attachment, Draft, HeldPost, Post, PostRevision, Removal
from forum.discussions.selectors.boards import boards_readable_by
from forum.discussions.selectors.removed import removed_by_others
from forum.people.models import Person
from forum.personal_data.selectors.places import CHUNK, Place, place_of, placed


@dataclass(frozen=True, slots=True)
class OwnPost:
    """A post of the person's and where it stands; `format` says what `source` is written in."""

    place: Place
    source: str
    format: str
    created_at: datetime
    edited_at: datetime | None
    reactions: dict[str, int]


def own_posts(person: Person) -> Iterator[OwnPost]:
    """Everything the person wrote that was not removed, by topic and number."""
    rows = Post.objects.filter(author=person, removed_at=None).defer("html").order_by("topic_id", "number")
    for post in placed(rows, person).iterator(chunk_size=CHUNK):
        yield OwnPost(
            place=place_of(post, post.topic, post.number),
            source=post.source,
            format=post.format,
            created_at=post.created_at,
            edited_at=post.edited_at,
            reactions=post.reaction_counts,
        )


def revisions(person: Person) -> Iterator[dict[str, Any]]:
    """Earlier wordings that are the person's."""
    rows = PostRevision.objects.filter(written_by=person, post__removed_at=None)
    rows = rows.defer("html", "post__source", "post__html").order_by("pk")
    for row in placed(rows, person, "post__").iterator(chunk_size=CHUNK):
        place = place_of(row, row.post.topic, row.post.number)
        yield place.said() | {
            "wording": row.number,
            "format": row.format,
            "source": row.source,
            "written_at": row.written_at,
        }


def removed(person: Person) -> Iterator[dict[str, Any]]:
    """Posts of the person that moderators have removed: why, and what they said while that is kept."""
    rows = Removal.objects.filter(post__author=person).defer("html").order_by("pk")
    for row in placed(rows, person, "post__").iterator(chunk_size=CHUNK):
        place = place_of(row, row.post.topic, row.post.number)
        yield place.said() | {
            "reason": row.reason,
            "removed_at": row.removed_at,
            "format": row.format,
            "source": row.source,
        }


def removed_topics(person: Person) -> Iterator[dict[str, Any]]:
    """Topics of the person that moderators have removed, and why. What they said there is among their posts while it is
    kept.
    """
    homes = boards_readable_by(reach_of(person)).filter(pk=OuterRef("home_board_id"))
    rows = removed_by_others().filter(author=person).annotate(may_read_home=Exists(homes))
    for topic in rows.order_by("-removed_at", "-pk").iterator(chunk_size=CHUNK):
        known = topic.may_read_home and topic.post_count > 0
        yield {
            "topic": topic.pk,
            "title": topic.title if known else None,
            "reason": topic.removal_reason,
            "removed_at": topic.removed_at,
        }


def drafts(person: Person) -> Iterator[dict[str, Any]]:
    """Words that the person has not posted."""
    rows = Draft.objects.filter(person=person).order_by("pk")
    for row in rows.iterator(chunk_size=CHUNK):
        yield {"place": row.place, "title": row.title, "body": row.body, "updated_at": row.updated_at}


def held_posts(person: Person) -> Iterator[dict[str, Any]]:
    """What the person sent that waited, or waits, for a moderator."""
    for row in HeldPost.objects.filter(author=person).order_by("pk").iterator(chunk_size=CHUNK):
        yield {
            "topic": row.topic_id,
            "title": row.title,
            "type": row.type,
            "tags": row.tags,
            "source": row.source,
            "state": row.state,
            "answer": row.reason,
            "created_at": row.created_at,
            "decided_at": row.decided_at,
        }


def own_files(person: Person) -> Iterator[Attachment]:
    """What the person uploaded, in posts, messages and sessions, and on its way there."""
    return Attachment.objects.filter(owner=person).order_by("created_at", "pk").iterator(chunk_size=CHUNK)


def how_much(person: Person) -> int:
    """How many posts, messages and files there are: what takes its time."""
    posts = Post.objects.filter(author=person, removed_at=None).count()
    posts += Message.objects.filter(author=person, removed_at=None).count()
    return posts + Attachment.objects.filter(owner=person).count()
