"""What moderators do and their suspension at the same moment: one waits for the other, and then sees it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import connection, transaction

from forum.communities.models import Membership, Role
from forum.communities.selectors.standing import memberships_of
from forum.core.verdicts import Refused
from forum.discussions.actions.marks import accept_answer, unaccept_answer
from forum.discussions.actions.taking_down import take_down_post
from forum.discussions.actions.topics import lock_topic, pin_topic, unlock_topic, unpin_topic
from forum.discussions.models import Post, Topic
from forum.invariants.selectors import breaches
from forum.people.models import Person
from tests.factories import make_board, make_member, make_reply, make_steward, make_topic, suspend

pytestmark = [pytest.mark.django_db(transaction=True)]

PATIENCE = 20  # seconds until what should happen counts as not happening
Act = Callable[[Person, Topic, Post], Any]


def lock(person: Person, topic: Topic, _reply: Post) -> None:
    lock_topic(moderator=person, topic=topic)


def unlock(person: Person, topic: Topic, _reply: Post) -> None:
    unlock_topic(moderator=person, topic=topic)


def pin(person: Person, topic: Topic, _reply: Post) -> None:
    pin_topic(moderator=person, topic=topic, board=topic.home_board)


def unpin(person: Person, topic: Topic, _reply: Post) -> None:
    unpin_topic(moderator=person, topic=topic, board=topic.home_board)


def accept(person: Person, _topic: Topic, reply: Post) -> None:
    accept_answer(person=person, post=reply)


def unaccept(person: Person, topic: Topic, _reply: Post) -> None:
    unaccept_answer(person=person, topic=topic)


def remove(person: Person, _topic: Topic, reply: Post) -> None:
    take_down_post(moderator=person, post=reply, reason="Off topic.")


# Each with what a steward did before, so that there is something to undo.
ACTS: list[tuple[Act, Act | None]] = [
    (lock, None), (unlock, lock), (pin, None), (unpin, pin), (accept, None), (unaccept, accept), (remove, None),
]  # fmt: skip
all_acts = pytest.mark.parametrize(("act", "before"), ACTS, ids=[act.__name__ for act, _before in ACTS])


def scene(before: Act | None) -> tuple[Person, Topic, Post]:
    """A moderator whose standing was read while it was good, a question, and a reply to it."""
    topic = make_topic(make_board(kind="questions"), type=Topic.Type.QUESTION)
    reply = make_reply(topic)
    if before is not None:
        before(make_steward(), topic, reply)
    moderator = make_member(topic.home_board.community, role=Role.MODERATOR)
    assert topic.home_board.community_id in memberships_of(moderator)
    return moderator, Topic.objects.get(pk=topic.pk), reply


def state(topic: Topic, reply: Post) -> tuple[bool, bool, int | None, bool]:
    """Whether the topic is locked and pinned, what is accepted, and whether the reply is gone."""
    topic.refresh_from_db()
    reply.refresh_from_db()
    is_pinned = topic.placements.get().pinned_at is not None
    return topic.locked_at is not None, is_pinned, topic.accepted_post_id, reply.removed_at is not None


def in_thread(act: Callable[[], Any]) -> Any:
    try:
        return act()
    except Refused as refusal:
        return refusal
    finally:
        connection.close()


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def comes_to_wait_for(backend_id: int, future: Future[Any]) -> bool:
    """True once a connection waits for that one; False if the future is done without."""
    until = monotonic() + PATIENCE
    waiting = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND %s = ANY (pg_blocking_pids(pid)))"
    while monotonic() < until and not future.done():
        with connection.cursor() as cursor:
            cursor.execute(waiting, [backend_id])
            if cursor.fetchone()[0]:
                return True
        sleep(0.01)
    return False


@all_acts
def test_an_act_waits_for_a_suspension_under_way_and_is_refused(act: Act, before: Act | None) -> None:
    moderator, topic, reply = scene(before)
    was = state(topic, reply)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            suspend(Person.objects.get(pk=moderator.pk), topic.home_board.community)
            acting = pool.submit(in_thread, lambda: act(moderator, topic, reply))
            waited = comes_to_wait_for(backend(), acting)
        result = acting.result(PATIENCE)
    assert (waited, type(result), state(topic, reply)) == (True, Refused, was)
    assert breaches() == []


@all_acts
def test_a_suspension_waits_for_an_act_under_way(act: Act, before: Act | None) -> None:
    moderator, topic, reply = scene(before)
    was = state(topic, reply)
    acted, may_end = Event(), Event()
    backends: list[int] = []

    @transaction.atomic
    def act_and_linger() -> None:
        backends.append(backend())
        act(moderator, topic, reply)
        acted.set()
        may_end.wait(PATIENCE)

    with ThreadPoolExecutor(2) as pool:
        acting = pool.submit(in_thread, act_and_linger)
        assert acted.wait(PATIENCE)
        person = Person.objects.get(pk=moderator.pk)
        suspending = pool.submit(in_thread, lambda: suspend(person, topic.home_board.community))
        waited = comes_to_wait_for(backends[0], suspending)
        may_end.set()
        results = (acting.result(PATIENCE), suspending.result(PATIENCE))
    assert (waited, results) == (True, (None, None))
    assert state(topic, reply) != was
    assert Membership.objects.get(person=person).suspended_until is not None
    assert breaches() == []
