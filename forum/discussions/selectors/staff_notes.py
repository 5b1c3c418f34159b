"""Notes of moderators in threads."""

from __future__ import annotations

from uuid import UUID

from forum.core.known_queries import KnownQuery
from forum.discussions.models import StaffNote, Topic
from forum.people.models import Person


def notes_in(topic: Topic) -> list[StaffNote]:
    """All notes in a topic with who wrote and changed them, the oldest first. No audience: the policy is asked of each.

    No query where the topic knows that it has none.
    """
    return _in_topic(topic.pk) if topic.is_noted else []


_in_topic = KnownQuery(
    lambda topic_id: (
        StaffNote.objects.filter(topic=topic_id, removed_at=None)
        .select_related("author", "edited_by", "community", "post")
        .order_by("created_at", "pk")
    )
)


def has_notes(topic: Topic) -> bool:
    """Whether any stands in the topic now."""
    return StaffNote.objects.filter(topic=topic, removed_at=None).exists()


def note_with_post(note_id: int) -> StaffNote | None:
    """A note that stands, with what it is beside; whoever asks for it has the policy asked."""
    rows = StaffNote.objects.select_related("author", "edited_by", "community", "post")
    return rows.filter(pk=note_id, removed_at=None).first()


def note_sent_before(author: Person, client_key: UUID | None) -> StaffNote | None:
    """What this key has become already."""
    if client_key is None:
        return None
    return StaffNote.objects.filter(author=author, client_key=client_key).first()
