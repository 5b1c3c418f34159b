"""Asking elsewhere: a topic in words of its own, tied to the one it comes from."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.policies.measures import may_speak_from_outside
from forum.core.events import publish
from forum.core.verdicts import Refused, require
from forum.crossposting.events import QuestionAskedThere
from forum.crossposting.models import AskedThere
from forum.crossposting.policies.questions import may_ask_there
from forum.discussions.actions.tying import tie_topics
from forum.discussions.models import HeldPost, Topic
from forum.discussions.selectors.topics import topic_with_placements
from forum.people.models import Person


@transaction.atomic
def tie_question(
    *, asker: Person, source: Topic, sent: Topic | HeldPost, now: datetime | None = None
) -> None:
    """Let a topic that the asker started elsewhere, out of `source`, and `source` show each other to their readers.

    Nothing of `source` goes along but that. Where the words wait for a moderator they are tied once they stand. Twice
    is once. Raises Refused.
    """
    board = sent.home_board if isinstance(sent, Topic) else sent.board
    if sent.author_id != asker.pk:
        raise Refused(_("Only its author can say what a topic was asked out of."))
    source = topic_with_placements(source.pk) or source
    require(may_ask_there(asker, source, board))
    require(may_speak_from_outside(asker, source.home_board.community, source.home_board_id))
    end = {"asked": sent} if isinstance(sent, Topic) else {"held": sent}
    if AskedThere.objects.filter(**end).exists():
        return
    AskedThere.objects.create(source=source, asked_by=asker, created_at=now or timezone.now(), **end)
    if isinstance(sent, Topic):
        tie_topics(source.pk, sent.pk)
        publish(QuestionAskedThere(asked_id=sent.pk))


def tie_what_was_held(*, held_id: int) -> None:
    """Words that waited stand as a topic now. Part of the action that let them through."""
    row = AskedThere.objects.filter(held=held_id, asked=None).first()
    post = HeldPost.objects.select_related("post").get(pk=held_id).post if row is not None else None
    if row is None or post is None:
        return
    row.asked_id = post.topic_id
    row.save(update_fields=["asked"])
    tie_topics(row.source_id, post.topic_id)
    publish(QuestionAskedThere(asked_id=post.topic_id))


def follow_united_topic(*, topic_id: int, into_id: int) -> None:
    """Both ends go along with a topic that was united with another. Part of the action that unites them."""
    AskedThere.objects.filter(source=topic_id).exclude(asked=into_id).update(source=into_id)
    AskedThere.objects.filter(source=topic_id).delete()
    row = AskedThere.objects.filter(asked=topic_id).first()
    if row is not None and row.source_id != into_id and not AskedThere.objects.filter(asked=into_id).exists():
        AskedThere.objects.filter(pk=row.pk).update(asked=into_id)
    AskedThere.objects.filter(asked=topic_id).delete()
    if AskedThere.objects.filter(Q(source=into_id) | Q(asked=into_id)).exists():
        tie_topics(into_id)
