"""What people have put on messages, and what messages said before."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count

from forum.chat.models import Message, MessageReaction, MessageRevision
from forum.people.models import Person


def own_reactions_to(person: Person, message_ids: Iterable[int]) -> dict[int, set[str]]:
    """The kinds of reaction that the person has put on these messages, by message id; one query."""
    found: dict[int, set[str]] = {}
    rows = MessageReaction.objects.filter(person=person, message__in=list(message_ids))
    for message_id, kind in rows.values_list("message_id", "kind"):
        found.setdefault(message_id, set()).add(kind)
    return found


def reaction_counts_of(message: Message) -> dict[str, int]:
    """How often each kind of reaction was put on the message, counted now."""
    return dict(message.reactions.order_by().values_list("kind").annotate(number=Count("pk")))


def revisions_of_message(message: Message) -> list[MessageRevision]:
    """What it said before each edit, the latest first."""
    return list(message.revisions.order_by("-number"))
