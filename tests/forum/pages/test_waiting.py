"""The first page says who waits for its reader, and for whom its reader waits."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forum.communities.actions.joining import accept_request, ask_to_join
from forum.communities.models import Community, FoundingRequest, JoiningRequest, Role
from forum.communities.selectors.figures import longest_waiting
from forum.discussions.actions.deciding import decline_held
from forum.discussions.models import Board, HeldPost
from forum.gatherings.actions.joint import ask_to_take_part
from forum.pages.waiting import LATELY, who_waits
from forum.people.actions.stewards import shut_out
from forum.people.models import Application, Person
from tests.factories import (
    hold_topic,
    make_board,
    make_board_moderator,
    make_community,
    make_member,
    make_person,
    make_steward,
    suspend,
)
from tests.forum.gatherings.meeting import meeting

pytestmark = pytest.mark.django_db


def lines(person: Person) -> list[str]:
    """What the first page says, line by line, as the person reads it."""
    html = who_waits(Person.objects.get(pk=person.pk))
    found = re.findall(r"<li.*?</li>", html, re.DOTALL)
    return [" ".join(re.sub(r"<time.*?</time>|<[^>]+>", "", each).split()) for each in found]


@pytest.fixture
def place() -> Community:
    return make_community("Night teaching", joining="request")


ALL = "Everything that waits, in one list"


def test_those_who_decide_are_told_and_nobody_else(place: Community) -> None:
    facilitator, moderator = (make_member(place, role=role) for role in (Role.FACILITATOR, Role.MODERATOR))
    board, member = make_board(place, approval=Board.Approval.EVERYTHING), make_member(place)
    ask_to_join(person=make_person(), community=place)
    ask_to_join(person=make_person(), community=place)
    hold_topic(board)
    asked, held = "2 people ask to join Night teaching", "1 post waits to be let through in Night teaching"
    assert (lines(facilitator), lines(moderator), lines(member)) == ([ALL, asked, held], [ALL, held], [])
    assert (lines(make_person()), lines(make_steward())) == ([], [])


def test_moderators_of_a_board_are_told_of_that_board_alone(place: Community) -> None:
    own, other = (
        make_board(place, approval=Board.Approval.EVERYTHING),
        make_board(place, approval=Board.Approval.EVERYTHING),
    )
    moderator = make_board_moderator(own)
    hold_topic(other)
    assert lines(moderator) == []
    hold_topic(own)
    assert lines(moderator) == [ALL, "1 post waits to be let through in Night teaching"]
    suspend(moderator, place)
    assert lines(moderator) == []


def test_stewards_see_what_waits_in_communities_of_others_on_their_own_page(
    place: Community, client: Client
) -> None:
    steward = make_steward()
    hold_topic(make_board(place, approval=Board.Approval.EVERYTHING))
    client.force_login(steward)
    assert "1 post waits to be let through in Night teaching" in client.get("/stewards/").content.decode()
    assert lines(steward) == []


def test_stewards_are_told_who_would_come_in_and_what_is_proposed() -> None:
    steward, member, applicant = make_steward(), make_person(), make_person(is_active=False)
    Application.objects.create(person=applicant, reason="I teach.")
    FoundingRequest.objects.create(person=member, fields={"name": "Night teaching"}, reason="We meet anyway.")
    told = ["1 person waits to be let into the network", "1 new community is proposed"]
    assert (lines(steward), lines(member)) == (told, [])


def test_who_asked_is_told_that_they_wait_until_they_are_answered(place: Community) -> None:
    person = make_person()
    request = ask_to_join(person=person, community=place)
    assert lines(person) == ["You asked to join Night teaching; a facilitator answers by mail."]
    Community.objects.filter(pk=place.pk).update(visibility="hidden")
    assert lines(person) == []
    Community.objects.filter(pk=place.pk).update(visibility="open")
    accept_request(facilitator=make_member(place, role=Role.FACILITATOR), request=request)
    assert lines(person) == []


def test_requests_of_those_who_were_shut_out_wait_for_nobody(place: Community) -> None:
    facilitator, person = make_member(place, role=Role.FACILITATOR), make_person()
    ask_to_join(person=person, community=place)
    assert [each.number for each in longest_waiting()] == [1]
    shut_out(steward=make_steward(), person=person, reason="Sold the list.")
    assert longest_waiting() == []
    assert (lines(facilitator), JoiningRequest.objects.filter(state="waiting").count()) == ([], 1)


def test_authors_are_told_that_words_wait_and_for_a_while_that_they_came_back(place: Community) -> None:
    author, moderator = make_member(place), make_member(place, role=Role.MODERATOR)
    board = make_board(place, approval=Board.Approval.EVERYTHING)
    hold_topic(board, author)
    back = hold_topic(board, author)
    decline_held(moderator=moderator, held=back, revision=back.revision, reason="Names a patient.")
    waits = "1 post of yours waits for a moderator"
    assert lines(author) == [waits, "1 post of yours came back with a moderator’s reason"]
    HeldPost.objects.filter(pk=back.pk).update(decided_at=timezone.now() - LATELY - timedelta(minutes=1))
    assert lines(author) == [waits]


def test_it_costs_the_same_however_many_wait() -> None:
    facilitator, counts = make_person(), []
    for many in (1, 10):
        for _ in range(many):
            place = make_community(joining="request")
            make_member(place, facilitator, role=Role.FACILITATOR)
            ask_to_join(person=make_person(), community=place)
            hold_topic(make_board(place, approval=Board.Approval.EVERYTHING))
        reader = Person.objects.get(pk=facilitator.pk)
        with CaptureQueriesContext(connection) as queries:
            assert "asks to join" in who_waits(reader)
        counts.append(len(queries))
    # who they are where; requests, posts, reports, appeals, topics that are carried or look for a home; sessions
    # of others; own requests and words; topics that they or others carry; words taken to boards: theirs, others'
    assert counts == [13, 13]


def test_sessions_of_others_that_ask_a_community_stand_there(place: Community) -> None:
    facilitator, member = make_member(place, role=Role.FACILITATOR), make_member(place)
    other = make_community()
    host = other.memberships.get().person
    ask_to_take_part(host=host, gathering=meeting(host, other), community=place, note="It is yours, too.")
    shown = who_waits(Person.objects.get(pk=facilitator.pk))
    assert ("1 live session of others asks" in shown, reverse("queue") in shown) == (True, True)
    assert who_waits(Person.objects.get(pk=member.pk)) == ""


def test_it_stands_on_the_first_page(place: Community, client: Client) -> None:
    facilitator = make_member(place, role=Role.FACILITATOR)
    client.force_login(facilitator)
    assert "They wait for you" not in client.get("/").content.decode()
    ask_to_join(person=make_person(), community=place)
    assert "They wait for you" in client.get("/").content.decode()
