"""Hands in live sessions: who has not spoken comes first, one speaks at a time, and nobody is left in the line."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forum.chat.models import RoomEvent
from forum.communities.actions.measures import mute_person, warn_person
from forum.communities.actions.members import leave_community
from forum.communities.models import Community
from forum.core.verdicts import Refused
from forum.gatherings.actions.hands import (
    call_hand,
    lower_all_hands,
    lower_hand,
    raise_hand,
    skip_hand,
)
from forum.gatherings.actions.joint import end_part
from forum.gatherings.actions.leading import end_gathering
from forum.gatherings.actions.leaving import let_go_of_sessions
from forum.gatherings.actions.questions import ask_question
from forum.gatherings.actions.scheduling import cancel_gathering
from forum.gatherings.models import Gathering, Hand, Question
from forum.gatherings.selectors.hands import hand_called, hands_up, turns_in_line
from forum.people.models import Person
from forum.personal_data.selectors.sessions import hands_raised
from tests.factories import make_community, make_member, make_person
from tests.forum.gatherings.going_on import joined
from tests.forum.gatherings.meeting import again, meeting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]


@pytest.fixture
def people(community: Community) -> list[Person]:
    return [make_member(community, make_person(name)) for name in ("Bea Quist", "Cy Noor", "Di Okoro")]


def up(person: Person, gathering: Gathering, minutes: int = 0) -> Hand:
    moment = timezone.now() + timedelta(minutes=minutes)
    return raise_hand(person=person, gathering=again(gathering), now=moment)


def line(gathering: Gathering) -> list[str]:
    return [hand.person.display_name.split()[0] for hand in hands_up(gathering)]


def told(gathering: Gathering) -> list[dict[str, Any]]:
    rows = RoomEvent.objects.filter(room=again(gathering).room_id, kind="hands").order_by("seq")
    return [row.data for row in rows]


def test_who_has_not_spoken_comes_first_then_who_waited_longest(
    host: Person, gathering: Gathering, people: list[Person]
) -> None:
    bea, cy, di = people
    for minutes, person in enumerate(people):
        assert up(person, gathering, minutes) == up(person, gathering, minutes + 9)
    assert line(gathering) == ["Bea", "Cy", "Di"]
    first = hands_up(gathering)[0]
    for _time in range(2):
        call_hand(host=host, hand=first)
    lower_hand(person=bea, gathering=again(gathering))
    up(bea, gathering, 3)
    assert line(gathering) == ["Cy", "Di", "Bea"]
    skip_hand(host=host, hand=hands_up(gathering)[0], now=timezone.now() + timedelta(minutes=5))
    assert line(gathering) == ["Di", "Cy", "Bea"]
    call_hand(host=host, hand=hands_up(gathering)[0])
    call_hand(host=host, hand=hands_up(gathering)[0])
    called = hand_called(gathering)
    assert called is not None and called.person == cy and line(gathering) == ["Bea"]
    assert [each["author"]["name"] for each in told(gathering)[-1]["up"]] == ["Bea Quist"]
    assert [each for each in told(gathering)[:-1] if each] == []
    assert [each["state"] for each in hands_raised(di)] == ["spoke"]


def test_questions_from_afar_come_between_hands(
    host: Person, gathering: Gathering, people: list[Person]
) -> None:
    for minutes, person in enumerate(people):
        up(person, gathering, minutes)
    for words in ("First?", "Second?"):
        ask_question(asker=host, gathering=again(gathering), words=words, client_id=uuid4())
    turns = turns_in_line(hands_up(gathering), list(Question.objects.order_by("pk")))
    said = [
        each.hand.person.display_name if each.hand else each.question and each.question.words
        for each in turns
    ]
    assert said == ["Bea Quist", "Cy Noor", "First?", "Di Okoro", "Second?"]


def test_hands_are_up_while_it_is_live_and_those_who_lead_call(
    host: Person, community: Community, gathering: Gathering, people: list[Person]
) -> None:
    with pytest.raises(Refused, match="while the session is live"):
        up(people[0], meeting(host, community))
    with pytest.raises(Refused):
        up(make_person(), gathering)
    hand = up(people[0], gathering)
    for act in (lambda: call_hand(host=people[1], hand=hand), lambda: skip_hand(host=people[1], hand=hand)):
        with pytest.raises(Refused, match="host this session"):
            act()
    up(people[1], gathering)
    assert lower_all_hands(host=host, gathering=again(gathering)) == 2
    assert lower_all_hands(host=host, gathering=again(gathering)) == 0
    with pytest.raises(Refused, match="no longer up"):
        call_hand(host=host, hand=hand)
    up(people[0], gathering)
    end_gathering(host=host, gathering=again(gathering))
    assert line(gathering) == [] and told(gathering)[-1] == {"number": 0, "up": [], "called": None}


def test_who_leaves_is_in_no_line(community: Community, gathering: Gathering, people: list[Person]) -> None:
    for person in people:
        up(person, gathering)
    leave_community(person=people[0], community=community)
    let_go_of_sessions(person_id=people[1].pk)
    assert line(gathering) == ["Di"] and list(hands_raised(people[1])) == []
    assert "Bea Quist" not in str(told(gathering)) and "Cy Noor" not in str(told(gathering))


def test_who_is_silenced_or_out_is_in_no_line_and_who_takes_part_otherwise_stays(
    host: Person, community: Community, gathering: Gathering, people: list[Person]
) -> None:
    other = make_community("Night teaching", visibility="private")
    part = joined(gathering, other)
    through, (bea, cy, di) = make_member(other, make_person("Eve Lund")), people
    make_member(other, di)
    for minutes, person in enumerate((bea, cy, di, through)):
        up(person, gathering, minutes)
    until = timezone.now() + timedelta(days=1)
    mute_person(moderator=host, person=bea, community=community, ends_at=until, reason="Loud.")
    warn_person(moderator=host, person=cy, community=community, reason="Loud.")
    leave_community(person=di, community=community)
    assert line(gathering) == ["Cy", "Di", "Eve"]
    end_part(person=host, joint=part)
    assert line(gathering) == ["Cy"] and [each["author"]["name"] for each in told(gathering)[-1]["up"]] == [
        "Cy Noor"
    ]


def test_in_a_cancelled_session_nobody_waits_and_whoever_listens_hears_of_it(
    host: Person, gathering: Gathering, people: list[Person]
) -> None:
    up(people[0], gathering)
    cancel_gathering(host=host, gathering=again(gathering), why="Fire drill.")
    assert line(gathering) == [] and told(gathering)[-1]["up"] == []
    last = RoomEvent.objects.filter(room=again(gathering).room_id).order_by("-seq").first()
    assert last is not None and (last.kind, last.data["state"]) == ("session", "cancelled")


def test_on_the_page_by_forms(
    client: Client, host: Person, gathering: Gathering, people: list[Person]
) -> None:
    page = gathering.get_absolute_url()
    client.force_login(people[0])
    for name, shown in (("hand-up", "Bea Quist"), ("hand-down", "Raise your hand"), ("hand-up", "Bea Quist")):
        assert client.post(reverse(name, args=[gathering.pk])).status_code == 302
        assert shown in client.get(page).content.decode()
    hand = Hand.objects.get(state="up")
    assert client.post(reverse("hand-call", args=[gathering.pk, hand.pk])).status_code == 403
    client.force_login(host)
    assert "not called yet" in client.get(page).content.decode()
    for name in ("hand-call", "hand-skip"):
        assert client.post(reverse(name, args=[gathering.pk, hand.pk])).status_code == 302
    assert client.post(reverse("hands-down", args=[gathering.pk])).status_code == 302
    client.force_login(make_person())
    assert client.post(reverse("hand-up", args=[gathering.pk])).status_code == 404
