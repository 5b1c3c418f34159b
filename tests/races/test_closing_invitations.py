"""Several invitations closed at once while somebody whom they concern closes their account: all lock them by id."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from forum.communities.actions.batches import invite_many
from forum.communities.actions.invitations import invite_by_link, invite_by_mail
from forum.communities.actions.roles import take_out_member
from forum.communities.models import Invitation
from forum.people.models import Person
from tests.factories import make_community, make_member, make_person

pytestmark = [pytest.mark.django_db(transaction=True)]

PATIENCE = 20  # seconds; a lock that is waited for ends with the other transaction
ADDRESSES = ["ann@looms.example", "bo@looms.example"]

Closing = Callable[[], Any]


def _taking_out() -> Closing:
    facilitator = make_person()
    community = make_community(facilitator=facilitator)
    person = make_member(community)
    for _link in range(2):
        Invitation.objects.filter(
            pk=invite_by_link(inviter=facilitator, community=community, most_uses=5).pk
        ).update(invited_by=person)
    return lambda: take_out_member(
        taker=Person.objects.get(pk=facilitator.pk), person=person, community=community, reason="Sold it."
    )


def _inviting_anew() -> Closing:
    facilitator, then = make_person(), timezone.now() - timedelta(days=40)
    community = make_community(facilitator=facilitator)
    for address in ADDRESSES:
        invite_by_mail(inviter=facilitator, community=community, email=address, now=then)
    return lambda: invite_many(
        inviter=Person.objects.get(pk=facilitator.pk),
        community=community,
        name="Weavers",
        text="\n".join(ADDRESSES),
    )


@pytest.mark.parametrize("scene", [_taking_out, _inviting_anew])
def test_what_is_closed_together_is_locked_in_the_order_of_those_who_leave(
    scene: Callable[[], Closing],
) -> None:
    close = scene()
    first, second = Invitation.objects.order_by("pk")
    Invitation.objects.filter(pk=first.pk).update(
        token="anew"
    )  # it lies behind the other one in the table now
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            _lock(first)
            closing = pool.submit(_in_thread, close)
            assert _comes_to_wait_for_this(closing)
            _lock(second)
        assert not isinstance(closing.result(PATIENCE), Exception), closing.result()
    assert set(Invitation.objects.filter(pk__in=[first.pk, second.pk]).values_list("state", flat=True)) == {
        "revoked"
    }


def _lock(invitation: Invitation) -> None:
    Invitation.objects.select_for_update().get(pk=invitation.pk)


def _in_thread(act: Closing) -> Any:
    try:
        return act()
    except Exception as error:  # noqa: BLE001 -- what went wrong is what the test wants to see
        return error
    finally:
        connection.close()


def _comes_to_wait_for_this(future: Future[Any]) -> bool:
    until = monotonic() + PATIENCE
    blocked = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND %s = ANY (pg_blocking_pids(pid)))"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        this = cursor.fetchone()
    while monotonic() < until and not future.done():
        with connection.cursor() as cursor:
            cursor.execute(blocked, this)
            if cursor.fetchone()[0]:
                return True
        sleep(0.01)
    return False
