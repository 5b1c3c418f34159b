"""Those who lead a session begin it, take it on, announce and end it; two of them do not collide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forum.chat.models import Message, RoomEvent
from forum.communities.models import Community, Role
from forum.core.editions import ChangedMeanwhile
from forum.core.verdicts import Invalid, Refused
from forum.gatherings.actions.leading import (
    announce,
    end_gathering,
    set_phase,
    start_gathering,
    take_announcement_away,
)
from forum.gatherings.models import Gathering
from forum.gatherings.phases import phases_of
from forum.people.models import Person
from tests.factories import make_member, make_person
from tests.forum.gatherings.going_on import begun, near
from tests.forum.gatherings.meeting import again

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]


@pytest.fixture
def second(community: Community) -> Person:
    return make_member(community, make_person("Mo Lindt"), role=Role.FACILITATOR)


def told(gathering: Gathering) -> Iterator[dict[str, Any]]:
    rows = RoomEvent.objects.filter(room=gathering.room_id, kind="session").order_by("seq")
    return (row.data for row in rows)


def test_it_begins_once_whoever_presses_and_ends_once(
    host: Person, second: Person, community: Community
) -> None:
    gathering = near(host, community)
    for each in (host, second, host):
        stage = start_gathering(host=each, gathering=again(gathering))
        assert (stage.changed_by_id, stage.revision) == (host.pk, 1)
    for each in (second, host):
        end_gathering(host=each, gathering=again(gathering))
    found = [(each["state"], each["revision"]) for each in told(again(gathering))]
    assert found == [("live", 1), ("closed", 2)]
    with pytest.raises(Refused, match="over"):
        start_gathering(host=host, gathering=again(gathering))


def test_nobody_else_leads_and_nothing_begins_too_early(host: Person, community: Community) -> None:
    gathering, member = near(host, community, minutes=90), make_member(community, role=Role.MODERATOR)
    with pytest.raises(Refused, match="from an hour before"):
        start_gathering(host=host, gathering=gathering)
    Gathering.objects.filter(pk=gathering.pk).update(starts_at=timezone.now() + timedelta(minutes=59))
    with pytest.raises(Refused, match="host this session"):
        start_gathering(host=member, gathering=again(gathering))
    with pytest.raises(Refused, match="not begun"):
        end_gathering(host=host, gathering=again(gathering))
    start_gathering(host=host, gathering=again(gathering))
    for act in (
        lambda: end_gathering(host=member, gathering=again(gathering)),
        lambda: set_phase(host=member, gathering=again(gathering), phase=0, minutes=5, seen=1),
        lambda: announce(host=member, gathering=again(gathering), words="Hear.", client_id=uuid4()),
    ):
        with pytest.raises(Refused, match="host this session"):
            act()


def test_who_has_not_seen_where_it_is_does_not_take_it_elsewhere(
    host: Person, second: Person, community: Community
) -> None:
    gathering = begun(
        host, community, agenda=[{"minutes": 5, "words": "Read"}, {"minutes": 0, "words": "Ask"}]
    )
    assert [(str(each.words), each.minutes) for each in phases_of(gathering)] == [("Read", 5), ("Ask", 0)]
    stage = set_phase(host=host, gathering=again(gathering), phase=0, minutes=5, seen=1)
    assert stage.phase_ends_at is not None and stage.revision == 2
    again_pressed = set_phase(host=host, gathering=again(gathering), phase=0, minutes=5, seen=1)
    assert again_pressed.revision == 2
    for phase, minutes in ((1, 5), (0, 20), (0, 0)):
        with pytest.raises(ChangedMeanwhile):
            set_phase(host=second, gathering=again(gathering), phase=phase, minutes=minutes, seen=1)
    for phase, minutes in ((2, 5), (0, 241)):
        with pytest.raises(Invalid):
            set_phase(host=host, gathering=again(gathering), phase=phase, minutes=minutes, seen=2)
    set_phase(host=second, gathering=again(gathering), phase=1, minutes=0, seen=2)
    assert [(each["phase"], each["phase_ends"] is None) for each in told(again(gathering))][-2:] == [
        (0, False),
        (1, True),
    ]


def test_what_is_announced_is_said_once_kept_in_view_and_taken_from_above_again(
    host: Person, community: Community
) -> None:
    gathering, name = begun(host, community), uuid4()
    for _time in range(2):
        announce(host=host, gathering=again(gathering), words="Slides are *up*.", client_id=name)
    message = Message.objects.get()
    assert (message.pinned_at is not None, again(gathering).stage.announced_id) == (True, message.pk)
    for _time in range(2):
        take_announcement_away(host=host, gathering=again(gathering))
    assert [each["announced"] for each in told(again(gathering))] == [None, message.pk, None]


def test_on_the_page_it_is_led_by_forms_and_each_answer_is_true(
    client: Client, host: Person, second: Person, community: Community
) -> None:
    gathering = near(host, community)
    page = gathering.get_absolute_url()

    def pressed(name: str, **form: object) -> tuple[int, str]:
        answer = client.post(reverse(f"gathering-{name}", args=[gathering.pk]), form)
        if answer.status_code == 302:
            return 302, client.get(page).content.decode()
        return answer.status_code, answer.content.decode()

    client.force_login(make_member(community))
    assert pressed("start")[0] == 403 and "Begin</button>" not in client.get(page).content.decode()
    client.force_login(host)
    assert "Begin</button>" in client.get(page).content.decode()
    client.post(reverse("questions-nameless", args=[gathering.pk]), {"nameless": "yes"})
    assert "It has begun." in pressed("start")[1]
    client.force_login(second)
    assert "It is live already." in pressed("start")[1]
    status, shown = pressed("phase", phase="1", minutes="10", seen="2")
    assert status == 302 and "10 min left" in shown and 'aria-current="step"' in shown
    assert pressed("phase", phase="2", minutes="10", seen="2")[0] == 409
    assert pressed("phase", phase="x")[0] == 422
    status, shown = pressed("say-to-all", words="A" * 501)
    assert status == 422 and "A" * 501 in shown
    assert "Slides are up." in pressed("say-to-all", words="Slides are up.")[1]
    assert "session-announced" not in pressed("say-no-more")[1]
    status, shown = pressed("end")
    assert status == 302 and "After the session" in shown and "Lead the session" not in shown
    assert pressed("end")[0] == 302
