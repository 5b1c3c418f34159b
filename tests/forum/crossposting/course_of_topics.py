"""What people try with carried topics, a rule for each; a course mixes them."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import rule

from forum.crossposting.actions.deciding import accept_placement, decline_placement
from forum.crossposting.actions.ending import end_overdue, end_placement
from forum.crossposting.actions.proposing import carry_topic
from forum.crossposting.actions.tending import hide_post, lock_here, show_post, tag_here, unlock_here
from forum.crossposting.actions.trusting import give_trust
from forum.crossposting.policies.carrying import may_carry_to
from forum.crossposting.selectors.placements import known_placements
from forum.discussions.actions.edits import edit_post, remove_post
from forum.discussions.actions.marks import accept_answer, react
from forum.discussions.actions.moving import move_topics
from forum.discussions.actions.replies import post_reply
from forum.discussions.actions.taking_down import take_down_post
from forum.discussions.actions.topics import lock_topic, pin_topic, unlock_topic
from forum.discussions.models import Topic
from forum.discussions.models.placements import PATIENCE
from forum.discussions.policies.boards import boards_to_start_on
from forum.discussions.selectors.topics import with_placements
from tests.forum.crossposting.course import AGREE, NUMBER, SELDOM, boards_of, level_of


class Carrying:
    """Proposing, answering, ending, and what a board does with a guest."""

    @rule(
        topic=NUMBER, board=NUMBER, who=st.sampled_from(["broker", "broker", "author", "reader", "anybody"])
    )
    def propose(self, topic: int, board: int, who: str) -> None:
        broker = self.anybody(board + topic) if who == "anybody" else self.person(who)
        self.tries(carry_topic, broker=broker, topic=self.topic(topic), board=self.board(board))

    @rule(topic=NUMBER, board=NUMBER)
    def propose_where_one_may(self, topic: int, board: int) -> None:
        broker, found = self.person("broker"), with_placements(Topic.objects.all()).in_bulk()
        chosen = found[self.topic(topic).pk]
        known = known_placements(chosen)
        boards = [
            each
            for each in boards_to_start_on(broker)
            if may_carry_to(broker, chosen, each, known.get(each.pk))
        ]
        if boards:
            self.tries(carry_topic, broker=broker, topic=chosen, board=boards[board % len(boards)])

    @rule(number=NUMBER, who=AGREE)
    def accept(self, number: int, who: str) -> None:
        placement = self.placement(number, "pending")
        if placement:
            moderator = self.moderator(who, number, placement)
            self.tries(accept_placement, moderator=moderator, placement=placement)

    @rule(number=NUMBER, who=AGREE, is_wanted=SELDOM)
    def decline(self, number: int, who: str, is_wanted: bool) -> None:
        placement = self.placement(number, "pending")
        if placement and is_wanted:
            moderator = self.moderator(who, number, placement)
            self.tries(decline_placement, moderator=moderator, placement=placement, reason="No.")

    @rule(
        number=NUMBER, who=st.sampled_from(["broker", "author", "there", "home", "anybody"]), is_wanted=SELDOM
    )
    def end(self, number: int, who: str, is_wanted: bool) -> None:
        placement = self.placement(number, "pending", "live")
        if placement and is_wanted:
            is_named = who in {"broker", "author"}
            person = self.person(who) if is_named else self.moderator(who, number, placement)
            self.tries(end_placement, person=person, placement=placement)

    @rule(days=st.sampled_from([0, 0, 0, 15]))
    def time_passes(self, days: int) -> None:
        self.tries(end_overdue, now=timezone.now() + (PATIENCE + timedelta(days=1) if days else timedelta()))

    @rule(giver=NUMBER, other=NUMBER)
    def trust(self, giver: int, other: int) -> None:
        community, trusted = self.community(giver), self.community(other)
        self.tries(give_trust, giver=self.person("steward"), community=community, trusted=trusted)

    @rule(number=NUMBER, who=AGREE, post=NUMBER)
    def hide(self, number: int, who: str, post: int) -> None:
        placement = self.placement(number, "live")
        if placement:
            moderator, hidden = self.moderator(who, number, placement), self.post(post, placement.topic)
            self.tries(hide_post, moderator=moderator, placement=placement, post=hidden, reason="No.")

    @rule(number=NUMBER, who=AGREE, post=NUMBER)
    def show(self, number: int, who: str, post: int) -> None:
        placement = self.placement(number, "live")
        if placement:
            moderator, hidden = self.moderator(who, number, placement), self.post(post, placement.topic)
            self.tries(show_post, moderator=moderator, placement=placement, post=hidden)

    @rule(number=NUMBER, who=AGREE, is_locked=st.booleans())
    def lock_there(self, number: int, who: str, is_locked: bool) -> None:
        placement = self.placement(number, "live")
        if placement:
            moderator = self.moderator(who, number, placement)
            act = lock_here if is_locked else unlock_here
            self.tries(act, moderator=moderator, placement=placement)

    @rule(number=NUMBER, who=AGREE)
    def pin_and_tag_there(self, number: int, who: str) -> None:
        placement = self.placement(number, "live")
        if placement:
            moderator = self.moderator(who, number, placement)
            self.tries(pin_topic, moderator=moderator, topic=placement.topic, board=placement.board)
            self.tries(tag_here, moderator=moderator, placement=placement, tags=["local"])


class Writing:
    """Replies and what becomes of posts."""

    @rule(topic=NUMBER, who=NUMBER, board=NUMBER)
    def reply(self, topic: int, who: int, board: int) -> None:
        person, answered, via = self.anybody(who), self.topic(topic), self.board(board)
        self.tries(post_reply, author=person, topic=answered, body="Words.", via_board=via)

    @rule(topic=NUMBER, who=NUMBER, is_locked=st.booleans())
    def lock(self, topic: int, who: int, is_locked: bool) -> None:
        act = lock_topic if is_locked else unlock_topic
        self.tries(act, moderator=self.anybody(who), topic=self.topic(topic))

    @rule(topic=NUMBER, post=NUMBER, who=NUMBER)
    def act_on_post(self, topic: int, post: int, who: int) -> None:
        acted_on, person = self.post(post, self.topic(topic)), self.anybody(who)
        self.tries(react, person=person, post=acted_on, kind="thanks")
        self.tries(accept_answer, person=person, post=acted_on)
        self.tries(edit_post, editor=person, post=acted_on, body="Others.", revision=acted_on.revision)

    @rule(topic=NUMBER, post=NUMBER, who=NUMBER, is_wanted=SELDOM)
    def remove(self, topic: int, post: int, who: int, is_wanted: bool) -> None:
        if is_wanted:
            removed, person = self.post(post, self.topic(topic)), self.anybody(who)
            if removed.author_id == person.pk:
                self.tries(remove_post, author=person, post=removed)
            else:
                self.tries(take_down_post, moderator=person, post=removed, reason="Off topic.")

    @rule(topic=NUMBER, board=NUMBER, who=NUMBER)
    def move(self, topic: int, board: int, who: int) -> None:
        moved, boards = self.topic(topic), boards_of(self.topic(topic).home_board.community)
        to = boards[board % len(boards)]
        self.tries(
            move_topics, mover=self.mostly_steward(who), topics=[moved], to=to, agreed_level=level_of(to)
        )
