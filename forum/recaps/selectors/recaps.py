"""Recaps of live sessions, and what they are drafted from."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from forum.chat.models import Message
from forum.discussions.models import Topic
from forum.discussions.selectors.topics import topics_visible_to
from forum.gatherings.models import Gathering, Host, Material, Poll, Question
from forum.gatherings.selectors.gatherings import gatherings_seen_by
from forum.people.actors import Actor
from forum.recaps.models import Recap

MOST_OF_EACH = 25


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a session that is over: of each kind the first `MOST_OF_EACH`."""

    gathering: Gathering
    hosts: list[Host]
    materials: list[Material]
    kept: list[Message]
    answered: list[Question]
    waiting: list[Question]
    polls: list[Poll]


def facts_of(gathering: Gathering) -> Facts:
    """What a recap is drafted from: questions by votes, polls whose counts everybody reads, highlights and messages
    that are kept in view.
    """
    asked = (
        Question.objects.filter(gathering=gathering).select_related("answer").order_by("-votes", "asked_at")
    )
    waiting = asked.filter(state__in=[Question.State.OPEN, Question.State.TAKEN])
    is_kept = Q(highlighted_at__isnull=False) | Q(pinned_at__isnull=False)
    kept = Message.objects.filter(is_kept, room=gathering.room_id, removed_at=None)
    polls = Poll.objects.filter(gathering=gathering, is_shown=True).exclude(state=Poll.State.PREPARED)
    return Facts(
        gathering=gathering,
        hosts=list(Host.objects.filter(gathering=gathering).select_related("person")[:MOST_OF_EACH]),
        materials=list(
            Material.objects.filter(gathering=gathering).select_related("attachment")[:MOST_OF_EACH]
        ),
        kept=list(kept.order_by("seq")[:MOST_OF_EACH]),
        answered=list(asked.filter(state=Question.State.ANSWERED)[:MOST_OF_EACH]),
        waiting=list(waiting.select_related("going_on__topic__home_board")[:MOST_OF_EACH]),
        polls=list(polls.order_by("prepared_at", "pk")[:MOST_OF_EACH]),
    )


def highlights_of(gathering: Gathering) -> list[Message]:
    """What those who led it wanted to keep of what was said, in the order of the talk. For who reads along."""
    rows = Message.objects.filter(room=gathering.room_id, removed_at=None, highlighted_at__isnull=False)
    return list(rows.select_related("author").order_by("seq")[:MOST_OF_EACH])


def recap_of(gathering: Gathering) -> Recap | None:
    """What was kept of its recap, or that it was signed."""
    return Recap.objects.select_related("changed_by", "board").filter(pk=gathering.pk).first()


def signed_recap_of(actor: Actor, gathering: Gathering) -> Topic | None:
    """The topic that its recap became, if the actor reads it."""
    return topics_visible_to(actor).filter(recap_of=gathering.pk).first()


def sessions_summed_up_in(actor: Actor, topic: Topic) -> list[Gathering]:
    """The sessions of which a topic is the recap, that the actor sees."""
    return list(gatherings_seen_by(actor).filter(recap__topic=topic).order_by("starts_at", "pk"))


def topic_of_recap(gathering_id: int) -> int:
    """The id of the topic that its recap became. Raises Recap.DoesNotExist."""
    recap = Recap.objects.only("topic").get(pk=gathering_id, topic__isnull=False)
    assert recap.topic_id is not None
    return recap.topic_id
