"""Carrying a topic to another board: who may, whose word it takes, and what stands there then."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from forum.communities.models import Change, Community, Role, Verb
from forum.core.identifiers import Identified
from forum.core.verdicts import Invalid, Refused
from forum.crossposting.actions.deciding import accept_placement, decline_placement
from forum.crossposting.actions.ending import end_overdue, end_placement
from forum.crossposting.actions.proposing import carry_topic
from forum.crossposting.actions.tending import hide_post, lock_here
from forum.crossposting.actions.trusting import end_trust, give_trust
from forum.discussions.actions.edits import remove_post
from forum.discussions.actions.following import follow_topic
from forum.discussions.actions.visibility import keep_placements_within
from forum.discussions.models import Board, Placement, Topic
from forum.discussions.models.placements import MOST_ELSEWHERE, PATIENCE
from forum.discussions.policies.topics import may_read_topic
from forum.discussions.selectors.topics import topic_with_placements, topics_on, topics_visible_to
from forum.people.actors import Actor
from forum.people.models import Person
from tests.factories import (
    Crossing,
    make_board,
    make_community,
    make_crossing,
    make_member,
    make_person,
    make_reply,
    make_topic,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
State, Side = Placement.State, Placement.Side


def reads(actor: Actor, topic: Topic) -> bool:
    """The answer of the policy, which is that of its row-wise twin."""
    found = topic_with_placements(topic.pk)
    assert found is not None
    answer = bool(may_read_topic(actor, found))
    assert answer == topics_visible_to(actor).filter(pk=topic.pk).exists()
    return answer


def listed_on(board: Board) -> list[int]:
    return [row.topic_id for row in topics_on(Board.objects.get(pk=board.pk)).placements]


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def test_what_waits_is_read_by_nobody_and_what_is_agreed_to_by_all_who_read_there() -> None:
    crossing = make_crossing("network", "private")
    placement = crossing.propose("We see this each week.")
    assert (placement.state, placement.awaits_board, placement.awaits_home) == (State.PENDING, True, False)
    assert placement.expires_at is not None and placement.proposed_at is not None
    assert placement.expires_at - placement.proposed_at == PATIENCE
    assert listed_on(crossing.there) == []
    accept_placement(moderator=crossing.there_moderator, placement=placement)
    assert listed_on(crossing.there) == [crossing.topic.pk]
    board = Board.objects.get(pk=crossing.there.pk)
    assert (board.topic_count, board.post_count) == (1, 1)
    make_reply(crossing.topic, author=crossing.reader, via_board=crossing.there)
    board.refresh_from_db()
    assert board.post_count == 2


def test_a_home_that_closes_takes_the_topic_back_from_everywhere() -> None:
    crossing = make_crossing("network", "private")
    crossing.place()
    Community.objects.filter(pk=crossing.home.community_id).update(visibility="private")
    crossing.home.community.refresh_from_db()
    assert reads(fresh(crossing.reader), crossing.topic)
    keep_placements_within(community_id=crossing.home.community_id)
    assert not reads(fresh(crossing.reader), crossing.topic)
    ended = Placement.objects.get(board=crossing.there)
    assert (ended.state, ended.ended_by) == (State.WITHDRAWN, Side.READERS)


def test_what_comes_back_comes_without_what_the_board_once_did_to_it() -> None:
    crossing = make_crossing("network", "private")
    placement = crossing.place()
    reply = make_reply(crossing.topic, author=crossing.author)
    hide_post(moderator=crossing.there_moderator, placement=placement, post=reply, reason="")
    lock_here(moderator=crossing.there_moderator, placement=placement)
    for visibility in ("private", "network"):
        Community.objects.filter(pk=crossing.home.community_id).update(visibility=visibility)
        keep_placements_within(community_id=crossing.home.community_id)
    crossing.home.community.refresh_from_db()
    again = crossing.place()
    again.refresh_from_db()
    assert (again.state, again.locked_at, again.hidden_count) == (State.LIVE, None, 0)
    assert not again.hidden_posts.exists()


def test_what_members_alone_read_is_carried_nowhere() -> None:
    crossing = make_crossing("private", "private")
    with pytest.raises(Refused, match="Ask there in words of your own"):
        crossing.propose()
    assert not Placement.objects.filter(board=crossing.there).exists()


def test_within_a_closed_community_a_topic_may_stand_on_two_boards() -> None:
    community = make_community(visibility="private")
    home, other, narrow = make_board(community), make_board(community), make_board(community, read_from=30)
    member, moderator = make_member(community), make_member(community, role=Role.MODERATOR)
    topic = make_topic(home, author=member)
    assert carry_topic(broker=moderator, topic=topic, board=other).state == State.LIVE
    inner = make_topic(narrow, author=moderator)
    with pytest.raises(Refused, match="Members alone"):
        carry_topic(broker=moderator, topic=inner, board=other)


@pytest.mark.parametrize(
    ("inbound", "trusts", "state"),
    [
        ("closed", True, None),
        ("ask", True, State.PENDING),
        ("trusted", False, State.PENDING),
        ("trusted", True, State.LIVE),
        ("open", False, State.LIVE),
    ],
)
def test_the_board_says_how_topics_come(inbound: str, trusts: bool, state: str | None) -> None:
    crossing = make_crossing("open", "open", inbound=inbound)
    if trusts:
        facilitator = make_member(crossing.there.community, role=Role.FACILITATOR)
        give_trust(giver=facilitator, community=crossing.there.community, trusted=crossing.home.community)
    if state is None:
        with pytest.raises(Refused, match="takes no topics"):
            crossing.propose()
        return
    assert crossing.propose().state == state


def test_trust_that_ended_is_asked_about_again_and_what_stands_stands() -> None:
    crossing = make_crossing("open", "open", inbound="trusted")
    facilitator = make_member(crossing.there.community, role=Role.FACILITATOR)
    give_trust(giver=facilitator, community=crossing.there.community, trusted=crossing.home.community)
    crossing.propose()
    end_trust(ender=facilitator, community=crossing.there.community, trusted=crossing.home.community)
    assert listed_on(crossing.there) == [crossing.topic.pk]
    second = make_topic(crossing.home, author=crossing.author)
    assert carry_topic(broker=crossing.broker, topic=second, board=crossing.there).state == State.PENDING
    assert set(
        Change.objects.filter(verb__in=[Verb.TRUSTED, Verb.TRUST_ENDED]).values_list("verb", flat=True)
    ) == {
        Verb.TRUSTED,
        Verb.TRUST_ENDED,
    }


@pytest.mark.parametrize(
    ("outbound", "awaits"), [("open", (True, False)), ("ask", (True, True)), ("closed", None)]
)
def test_the_home_says_how_its_topics_leave(outbound: str, awaits: tuple[bool, bool] | None) -> None:
    crossing = make_crossing("open", "open")
    Board.objects.filter(pk=crossing.home.pk).update(outbound=outbound)
    if awaits is None:
        with pytest.raises(Refused, match="stay there"):
            crossing.propose()
        return
    placement = crossing.propose()
    assert (placement.awaits_board, placement.awaits_home) == awaits


def test_who_moderates_a_side_gives_its_word_by_carrying() -> None:
    crossing = make_crossing("open", "open")
    Board.objects.filter(pk=crossing.home.pk).update(outbound="ask")
    make_member(crossing.home.community, crossing.there_moderator)
    placement = carry_topic(broker=crossing.there_moderator, topic=crossing.topic, board=crossing.there)
    assert (placement.awaits_board, placement.awaits_home) == (False, True)
    placement = accept_placement(moderator=crossing.home_moderator, placement=placement)
    assert placement.state == State.LIVE


def test_nobody_reads_elsewhere_what_they_do_not_read_at_home() -> None:
    with pytest.raises(Refused, match="More people read"):
        make_crossing("network", "open").propose()


def test_both_sides_are_asked_and_each_speaks_for_itself() -> None:
    crossing = make_crossing("network", "network")
    Board.objects.filter(pk=crossing.home.pk).update(outbound="ask")
    placement = crossing.propose()
    assert (placement.awaits_board, placement.awaits_home) == (True, True)
    accept_placement(moderator=crossing.there_moderator, placement=placement)
    assert Placement.objects.get(pk=placement.pk).state == State.PENDING
    with pytest.raises(Refused, match="a board that is asked"):
        accept_placement(moderator=crossing.there_moderator, placement=placement)
    accept_placement(moderator=crossing.home_moderator, placement=placement)
    assert listed_on(crossing.there) == [crossing.topic.pk]


def test_a_decline_says_why_and_is_remembered() -> None:
    crossing = make_crossing()
    placement = crossing.propose()
    with pytest.raises(Invalid, match="Say why"):
        decline_placement(moderator=crossing.there_moderator, placement=placement, reason="  ")
    decline_placement(
        moderator=crossing.there_moderator, placement=placement, reason="We had this\nlast week."
    )
    row = Placement.objects.get(pk=placement.pk)
    assert (row.state, row.ended_by, row.reason) == (State.DECLINED, Side.BOARD, "We had this last week.")
    with pytest.raises(Refused, match="did not want it there"):
        crossing.propose()
    make_member(crossing.home.community, crossing.there_moderator)
    taken = carry_topic(broker=fresh(crossing.there_moderator), topic=crossing.topic, board=crossing.there)
    assert (taken.pk, taken.state) == (placement.pk, State.LIVE)


def test_the_author_objects_and_is_the_only_one_to_change_that() -> None:
    crossing = make_crossing()
    placement = crossing.propose()
    end_placement(person=crossing.author, placement=placement, reason="It is not ready.")
    row = Placement.objects.get(pk=placement.pk)
    assert (row.state, row.ended_by) == (State.WITHDRAWN, Side.AUTHOR)
    with pytest.raises(Refused, match="Its author did not want it"):
        crossing.propose()


def test_the_broker_takes_a_proposal_back_and_may_make_it_again_but_ends_nothing_that_stands() -> None:
    crossing = make_crossing()
    placement = crossing.propose()
    end_placement(person=crossing.broker, placement=placement)
    again = crossing.place()
    assert (again.pk, again.state) == (placement.pk, State.LIVE)
    with pytest.raises(Refused, match="Only moderators of either board"):
        end_placement(person=crossing.broker, placement=again)


def test_each_side_ends_what_stands_and_replies_stay() -> None:
    for person, side, state in (
        ("there_moderator", Side.BOARD, State.REMOVED),
        ("home_moderator", Side.HOME, State.WITHDRAWN),
        ("author", Side.AUTHOR, State.WITHDRAWN),
    ):
        crossing = make_crossing()
        placement = crossing.place()
        post = make_reply(crossing.topic, author=crossing.reader, via_board=crossing.there)
        end_placement(person=getattr(crossing, person), placement=placement, reason="Enough.")
        row = Placement.objects.get(pk=placement.pk)
        assert (row.state, row.ended_by) == (state, side)
        post.refresh_from_db()
        assert (post.removed_at, post.via_board_id) == (None, crossing.there.pk)
        assert listed_on(crossing.there) == []


def test_what_nobody_answers_ends_and_may_be_proposed_again() -> None:
    crossing = make_crossing()
    placement = crossing.propose()
    now = timezone.now()
    assert end_overdue(now) == 0
    assert end_overdue(now + PATIENCE + timedelta(minutes=1)) == 1
    row = Placement.objects.get(pk=placement.pk)
    assert (row.state, row.ended_by) == (State.DECLINED, Side.TIME)
    assert crossing.propose().state == State.PENDING


def test_at_most_five_boards_beside_its_home() -> None:
    home = make_board(make_community(visibility="open"))
    topic = make_topic(home)
    author = topic.author
    boards = [
        make_board(make_community(visibility="open"), inbound="open") for _ in range(MOST_ELSEWHERE + 1)
    ]
    asking = make_board(make_community(visibility="open"))
    for board in (*boards, asking):
        make_member(board.community, author)
    pending = carry_topic(broker=fresh(author), topic=topic, board=asking)
    for board in boards[:MOST_ELSEWHERE]:
        assert carry_topic(broker=fresh(author), topic=topic, board=board).state == State.LIVE
    with pytest.raises(Refused, match="as many boards"):
        carry_topic(broker=fresh(author), topic=topic, board=boards[MOST_ELSEWHERE])
    moderator = make_member(asking.community, role=Role.MODERATOR)
    with pytest.raises(Refused, match="as many boards"):
        accept_placement(moderator=moderator, placement=pending)


@pytest.mark.parametrize("who", ["reader", "author", "stranger"])
def test_only_who_reads_the_topic_and_starts_topics_there_carries_it(who: str) -> None:
    crossing = make_crossing()
    person = make_person() if who == "stranger" else getattr(crossing, who)
    if who == "reader":  # reads the network's topics and starts topics there
        assert carry_topic(broker=person, topic=crossing.topic, board=crossing.there).state == State.PENDING
        return
    with pytest.raises(Refused):
        carry_topic(broker=person, topic=crossing.topic, board=crossing.there)


def test_from_a_board_that_received_it_a_topic_goes_on_as_a_sibling() -> None:
    crossing = make_crossing("open", "open")
    crossing.place()
    third = make_board(make_community(visibility="open"), inbound="open")
    make_member(third.community, crossing.reader)
    placement = carry_topic(broker=fresh(crossing.reader), topic=crossing.topic, board=third)
    assert placement.state == State.LIVE
    assert placement.proposed_by == crossing.reader
    assert Topic.objects.get(pk=crossing.topic.pk).home_board == crossing.home


def test_the_author_who_takes_the_last_words_back_takes_them_back_everywhere() -> None:
    crossing = make_crossing()
    crossing.place()
    waits = make_board(make_community(visibility="network"))
    make_member(waits.community, crossing.broker)
    pending = carry_topic(broker=fresh(crossing.broker), topic=crossing.topic, board=waits)
    follow_topic(person=crossing.reader, topic=crossing.topic)
    remove_post(author=crossing.author, post=crossing.topic.posts.get())
    assert set(crossing.topic.placements.exclude(board=crossing.home).values_list("state", flat=True)) == {
        State.REMOVED,
        State.WITHDRAWN,
    }
    with pytest.raises(Refused):
        accept_placement(moderator=make_member(waits.community, role=Role.MODERATOR), placement=pending)
    assert not reads(fresh(crossing.reader), crossing.topic)


def test_what_was_agreed_to_is_asked_again_when_the_board_opens_up() -> None:
    crossing: Crossing = make_crossing("network", "private")
    waiting = crossing.propose()
    Community.objects.filter(pk=crossing.there.community_id).update(visibility="open")
    with pytest.raises(Refused, match="More people read"):
        accept_placement(moderator=fresh(crossing.there_moderator), placement=waiting)
    Community.objects.filter(pk=crossing.there.community_id).update(visibility="private")
    accept_placement(moderator=fresh(crossing.there_moderator), placement=waiting)
    Community.objects.filter(pk=crossing.there.community_id).update(visibility="open")
    keep_placements_within(community_id=crossing.there.community_id)
    row = Placement.objects.get(pk=waiting.pk)
    assert (row.state, row.awaits_home, listed_on(crossing.there)) == (State.PENDING, True, [])
    with pytest.raises(Refused, match="More people read"):
        accept_placement(moderator=fresh(crossing.home_moderator), placement=row)


def test_a_note_that_may_identify_a_patient_is_asked_about_on_behalf_of_both_sides() -> None:
    crossing = make_crossing("network", "network")
    note = "Pt MRN 00482913 is like this one."
    with pytest.raises(Identified) as told:
        crossing.propose(note)
    assert not Placement.objects.filter(board=crossing.there).exists()
    placement = carry_topic(
        broker=crossing.broker,
        topic=crossing.topic,
        board=crossing.there,
        note=note,
        cleared=told.value.edition,
    )
    assert placement.note == note
