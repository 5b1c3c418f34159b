"""What is written in forum/demo/network/ holds together, so that it can be told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest

from forum.communities.models import Community
from forum.core.identifiers import newly_seen
from forum.demo.description import ToldCommunity, ToldPost, ToldTopic, read_description
from forum.demo.loader import SIGN_INS
from forum.discussions.models import Board, Reaction
from forum.discussions.models.placements import PATIENCE
from forum.discussions.models.topics import MAX_TAGS

TOLD = read_description()
HANDLES = {person.handle for person in TOLD.people}
RANK = {"readers": 0, "guest": 1, "member": 2, "moderator": 3, "facilitator": 4}
MENTION = re.compile(r"(?<![\w`@.])@(\w+)")
NUMBER = re.compile(r"(?<![\w&])#(\d+)")
ADDRESS = re.compile(r"(?:https?:)?//[^\s)>\]]+")


def topics() -> Iterator[tuple[ToldCommunity, ToldTopic]]:
    for community in TOLD.communities:
        for topic in community.topics:
            yield community, topic


def posts() -> Iterator[tuple[ToldCommunity, ToldTopic, int, ToldPost]]:
    for community, topic in topics():
        for number, post in enumerate(topic.posts, start=1):
            yield community, topic, number, post


def test_there_is_enough_to_look_around_in() -> None:
    assert len(TOLD.people) == 40
    assert len(TOLD.communities) == 6
    assert len(list(topics())) >= 60
    assert len(list(posts())) >= 450
    sizes = sorted(len(topic.posts) for _, topic in topics())
    assert sizes[-1] == 60
    assert len([size for size in sizes if 20 <= size <= 35]) == 3


def test_every_kind_of_place_is_there() -> None:
    boards = [board for community in TOLD.communities for board in community.boards]
    assert {community.kind for community in TOLD.communities} == set(Community.Kind.values)
    assert {board.kind for board in boards} == set(Board.Kind.values)
    assert sorted(community.visibility for community in TOLD.communities) == [
        *["network", "network", "open", "open", "open", "private"]
    ]


def test_hues_lie_apart() -> None:
    hues = sorted(community.hue for community in TOLD.communities)
    gaps = [(after - before) % 360 for before, after in zip(hues, [*hues[1:], hues[0]], strict=True)]
    assert min(gaps) >= 25


def test_each_person_is_there_once_and_takes_part() -> None:
    assert len(HANDLES) == len(TOLD.people)
    assert {post.author for _, _, _, post in posts()} == HANDLES
    assert set(SIGN_INS.values()) < HANDLES
    assert [ZoneInfo(person.time_zone).key for person in TOLD.people] == [p.time_zone for p in TOLD.people]


@pytest.mark.parametrize("community", TOLD.communities, ids=lambda community: community.slug)
def test_members_are_people_and_somebody_leads(community: ToldCommunity) -> None:
    roles = list(community.roles.values())
    assert set(community.roles) <= HANDLES
    assert roles[0] == "facilitator"
    assert 1 <= roles.count("facilitator") <= 2
    assert 1 <= roles.count("moderator") <= 3


def test_those_who_ask_to_join_are_not_in_yet_and_answer_what_is_asked() -> None:
    asking = [(community, each) for community in TOLD.communities for each in community.asking]
    assert len(asking) >= 3
    for community, each in asking:
        assert (each.handle in HANDLES, each.handle in community.roles) == (True, False)
        assert (community.joining, len(each.answers)) == ("request", len(community.joining_questions))


@pytest.mark.parametrize("community", TOLD.communities, ids=lambda community: community.slug)
def test_every_board_is_used(community: ToldCommunity) -> None:
    assert {topic.board for topic in community.topics} == {board.slug for board in community.boards}


def test_people_write_only_where_they_may() -> None:
    refused = []
    communities = {community.slug: community for community in TOLD.communities}
    for home, topic, number, post in posts():
        slug, _, through = (post.via or f"{home.slug}/{topic.board}").partition("/")
        community = communities[slug]
        board = community.board(through)
        least = board.start_from if number == 1 else board.reply_from
        if RANK[community.roles.get(post.author, "readers")] < RANK[least]:
            refused.append((topic.title, number, post.author))
    assert refused == []


def test_replies_answer_something_said_before() -> None:
    for _, topic in topics():
        said: list[str] = []
        for post in topic.posts:
            assert (post.parent in said) if said else (post.parent == ""), (topic.title, post.id)
            said.append(post.id)
        assert len(set(said)) == len(said), topic.title
        assert topic.author == topic.posts[0].author, topic.title


def test_time_goes_forward_and_stays_in_the_past() -> None:
    for _, topic in topics():
        hours = [post.after_hours for post in topic.posts]
        assert hours == sorted(set(hours)), topic.title
        assert hours[0] == 0, topic.title
        assert hours[-1] < topic.days_ago * 24, topic.title


def test_reactions_are_known_and_come_from_others_who_belong() -> None:
    wrong = []
    for community, topic, number, post in posts():
        for kind, handles in post.reactions.items():
            givers = set(handles)
            known = (
                kind in Reaction.Kind.values
                and givers <= set(community.roles)
                and len(givers) == len(handles)
            )
            if not known or post.author in givers:
                wrong.append((topic.title, number, kind))
    assert wrong == []


def test_mentions_numbers_and_links_lead_somewhere() -> None:
    wrong: list[tuple[str, int, str]] = []
    for _, topic, number, post in posts():
        wrong += [(topic.title, number, name) for name in MENTION.findall(post.body) if name not in HANDLES]
        wrong += [(topic.title, number, to) for to in NUMBER.findall(post.body) if not 0 < int(to) < number]
        wrong += [
            (topic.title, number, address)
            for address in ADDRESS.findall(post.body)
            if not address.startswith("https://example.org/")
        ]
    assert wrong == []


def test_questions_are_answered_at_most_once_and_some_wait() -> None:
    answered, waiting = [], []
    for community, topic in topics():
        accepted = [post for post in topic.posts if post.accepted]
        is_question = community.board(topic.board).kind == Board.Kind.QUESTIONS
        assert len(accepted) <= (1 if is_question else 0), topic.title
        if is_question:
            (answered if accepted else waiting).append(topic.title)
    assert len(answered) >= 10
    assert len(waiting) >= 4


def test_topics_carry_few_tags_and_a_short_title() -> None:
    assert [topic.title for _, topic in topics() if not 1 <= len(topic.tags) <= MAX_TAGS] == []
    assert [topic.title for _, topic in topics() if len(topic.title) > 120] == []


def test_crossings_lead_to_a_board_that_their_broker_may_write_on() -> None:
    communities = {community.slug: community for community in TOLD.communities}
    crossings = [(home, topic, crossing) for home, topic in topics() for crossing in topic.crossings]
    assert len(crossings) >= 12
    for home, topic, crossing in crossings:
        slug, _, board = crossing.board.partition("/")
        target = communities[slug]
        assert home.visibility != "private"
        assert slug != home.slug
        assert RANK[target.roles[crossing.broker]] >= RANK[target.board(board).start_from]
        assert crossing.note
        assert set(crossing.hides) <= {post.id for post in topic.posts}
        if crossing.tended_by:
            assert RANK[target.roles[crossing.tended_by]] >= RANK["moderator"]


def test_crossings_are_there_in_every_state_and_long_enough_ago_to_be_no_news() -> None:
    crossings = [(topic, crossing) for _, topic in topics() for crossing in topic.crossings]
    assert {crossing.becomes for _, crossing in crossings} == {
        *("agreed", "declined", "objected", "withdrawn", "expired", "")
    }
    for topic, crossing in crossings:
        carried = topic.days_ago * 24 - crossing.after_hours
        latest = carried - (PATIENCE.days * 24 if crossing.becomes == "expired" else crossing.answer_hours)
        assert min(carried, latest) > 25, topic.title
        assert crossing.becomes or carried < PATIENCE.days * 24, topic.title


def test_homes_are_offered_by_who_looks_after_them_and_long_enough_ago_to_be_no_news() -> None:
    communities = {community.slug: community for community in TOLD.communities}
    offers = [(home, topic, offer) for home, topic in topics() for offer in topic.offers]
    assert {offer.becomes for _, _, offer in offers} == {"", "declined"}
    for home, topic, offer in offers:
        target = communities[offer.board.partition("/")[0]]
        assert RANK[home.roles[offer.offered_by]] >= RANK["moderator"]
        assert topic.author in target.roles
        offered = topic.days_ago * 24 - offer.after_hours
        assert 25 + offer.answer_hours < offered < PATIENCE.days * 24 - 24, topic.title
        if offer.becomes:
            assert RANK[target.roles[offer.answered_by]] >= RANK["moderator"]
            assert offer.reason


def test_replies_come_through_boards_on_which_the_topic_stands_by_then() -> None:
    came = [(topic, post) for _, topic, _, post in posts() if post.via]
    assert len(came) >= 8
    for topic, post in came:
        (crossing,) = [each for each in topic.crossings if each.board == post.via]
        assert crossing.after_hours + crossing.answer_hours < post.after_hours, topic.title


def test_boards_take_and_give_topics_in_every_way() -> None:
    boards = [board for community in TOLD.communities for board in community.boards]
    assert {board.inbound for board in boards} == set(Board.Inbound.values)
    assert {board.outbound for board in boards} == set(Board.Outbound.values)
    assert [community.trusts for community in TOLD.communities if community.trusts] == [
        ("pediatric-education",)
    ]


def test_what_waits_does_so_where_its_author_is_new_or_because_of_what_was_seen_in_it() -> None:
    all_waiting = [(community, words) for community in TOLD.communities for words in community.waiting]
    naming = [each for each in all_waiting if newly_seen([each[1].title, each[1].body])]
    assert [community.guard for community, _words in naming] == ["hold"]
    waiting = [each for each in all_waiting if each not in naming]
    assert len(waiting) == 2
    for community, words in waiting:
        board = community.board(words.board)
        wrote = {post.author for topic in community.topics for post in topic.posts}
        titles = {topic.title for topic in community.topics if topic.board == words.board}
        assert board.approval == "newcomers"
        assert community.roles[words.author] == "member"
        assert words.author not in wrote
        assert bool(words.title) is (words.topic not in titles)
    assert {SIGN_INS["moderator"], SIGN_INS["facilitator"]} < set(waiting[0][0].roles)
