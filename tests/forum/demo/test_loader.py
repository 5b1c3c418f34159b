"""Loading the demo network: once, through the actions, and never where it could do harm."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings

from forum.communities.models import Community, JoiningRequest, Membership, Role
from forum.core.verdicts import Refused
from forum.crossposting.models import HomeChange
from forum.crossposting.selectors.placements import waiting_for
from forum.demo.described_crossings import ToldCrossing, ToldOffer
from forum.demo.description import (
    Told,
    ToldBoard,
    ToldCommunity,
    ToldPerson,
    ToldPost,
    ToldTopic,
    read_description,
)
from forum.demo.loader import PASSWORD, SIGN_INS, seed_demo
from forum.discussions.models import Board, Bookmark, Placement, Post, ReadPosition, Topic
from forum.discussions.selectors.reading import unread_by_board
from forum.invariants.selectors import breaches
from forum.lifting.models import Lift
from forum.network.actions import change_network
from forum.network.selectors import ground_anew
from forum.people.models import Person
from tests.factories import make_steward

pytestmark = pytest.mark.django_db

NOW = datetime(2025, 3, 10, 12, 0, tzinfo=UTC)


def told_person(handle: str, *, is_steward: bool = False, last_visit_hours: float = 1) -> ToldPerson:
    return ToldPerson(
        handle=handle,
        display_name=handle.title(),
        affiliation="A hospital",
        role_title="Teacher",
        bio="Teaches.",
        time_zone="UTC",
        last_visit_hours=last_visit_hours,
        interests=("feedback", "nights"),
        is_steward=is_steward,
    )


def told_community(*topics: ToldTopic) -> ToldCommunity:
    return ToldCommunity(
        slug="wards", name="Wards", domain="Teaching on wards.", welcome="Welcome.\n", kind="team",
        regions=("Europe", "Asia"), languages=("English",), interests=("Nights",), time_zone="UTC",
        visibility="private", joining="invitation", hue=10,
        roles={"ada": "facilitator", "ben": "member", "cleo": "guest"},
        boards=(ToldBoard(slug="ask", name="Ask", kind="questions", description="Ask."),), topics=topics,
    )  # fmt: skip


QUESTION = ToldTopic(
    board="ask",
    title="How do you begin?",
    author="ben",
    days_ago=10,
    tags=("feedback",),
    pinned=True,
    locked=True,
    posts=(
        ToldPost(id="a", author="ben", after_hours=0, body="How?\n", reactions={"same": ["cleo"]}),
        ToldPost(id="b", parent="a", author="ada", after_hours=1, body="By looking, @ben.", accepted=True,
                 reactions={"thanks": ["ben", "cleo"], "tried": ["ben"]}),
        ToldPost(id="c", parent="b", author="ben", after_hours=2, body="Thank you."),
        ToldPost(id="d", parent="a", author="ada", after_hours=230, body="And now?"),
    ),
)  # fmt: skip
SMALL = Told(
    purpose="For whoever teaches at night.",
    people=(
        told_person("ada", is_steward=True),
        told_person("ben", last_visit_hours=24),
        told_person("cleo", last_visit_hours=24),
    ),
    communities=(told_community(QUESTION),),
)


def test_everything_happens_at_its_own_time() -> None:
    assert seed_demo(SMALL, now=NOW) is True
    topic = Topic.objects.get()
    began = NOW - timedelta(days=10)
    assert topic.created_at == began
    assert topic.last_post_at == began + timedelta(hours=230)
    posts = [
        (post.number, post.author.handle, post.depth, post.created_at)
        for post in topic.posts.order_by("number")
    ]
    assert posts == [
        (1, "ben", 0, began),
        (2, "ada", 1, began + timedelta(hours=1)),
        (3, "ben", 2, began + timedelta(hours=2)),
        (4, "ada", 1, began + timedelta(hours=230)),
    ]
    opened = began - timedelta(days=30)
    assert Community.objects.get().created_at == opened
    assert Board.objects.get().created_at == opened
    joined = dict(Membership.objects.values_list("person__handle", "joined_at"))
    assert joined["ada"] == opened
    assert all(opened < joined[handle] < began for handle in ("ben", "cleo"))


def test_marks_are_put_where_they_belong() -> None:
    seed_demo(SMALL, now=NOW)
    topic = Topic.objects.get()
    answer = topic.posts.get(number=2)
    assert (topic.type, topic.accepted_post, topic.helpful_count) == (Topic.Type.QUESTION, answer, 3)
    assert (answer.reaction_counts, topic.posts.get(number=1).reaction_counts) == (
        {"thanks": 2, "tried": 1},
        {"same": 1},
    )
    assert Placement.objects.get().pinned_at is not None
    assert topic.locked_at is not None
    kept = [(mark.person.handle, mark.post) for mark in Bookmark.objects.all()]
    assert kept == [("cleo", answer)]
    assert [mention.person.handle for mention in answer.mentions.all()] == ["ben"]


def test_what_came_after_the_last_visit_waits() -> None:
    seed_demo(SMALL, now=NOW)
    waiting = {person.handle: unread_by_board(person, now=NOW).total for person in Person.objects.all()}
    assert waiting == {"ada": 0, "ben": 1, "cleo": 1}
    assert ReadPosition.objects.get(person__handle="cleo").up_to == 3


def test_people_can_sign_in(client: Client) -> None:
    seed_demo(SMALL, now=NOW)
    person = Person.objects.get(handle="ben")
    assert person.check_password(PASSWORD)
    assert person.interests == "feedback, nights"
    assert EmailAddress.objects.get(user=person).verified
    client.post("/accounts/login/", {"login": "ben@demo.weft.example", "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(person.pk)


def test_the_network_says_what_it_is_for_unless_stewards_have_said_so() -> None:
    seed_demo(SMALL, now=NOW)
    assert ground_anew().purpose == "For whoever teaches at night."


def test_what_stewards_have_set_stays() -> None:
    change_network(actor=make_steward(), seen="", purpose="Ours.")
    seed_demo(SMALL, now=NOW)
    assert (ground_anew().purpose, ground_anew().founding) == ("Ours.", "stewards")


def test_a_second_time_nothing_happens() -> None:
    assert seed_demo(SMALL, now=NOW) is True
    assert seed_demo(SMALL, now=NOW) is False
    assert (Person.objects.count(), Topic.objects.count(), Post.objects.count()) == (3, 1, 4)


def test_someone_who_may_not_write_stops_it_all() -> None:
    topic = ToldTopic(
        board="ask", title="A guest asks", author="cleo", days_ago=1,
        posts=(ToldPost(id="a", author="cleo", after_hours=0, body="May I?"),),
    )  # fmt: skip
    with pytest.raises(Refused) as refusal:
        seed_demo(replace(SMALL, communities=(told_community(QUESTION, topic),)), now=NOW)
    assert str(refusal.value.sentence) == (
        "Guests read along in Wards. Ask a facilitator to make you a member to start a topic."
    )
    assert (Person.objects.count(), Topic.objects.count()) == (0, 0)


def test_production_does_not_load_it(settings: Settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError) as refusal:
        call_command("seed_demo")
    assert str(refusal.value) == (
        "The demo network brings accounts whose password is public, so production does not load it."
    )
    assert Person.objects.count() == 0


def assert_topics_stand_in_every_way() -> None:
    carried = Placement.objects.exclude(proposed_by=None)
    ways = {(row.state, row.ended_by, row.awaits_board, row.awaits_home) for row in carried}
    assert ways == {
        ("live", "", False, False), ("pending", "", True, False), ("pending", "", False, True),
        ("declined", "board", False, False), ("declined", "time", False, False),
        ("withdrawn", "author", False, False), ("withdrawn", "broker", False, False),
    }  # fmt: skip
    live = carried.filter(state="live")
    assert all(row.note and row.board_id != row.topic.home_board_id for row in live)
    assert (live.exclude(tags=[]).count(), live.exclude(locked_at=None).count()) == (2, 1)
    assert (live.exclude(pinned_at=None).count(), live.filter(hidden_count=1).count()) == (1, 1)
    assert live.filter(board__inbound="trusted", decided_at=None).exists()
    for row in live:
        assert row.topic.posts.filter(via_board=row.board).exists(), row.topic.title
    for role in ("moderator", "facilitator"):
        person = Person.objects.get(handle=SIGN_INS[role])
        waits = {(row.awaits_board, row.awaits_home) for row in waiting_for(person)}
        assert waits == {(True, False), (False, True)}
    assert not ProcrastinateJob.objects.exists()


CROSSED = replace(
    QUESTION,
    posts=(
        *QUESTION.posts,
        ToldPost(id="e", parent="a", author="dan", after_hours=235, body="Here too.", via="nights/tried"),
    ),
    pinned=False,
    locked=False,
    crossings=(
        ToldCrossing(
            board="nights/tried", broker="ben", note="Ours as well.", after_hours=231, answered_by=("dan",),
            answer_hours=2, tended_by="dan", tended_hours=234, tags=("nights",), pinned=True,
            hides={"c": "Thanks alone."},
        ),
    ),
)  # fmt: skip


def test_topics_are_carried_and_answered_through_other_boards_at_their_own_time() -> None:
    nights = replace(
        told_community(), slug="nights", name="Nights", roles={"dan": "facilitator", "ben": "member"},
        boards=(ToldBoard(slug="tried", name="Tried", kind="discussion", description="Tell."),),
    )  # fmt: skip
    wards = replace(told_community(CROSSED), visibility="network", hue=100)
    told = replace(SMALL, people=(*SMALL.people, told_person("dan")), communities=(wards, nights))
    seed_demo(told, now=NOW)
    began = NOW - timedelta(days=10)
    placement = Placement.objects.get(board__slug="tried")
    assert (placement.state, placement.note, placement.tags) == ("live", "Ours as well.", ["nights"])
    people: dict[int | None, str] = {person.pk: person.handle for person in Person.objects.all()}
    assert (people[placement.proposed_by_id], people[placement.decided_by_id]) == ("ben", "dan")
    assert placement.proposed_at == began + timedelta(hours=231)
    assert (placement.created_at, placement.pinned_at) == (
        began + timedelta(hours=233),
        began + timedelta(hours=234),
    )
    assert placement.hidden_posts.get().post.number == 3
    assert placement.topic.posts.get(number=5).via_board == placement.board
    assert breaches() == []


@pytest.mark.parametrize(
    ("becomes", "state", "by"),
    [
        ("agreed", "accepted", "dan"),
        ("declined", "declined", "dan"),
        ("objected", "objected", "ben"),
        ("", "waiting", None),
    ],
)
def test_topics_are_offered_a_home_and_answered_at_their_own_time(
    becomes: str, state: str, by: str | None
) -> None:
    offer = ToldOffer(
        board="nights/tried", offered_by="ada", note="It is yours by now.", after_hours=231,
        becomes=becomes, answered_by="dan", answer_hours=2, reason="Keep it.",
    )  # fmt: skip
    nights = replace(
        told_community(), slug="nights", name="Nights", visibility="network",
        roles={"dan": "facilitator", "ben": "member"},
        boards=(ToldBoard(slug="tried", name="Tried", kind="discussion", description="Tell."),),
    )  # fmt: skip
    offered = replace(QUESTION, pinned=False, locked=False, offers=(offer,))
    wards = replace(told_community(offered), visibility="network", hue=100)
    people = (
        *map(told_person, ("ada", "ben", "dan")),
        told_person("cleo", is_steward=True),
    )
    told = replace(SMALL, people=people, communities=(wards, nights))
    seed_demo(told, now=NOW)
    change, began = HomeChange.objects.get(), NOW - timedelta(days=10)
    assert (change.state, change.note, change.created_at) == (
        state,
        "It is yours by now.",
        began + timedelta(hours=231),
    )
    assert (change.decided_by.handle if change.decided_by else None) == by
    assert change.decided_at == (began + timedelta(hours=233) if becomes else None)
    assert (change.topic.home_board.slug == "tried") == (becomes == "agreed")
    assert breaches() == []


@pytest.mark.slow
def test_the_whole_network_is_loaded_and_says_how_to_sign_in(settings: Settings) -> None:
    told, out = read_description(), StringIO()
    call_command("seed_demo", stdout=out)
    first, *rest = out.getvalue().splitlines()
    topics = [topic for community in told.communities for topic in community.topics]
    posts = sum(len(topic.posts) for topic in topics)
    assert first == (
        f"The demo network is ready: 40 people, 6 communities, {len(topics)} topics, {posts} posts."
    )
    assert rest == [
        f"Sign in at {settings.ORIGIN}/accounts/login/ with the password: {PASSWORD}",
        *(f"  {role:<12} {handle}@demo.weft.example" for role, handle in SIGN_INS.items()),
    ]
    taken = [lift.state for lift in Lift.objects.order_by("created_at")]
    assert taken == ["published", "asking"]
    # One that was taken from a room, and a question of a live session with its answer.
    assert (Topic.objects.count(), Post.objects.count()) == (len(topics) + 2, posts + 3)
    assert breaches() == []
    assert_topics_stand_in_every_way()
    assert not Post.objects.filter(html="").exists()
    waiting = [unread_by_board(Person.objects.get(handle=handle)).total for handle in SIGN_INS.values()]
    assert min(waiting) > 0
    roles = set(Membership.objects.values_list("person__handle", "role"))
    assert {(SIGN_INS["member"], Role.MEMBER), (SIGN_INS["moderator"], Role.MODERATOR)} < roles
    assert (SIGN_INS["facilitator"], Role.FACILITATOR) in roles
    assert Person.objects.get(is_steward=True).handle == SIGN_INS["steward"]
    facilitator = Person.objects.get(handle=SIGN_INS["facilitator"])
    led = Community.objects.filter(memberships__person=facilitator, memberships__role=Role.FACILITATOR)
    assert JoiningRequest.objects.filter(community__in=led, state="waiting").count() == 2
    call_command("seed_demo", stdout=out)
    assert out.getvalue().splitlines()[6].startswith("The demo network is here already: 40 people")
