"""Asking elsewhere: a topic in words of its own, tied to the one it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from forum.core.events import publish
from forum.core.verdicts import require
from forum.crossposting.events import QuestionAskedThere
from forum.crossposting.models import AskedThere
from forum.crossposting.policies.questions import may_ask_there
from forum.discussions.actions.submitting import submit_topic
from forum.discussions.models import Board, HeldPost, Topic
from forum.discussions.selectors.topics import topic_with_placements
from forum.people.models import Person


@transaction.atomic
def ask_there(
    *,
    asker: Person,
    source: Topic,
    board: Board,
    title: str,
    body: str,
    type: str = Topic.Type.QUESTION,
    tags: Iterable[str] = (),
    client_key: UUID | None = None,
    now: datetime | None = None,
) -> Topic | HeldPost:
    """Start a topic on a board that more people read than `source`; its readers are shown each other's end alone.

    Nothing of `source` goes along but that somebody asked. The same `client_key` again gives the first topic back.
    Where words wait for a moderator they are tied once they stand. Raises Refused, Invalid or
    TooMany.
    """
    read = topic_with_placements(source.pk)
    require(may_ask_there(asker, read or source, board))
    sent = submit_topic(
        author=asker,
        board=board,
        title=title,
        body=body,
        type=type,
        tags=tags,
        client_key=client_key,
        now=now,
    )
    tie(source_id=source.pk, sent=sent, by=asker, now=now)
    return sent


def tie(*, source_id: int, sent: Topic | HeldPost, by: Person, now: datetime | None) -> None:
    """Let each end show the other to those who read it. Twice is once. Part of the action that starts it."""
    end = {"asked": sent} if isinstance(sent, Topic) else {"held": sent}
    if AskedThere.objects.filter(**end).exists():
        return
    AskedThere.objects.create(source_id=source_id, asked_by=by, created_at=now or timezone.now(), **end)
    if isinstance(sent, Topic):
        publish(QuestionAskedThere(asked_id=sent.pk))


def tie_what_was_held(*, held_id: int) -> None:
    """Words that waited stand as a topic now. Part of the action that let them through."""
    row = AskedThere.objects.filter(held=held_id, asked=None).first()
    post = HeldPost.objects.select_related("post").get(pk=held_id).post if row is not None else None
    if row is None or post is None:
        return
    row.asked_id = post.topic_id
    row.save(update_fields=["asked"])
    publish(QuestionAskedThere(asked_id=post.topic_id))


def follow_united_topic(*, topic_id: int, into_id: int) -> None:
    """Both ends go along with a topic that was united with another. Part of the action that unites them."""
    AskedThere.objects.filter(source=topic_id).exclude(asked=into_id).update(source=into_id)
    AskedThere.objects.filter(source=topic_id).delete()
    row = AskedThere.objects.filter(asked=topic_id).first()
    if row is not None and row.source_id != into_id and not AskedThere.objects.filter(asked=into_id).exists():
        AskedThere.objects.filter(pk=row.pk).update(asked=into_id)
    AskedThere.objects.filter(asked=topic_id).delete()
