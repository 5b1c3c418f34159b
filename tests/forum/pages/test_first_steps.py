"""A newcomer's first steps: whose they are, what ticks them, and that nobody else ever sees them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum.communities.actions.members import join_community
from forum.communities.actions.settling import settle_in, take_first_steps_out
from forum.communities.models import Community, Membership, Role
from forum.core.limits import SETTING
from forum.core.verdicts import Refused, TooMany
from forum.discussions.actions.edits import remove_post
from forum.discussions.actions.following import follow_topic
from forum.discussions.actions.marks import react
from forum.discussions.actions.reading import mark_seen
from forum.discussions.models import Board, HeldPost, Level, Topic
from forum.invariants.selectors import breaches
from forum.people.models import Person
from tests.factories import (
    make_board,
    make_community,
    make_member,
    make_person,
    make_reply,
    make_topic,
    mute,
    suspend,
)
from tests.factories.people import refill
from tests.forum.pages.test_home import body

pytestmark = pytest.mark.django_db


class Place:
    """An open community with a board for questions, one for introductions, and something said on the first."""

    def __init__(self, **fields: Any) -> None:
        self.community = make_community(**({"visibility": "open", "welcome": "Come in."} | fields))
        self.ask = make_board(self.community, kind=Board.Kind.QUESTIONS, name="Ask")
        self.door = make_board(
            self.community, kind=Board.Kind.INTRODUCTIONS, name="Door", start_from=10, reply_from=10
        )
        self.question = make_topic(self.ask, title="How do you begin?", type="question")

    def member(self, *, days: int = 1, role: int = Role.MEMBER) -> Person:
        since = timezone.now() - timedelta(days=days)
        return make_member(self.community, role=role, since=since)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def steps(page: str) -> list[tuple[bool, str]]:
    """The steps on a page in order: whether done, and the first words."""
    items = re.findall(r'<li( class="is-done")?><svg class="first-step".*?<div>(.*?)</div>', page, re.S)
    texts = [
        (bool(done), re.sub(r"<[^>]*>", "", words).replace("Done: ", "").split()) for done, words in items
    ]
    return [(done, words[0]) for done, words in texts]


def shown_to(person: Person, place: Place) -> list[tuple[bool, str]]:
    return steps(body(signed_in(person), place.community.get_absolute_url()))


ALL = ["Read", "Follow", "Say", "Introduce", "Answer"]


# What ticks them -----------------------------------------------------------------------------------------


def test_each_step_is_ticked_by_what_was_done_here_and_the_list_goes_when_all_are() -> None:
    place, elsewhere = Place(), Place()
    person = place.member()
    make_member(elsewhere.community, person)

    def ticked() -> list[str]:
        found = shown_to(person, place)
        assert not found or [words for _done, words in found] == ALL
        return [words for done, words in found if done]

    for other in (elsewhere.question,):
        follow_topic(person=person, topic=other)
        react(person=person, post=other.posts.get(), kind="same")
        make_reply(other, author=person)
        make_topic(elsewhere.door, author=person)
        mark_seen(reader=person, topic=other, spans=[(1, 1)])
    assert ticked() == []
    mark_seen(reader=person, topic=place.question, spans=[(1, 1)])
    assert ticked() == ["Read"]
    follow_topic(person=person, topic=place.question)
    assert ticked() == ["Read", "Follow"]
    react(person=person, post=place.question.posts.get(), kind="same")
    assert ticked() == ["Read", "Follow", "Say"]
    make_topic(place.door, author=person)
    assert ticked() == ["Read", "Follow", "Say", "Introduce"]
    make_reply(place.question, author=person)
    assert shown_to(person, place) == []
    page = body(signed_in(person), f"/c/{place.community.slug}/first-steps/")
    assert steps(page) == [(True, words) for words in ALL]


def test_what_was_taken_back_is_not_done() -> None:
    place = Place()
    person = place.member()
    hello = make_topic(place.door, author=person)
    answer = make_reply(place.question, author=person)
    done = [words for is_done, words in shown_to(person, place) if is_done]
    for post in (answer, hello.posts.get()):
        remove_post(author=person, post=post)
    after = [words for is_done, words in shown_to(person, place) if is_done]
    assert (done, after) == (["Read", "Introduce", "Answer"], ["Read"])


def test_words_that_wait_for_a_moderator_are_a_step_taken() -> None:
    place = Place()
    person = place.member()
    kept = {"author": person, "source": "Hello.", "title": "Hello"}
    held = HeldPost.objects.create(board=place.door, **kept)
    HeldPost.objects.create(board=place.ask, topic=place.question, **kept)
    done = [words for is_done, words in shown_to(person, place) if is_done]
    held.state, held.decided_at = HeldPost.State.DECLINED, timezone.now()
    held.save()
    after = [words for is_done, words in shown_to(person, place) if is_done]
    assert (done, after) == (["Introduce", "Answer"], ["Answer"])


# Whose they are ------------------------------------------------------------------------------------------


def test_they_are_shown_to_newcomers_alone_and_each_gets_what_is_open_to_them() -> None:
    place = Place()
    muted, suspended, settled = (place.member() for _ in range(3))
    mute(muted, place.community)
    suspend(suspended, place.community)
    settle_in(person=settled, community=place.community)
    people = {
        "guest": place.member(role=Role.GUEST, days=900),
        "new": place.member(),
        "not finished": place.member(days=100),
        "long here": place.member(days=200),
        "settled": settled,
        "moderator": place.member(role=Role.MODERATOR),
        "facilitator": place.member(role=Role.FACILITATOR),
        "stranger": make_person(),
        "muted": muted,
        "suspended": suspended,
    }
    found = {name: [words for _done, words in shown_to(person, place)] for name, person in people.items()}
    assert found == {name: [] for name in people} | {
        "guest": ["Read", "Follow", "Say", "Introduce"],
        "new": ALL,
        "not finished": ALL,
        "muted": ["Read", "Follow"],
    }


def test_visitors_and_strangers_are_shown_how_to_begin() -> None:
    pages = {}
    for joining in Community.Joining.values:
        place = Place(joining=joining)
        for name, client in (("visitor", Client()), ("stranger", signed_in(make_person()))):
            page = body(client, place.community.get_absolute_url())
            found = page[page.index('id="newcomer"') :]
            pages[joining, name] = re.findall(r"<li>(.*?)</li>", found[: found.index("</section>")])
    follow = "ollow a topic whose course you would like to know. You need not belong here for that."
    visitor = ["Read. What stands here is open to everyone.", f"Sign in, and f{follow}"]
    stranger = [f"Read, and f{follow}"]
    assert pages == {
        ("open", "visitor"): [
            *visitor,
            "When you would like to answer or ask, join: it is open to everyone.",
        ],
        ("open", "stranger"): [
            *stranger,
            "When you would like to answer or ask, join: it is open to everyone.",
        ],
        ("request", "visitor"): [
            *visitor,
            "When you would like to answer or ask here, ask to join: one of the facilitators answers.",
        ],
        ("request", "stranger"): [
            *stranger,
            "When you would like to answer or ask here, ask to join: one of the facilitators answers.",
        ],
        ("invitation", "visitor"): [
            *visitor,
            "People join this community by invitation from one of its facilitators.",
        ],
        ("invitation", "stranger"): [
            *stranger,
            "People join this community by invitation from one of its facilitators.",
        ],
    }


def test_nobody_gets_the_steps_of_another_from_the_cache() -> None:
    place = Place()
    first, second = place.member(), place.member()
    make_topic(place.door, author=first, title="My own hello")
    for person in (first, second):  # both look twice, so that all that is kept is asked for
        for _ in range(2):
            shown_to(person, place)
    assert [shown_to(person, place)[3] for person in (first, second)] == [
        (True, "Introduce"), (False, "Introduce"),
    ]  # fmt: skip
    settle_in(person=first, community=place.community)
    assert [bool(shown_to(person, place)) for person in (first, second)] == [False, True]


def test_steps_lead_only_to_what_one_may_read_and_do() -> None:
    place = Place()
    make_board(
        place.community, name="Closed door", kind=Board.Kind.INTRODUCTIONS, start_from=Level.MODERATORS
    )
    back = make_board(place.community, name="Back room", read_from=Level.MODERATORS)
    make_topic(back, title="Between us", type="question")
    Board.objects.filter(pk=place.door.pk).update(archived_at=timezone.now())
    person = place.member()
    page = body(signed_in(person), f"/c/{place.community.slug}/first-steps/")
    assert [words for _done, words in steps(page)] == ["Read", "Follow", "Say", "Answer"]
    assert ["Between us" in page, "Back room" in page, "Closed door" in page] == [False] * 3


def test_in_a_community_where_nothing_is_said_there_is_only_what_can_be_done() -> None:
    place = Place(welcome="")
    Topic.objects.update(removed_at=timezone.now())
    person = place.member()
    assert shown_to(person, place) == [(False, "Introduce"), (False, "Answer")]
    Community.objects.filter(pk=place.community.pk).update(archived_at=timezone.now())
    assert shown_to(person, place) == []


# Putting them away ---------------------------------------------------------------------------------------


def test_they_can_be_put_away_and_taken_out_again() -> None:
    place = Place()
    person = place.member()
    client, address = signed_in(person), place.community.get_absolute_url()
    away, out = f"{address}first-steps/away/", f"{address}first-steps/out/"
    assert away in body(client, address)
    told = client.post(away, follow=True).content.decode()
    assert ("You find them again in the menu" in told, steps(told)) == (True, [])
    assert f'href="{address}first-steps/"' in told
    page = body(client, f"{address}first-steps/")
    assert (out in page, away in page, "Come in." in page) == (True, False, True)
    assert len(steps(client.post(out, follow=True).content.decode())) == 5
    assert away in body(client, f"{address}first-steps/")


def test_twice_is_once_and_the_first_moment_stays() -> None:
    place = Place()
    person, now = place.member(), timezone.now()
    settle_in(person=person, community=place.community, now=now)
    settle_in(person=person, community=place.community, now=now + timedelta(days=1))
    own = Membership.objects.get(person=person)
    assert own.settled_at == now
    for _ in range(2):
        take_first_steps_out(person=person, community=place.community)
    own.refresh_from_db()
    assert own.settled_at is None
    assert breaches() == []


def test_who_does_not_belong_is_told_why() -> None:
    place = Place(name="Debriefers")
    suspended = place.member()
    suspend(suspended, place.community)
    for person, said in (
        (make_person(), "First steps are for those who belong to Debriefers. Join it first."),
        (suspended, "Your membership in Debriefers is suspended until"),
    ):
        for act in (settle_in, take_first_steps_out):
            with pytest.raises(Refused, match=said):
                act(person=person, community=place.community)
        answer = signed_in(person).get(f"/c/{place.community.slug}/first-steps/")
        assert (answer.status_code, said in answer.content.decode()) == (403, True)


def test_nobody_puts_them_away_faster_than_people_do() -> None:
    place = Place()
    person = place.member()
    refill(SETTING, person)
    for _ in range(SETTING.times):
        settle_in(person=person, community=place.community)
    with pytest.raises(TooMany):
        settle_in(person=person, community=place.community)


def test_who_leaves_and_comes_back_is_new_again() -> None:
    place = Place()
    person = place.member()
    settle_in(person=person, community=place.community)
    client = signed_in(person)
    client.post(f"/c/{place.community.slug}/leave/")
    join_community(person=person, community=place.community)
    assert len(shown_to(person, place)) == 5


# What they cost ------------------------------------------------------------------------------------------


def test_newcomers_pay_one_query_and_nobody_else_does() -> None:
    place = Place()
    counts = {}
    for name, days in (("new", 1), ("long here", 400)):
        client = signed_in(place.member(days=days))
        body(client, place.community.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            body(client, place.community.get_absolute_url())
        counts[name] = len(queries)
    assert counts["new"] - counts["long here"] == 1


@pytest.mark.parametrize("many", [1, 30])
def test_their_own_page_costs_the_same_whatever_is_said(many: int) -> None:
    place = Place()
    for _ in range(many):
        make_topic(make_board(place.community))
    client = signed_in(place.member())
    body(client, f"/c/{place.community.slug}/first-steps/")
    with CaptureQueriesContext(connection) as queries:
        body(client, f"/c/{place.community.slug}/first-steps/")
    # Who asks, what they belong to; the community; its boards; keys and rows of what moved; the steps.
    assert len(queries) == 7


def test_nobody_is_led_to_what_they_said_themselves() -> None:
    place = Place()
    person = place.member()
    own = make_topic(place.ask, author=person, title="My own words")
    page = body(signed_in(person), place.community.get_absolute_url())
    steps = page[page.index("First steps") :].split("</section>")[0]
    assert (own.get_absolute_url() in steps, place.question.get_absolute_url() in steps) == (False, True)
