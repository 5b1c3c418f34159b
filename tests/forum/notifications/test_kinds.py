"""What people are told of: for each kind who is, who is not, and never whoever did it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from forum.communities.actions.joining import accept_request, ask_to_join, decline_request
from forum.communities.actions.members import give_role
from forum.communities.actions.roles import hand_over_community
from forum.communities.models import Community, Membership, Role
from forum.crossposting.actions.deciding import accept_placement, decline_placement
from forum.crossposting.actions.ending import end_placement
from forum.crossposting.actions.homes import decline_home_change, object_to_home_change, offer_home
from forum.discussions.actions.deciding import decline_held, let_through
from forum.discussions.actions.edits import edit_post, remove_post
from forum.discussions.actions.following import follow_topic, unfollow_topic
from forum.discussions.actions.taking_down import restore_post, take_down_post
from forum.discussions.models import Board, Post, Topic
from forum.moderation.actions.deciding import hand_case_up, keep_reported, remove_reported
from forum.moderation.actions.reporting import report_post
from forum.moderation.selectors.cases import case_with
from forum.notifications.kinds import KINDS
from forum.notifications.models import Notice
from forum.notifications.selectors.inbox import notices_of, titles_for, unread_notices
from forum.people.models import Person
from tests.factories import (
    expel,
    hold_reply,
    make_board,
    make_board_moderator,
    make_community,
    make_crossing,
    make_member,
    make_person,
    make_reply,
    make_steward,
    make_topic,
    suspend,
)
from tests.forum.people_anew import again

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]


@pytest.fixture
def topic(board: Board) -> Topic:
    return make_topic(board, author=make_member(board.community), title="Ward rounds")


@pytest.fixture
def moderator(community: Community) -> Person:
    return make_member(community, role=Role.MODERATOR)


@pytest.fixture(autouse=True)
def nothing_told_yet(request: pytest.FixtureRequest) -> None:
    for name in ("topic", "moderator"):
        if name in request.fixturenames:
            request.getfixturevalue(name)
    Notice.objects.all().delete()


def told(person: Person) -> list[tuple[str, str]]:
    """Kind and sentence of all that the person is shown, the newest first."""
    page = notices_of(again(person))
    return [(each.kind, KINDS[each.kind].says(each, page.titles)) for each in page.notices]


def everybody_told() -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for recipient, kind in Notice.objects.order_by("pk").values_list("recipient", "kind"):
        found.setdefault(recipient, []).append(kind)
    return found


def fresh(post: Post) -> Post:
    return Post.objects.select_related("topic__home_board__community", "via_board__community", "author").get(
        pk=post.pk
    )


def test_a_reply_is_told_to_whom_it_names_whom_it_answers_and_who_follows_each_once(topic: Topic) -> None:
    community = topic.home_board.community
    writer, named, follower, both, other = (make_member(community) for _ in range(5))
    for person in (follower, both, writer):
        follow_topic(person=person, topic=topic)
    make_reply(topic, author=writer, body=f"See @{named.handle} and @{both.handle}.")
    name = writer.display_name
    assert {person.pk: told(person) for person in (writer, named, follower, both, other, topic.author)} == {
        writer.pk: [],
        named.pk: [("mention", f"{name} mentioned you in “Ward rounds”")],
        follower.pk: [("followed", f"{name} wrote in “Ward rounds”, which you follow")],
        both.pk: [("mention", f"{name} mentioned you in “Ward rounds”")],
        other.pk: [],
        topic.author.pk: [("reply", f"{name} replied to you in “Ward rounds”")],
    }


def test_who_answers_themselves_or_follows_no_longer_is_told_nothing(topic: Topic) -> None:
    follower = make_member(topic.home_board.community)
    follow_topic(person=follower, topic=topic)
    unfollow_topic(person=follower, topic=topic)
    make_reply(topic, author=topic.author)
    assert everybody_told() == {}


def test_whom_a_change_of_words_names_is_told_and_nobody_twice(topic: Topic) -> None:
    community = topic.home_board.community
    writer, first, later = (make_member(community) for _ in range(3))
    post = make_reply(topic, author=writer, body=f"@{first.handle}")
    edit_post(editor=writer, post=post, body=f"@{first.handle} @{later.handle}", revision=1)
    assert everybody_told() == {first.pk: ["mention"], topic.author_id: ["reply"], later.pk: ["mention"]}


def test_a_topic_that_begins_is_told_to_whom_it_names(board: Board) -> None:
    writer, named = make_member(board.community), make_member(board.community)
    Notice.objects.all().delete()
    make_topic(board, author=writer, title="Handover", body=f"@{named.handle}, what do you do?")
    assert everybody_told() == {named.pk: ["mention"]}
    assert told(named) == [("mention", f"{writer.display_name} mentioned you in “Handover”")]


def test_nobody_is_told_whose_account_is_not_in_use(topic: Topic) -> None:
    follower = make_member(topic.home_board.community)
    follow_topic(person=follower, topic=topic)
    Person.objects.filter(pk=follower.pk).update(is_active=False)
    make_reply(topic, author=make_member(topic.home_board.community))
    assert everybody_told() == {topic.author_id: ["reply"]}


def test_an_author_is_told_that_a_post_was_removed_and_came_back(topic: Topic, moderator: Person) -> None:
    author = make_member(topic.home_board.community)
    post = make_reply(topic, author=author)
    Notice.objects.all().delete()
    take_down_post(moderator=moderator, post=fresh(post), reason="We sell nothing here.")
    assert told(author) == [("post-removed", "Your post in “Ward rounds” was removed; read why")]
    restore_post(moderator=moderator, post=fresh(post))
    assert told(author) == [("post-restored", "Your post in “Ward rounds” was brought back")]
    take_down_post(moderator=moderator, post=fresh(post), reason="We sell nothing here.")
    restore_post(moderator=moderator, post=fresh(post))
    assert everybody_told() == {author.pk: ["post-removed", "post-restored"] * 2}


def test_who_takes_back_their_own_post_is_told_nothing(topic: Topic) -> None:
    post = make_reply(topic, author=topic.author)
    remove_post(author=topic.author, post=fresh(post))
    assert everybody_told() == {}


@pytest.mark.parametrize(
    ("decide", "said"),
    [
        (
            lambda moderator, held: let_through(moderator=moderator, held=held, revision=1),
            [("words-let-through", "A moderator let your reply in “Ward rounds” through")],
        ),
        (
            lambda moderator, held: decline_held(moderator=moderator, held=held, revision=1, reason="No."),
            [("words-declined", "A moderator declined your reply in “Ward rounds”; read why")],
        ),
    ],
    ids=["let through", "declined"],
)
def test_the_author_of_held_words_is_told_what_became_of_them(
    community: Community, moderator: Person, decide: Callable[..., object], said: list[tuple[str, str]]
) -> None:
    board = make_board(community, approval="everything")
    topic = make_topic(board, title="Ward rounds")
    held = hold_reply(topic)
    assert told(held.author) == []
    decide(moderator, held)
    assert (told(held.author), told(moderator)) == (said, [])


def test_a_case_waits_for_those_who_decide_and_for_nobody_else(
    topic: Topic, board: Board, moderator: Person
) -> None:
    community = board.community
    author, reporter, member = (make_member(community) for _ in range(3))
    named, suspended = make_board_moderator(board), make_member(community, role=Role.MODERATOR)
    suspend(suspended, community)
    facilitator = Membership.objects.get(community=community, role=Role.FACILITATOR).person
    post = make_reply(topic, author=author)
    Notice.objects.all().delete()
    report_post(reporter=reporter, post=fresh(post), reason="spam")
    waits = [("case-waits", "Something in “Ward rounds” was reported and waits")]
    people = (moderator, named, facilitator, author, reporter, member, suspended, make_steward())
    assert [told(person) for person in people] == [waits] * 3 + [[]] * 5
    assert {kind for kinds in everybody_told().values() for kind in kinds} == {"case-waits"}


def test_a_moderator_who_reports_is_not_told_of_it_nor_about_their_own_words(
    topic: Topic, moderator: Person
) -> None:
    author = make_member(topic.home_board.community, role=Role.MODERATOR)
    post = make_reply(topic, author=author)
    Notice.objects.all().delete()
    report_post(reporter=moderator, post=fresh(post), reason="spam")
    assert {author.pk, moderator.pk}.isdisjoint(everybody_told())


def test_a_case_that_is_decided_waits_for_nobody_and_its_reporters_are_told(
    topic: Topic, moderator: Person
) -> None:
    reporter, second = make_member(topic.home_board.community), make_member(topic.home_board.community)
    post = make_reply(topic, author=make_member(topic.home_board.community))
    Notice.objects.all().delete()
    report_post(reporter=reporter, post=fresh(post), reason="spam")
    report = report_post(reporter=second, post=fresh(post), reason="spam")
    facilitator = Membership.objects.get(community=topic.home_board.community, role=Role.FACILITATOR).person
    assert unread_notices(again(facilitator)) == 1
    case = case_with(report.case_id)
    assert case is not None
    keep_reported(moderator=moderator, case=case, reason="")
    stays = [("report-decided", "What you reported in “Ward rounds” stays as it is")]
    assert [told(person) for person in (reporter, second)] == [stays] * 2
    assert told(facilitator) == [("case-waits", "What was reported in “Ward rounds” is decided")]
    assert unread_notices(again(facilitator)) == 0


def test_a_case_that_is_removed_is_told_to_reporter_and_author(topic: Topic, moderator: Person) -> None:
    author, reporter = (make_member(topic.home_board.community) for _ in range(2))
    post = make_reply(topic, author=author)
    Notice.objects.all().delete()
    case = case_with(report_post(reporter=reporter, post=fresh(post), reason="spam").case_id)
    assert case is not None
    remove_reported(moderator=moderator, case=case, reason="We sell nothing here.")
    assert told(reporter) == [("report-decided", "What you reported in “Ward rounds” was removed")]
    assert told(author) == [("post-removed", "Your post in “Ward rounds” was removed; read why")]
    assert told(moderator) == [("case-waits", "What was reported in “Ward rounds” is decided")]
    assert unread_notices(again(moderator)) == 0


def test_a_case_that_is_handed_up_waits_for_those_above_alone(topic: Topic, moderator: Person) -> None:
    community = topic.home_board.community
    post, reporter = make_reply(topic, author=make_member(community)), make_member(community)
    Notice.objects.all().delete()
    second = make_member(community, role=Role.MODERATOR)
    Notice.objects.all().delete()
    case = case_with(report_post(reporter=reporter, post=fresh(post), reason="spam").case_id)
    assert case is not None
    assert len(told(second)) == 1
    hand_case_up(moderator=moderator, case=case, why="Is it ours?")
    facilitator = Membership.objects.get(community=community, role=Role.FACILITATOR).person
    assert [kind for kind, _said in told(facilitator)] == ["case-waits", "case-waits"]
    assert (told(second), unread_notices(again(second))) == ([], 0)


def test_a_proposal_waits_for_moderators_and_its_author_may_object() -> None:
    crossing = make_crossing("network", "network", inbound="ask")
    Notice.objects.all().delete()
    crossing.propose()
    assert everybody_told()[crossing.author.pk] == ["own-topic-carried"]
    assert everybody_told()[crossing.there_moderator.pk] == ["proposal-waits"]
    assert {crossing.broker.pk, crossing.reader.pk, crossing.home_moderator.pk}.isdisjoint(everybody_told())


def test_the_broker_is_told_what_became_of_a_proposal() -> None:
    crossing = make_crossing("network", "network", inbound="ask")
    placement = crossing.propose()
    Notice.objects.all().delete()
    decline_placement(moderator=crossing.there_moderator, placement=placement, reason="Not here.")
    title = crossing.topic.title
    ended = f"“{title}” does not stand on the board to which you carried it; read why"
    assert everybody_told() == {crossing.broker.pk: ["carried-answered"]}
    assert told(crossing.broker) == [("carried-answered", ended)]


def test_the_broker_is_told_that_it_stands_and_that_it_does_no_longer() -> None:
    crossing = make_crossing("network", "network", inbound="ask")
    placement = crossing.propose()
    Notice.objects.all().delete()
    accept_placement(moderator=crossing.there_moderator, placement=placement)
    title = crossing.topic.title
    stands = f"“{title}” stands on the board to which you carried it"
    assert told(crossing.broker) == [("carried-answered", stands)]
    placement.refresh_from_db()
    end_placement(person=crossing.there_moderator, placement=placement, reason="Not here.")
    assert everybody_told()[crossing.broker.pk] == ["carried-answered"] * 2


def test_another_home_is_told_to_author_and_moderators_and_what_became_of_it() -> None:
    crossing = make_crossing("network", "network")
    moderator = crossing.home_moderator
    Notice.objects.all().delete()
    change = offer_home(moderator=moderator, topic=crossing.topic, to=crossing.there)
    asked = everybody_told()
    assert asked[crossing.author.pk] == ["home-asked"]
    assert asked[crossing.there_moderator.pk] == ["home-waits"]
    assert moderator.pk not in asked
    Notice.objects.all().delete()
    decline_home_change(moderator=crossing.there_moderator, change=change, reason="Not here.")
    assert everybody_told() == {moderator.pk: ["home-decided"], crossing.author.pk: ["home-decided"]}


def test_an_author_who_objects_is_told_nothing_more() -> None:
    crossing = make_crossing("network", "network")
    change = offer_home(moderator=crossing.home_moderator, topic=crossing.topic, to=crossing.there)
    assert unread_notices(again(crossing.there_moderator)) == 1
    Notice.objects.filter(recipient=crossing.author).delete()
    object_to_home_change(author=crossing.author, change=change)
    assert told(crossing.author) == []
    said = f"“{crossing.topic.title}” stays at home where it is: its author wishes so"
    assert told(crossing.home_moderator) == [("home-decided", said)]
    assert unread_notices(again(crossing.there_moderator)) == 0


def test_who_asked_to_join_is_told_the_answer() -> None:
    community = make_community("Simulation", joining="request")
    facilitator = Membership.objects.get(community=community, role=Role.FACILITATOR).person
    for answer, said in (
        (
            lambda request: accept_request(facilitator=facilitator, request=request),
            "You belong to Simulation now",
        ),
        (
            lambda request: decline_request(facilitator=facilitator, request=request, reason="Not yet."),
            "Simulation declined your request to join",
        ),
    ):
        person = make_person()
        request = ask_to_join(person=person, community=community, answers=["Me."], questions=[])
        Notice.objects.all().delete()
        answer(request)
        assert everybody_told() == {person.pk: ["request-answered"]}
        assert told(person) == [("request-answered", said)]


def test_who_is_given_a_role_is_told_and_shown_it_while_they_have_it(community: Community) -> None:
    person, steward = make_member(community), make_steward()
    Notice.objects.all().delete()
    give_role(giver=steward, person=person, community=community, role=Role.MODERATOR)
    assert told(person) == [("made-moderator", "You are a moderator of Night teaching now")]
    give_role(giver=steward, person=person, community=community, role=Role.MEMBER)
    assert told(person) == []
    facilitator = Membership.objects.get(community=community, role=Role.FACILITATOR).person
    hand_over_community(giver=facilitator, person=person, community=community)
    assert told(person)[0] == ("made-facilitator", "You are a facilitator of Night teaching now")
    assert told(facilitator) == []


def test_who_gives_themselves_a_role_is_told_nothing(community: Community) -> None:
    steward = make_steward()
    make_member(community, steward)
    Notice.objects.all().delete()
    give_role(giver=steward, person=steward, community=community, role=Role.MODERATOR)
    assert everybody_told() == {}


def test_who_is_to_look_after_one_board_is_told(board: Board) -> None:
    person = make_member(board.community)
    Notice.objects.all().delete()
    make_board_moderator(board, person)
    assert told(person) == [("made-board-moderator", f"You moderate {board.name} in Night teaching now")]


def test_every_kind_has_a_test_beside_this_one() -> None:
    tests = Path(__file__).parent.glob("test_*.py")
    words = "".join(each.read_text(encoding="utf-8") for each in tests)
    assert [name for name in KINDS if f'"{name}"' not in words] == []


def test_sentences_name_no_topic_that_the_reader_may_not_read(topic: Topic, moderator: Person) -> None:
    author = make_member(topic.home_board.community)
    post = make_reply(topic, author=author)
    Notice.objects.all().delete()
    take_down_post(moderator=moderator, post=fresh(post), reason="We sell nothing here.")
    expel(author, topic.home_board.community)
    assert told(author) == [("post-removed", "A post of yours was removed; read why")]
    assert titles_for(again(author), list(Notice.objects.all())) == {}
