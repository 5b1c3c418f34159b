"""What people try with whole topics, boards and communities, a rule for each; a course mixes them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import transaction
from django.db.models import F
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from forum.communities.actions.members import give_role, leave_community
from forum.communities.actions.roles import take_out_member
from forum.communities.models import Community, Membership, Role
from forum.core.verdicts import Refused
from forum.crossposting.actions.homes import accept_home_change, ask_to_adopt, decline_home_change, offer_home
from forum.crossposting.actions.questions import tie_question
from forum.crossposting.models import HomeChange
from forum.crossposting.policies.homes import may_be_at_home
from forum.crossposting.selectors.homes import change_with
from forum.crossposting.selectors.placements import carried
from forum.discussions.actions.changing_boards import archive_board, change_board, restore_board
from forum.discussions.actions.merging import merge_boards
from forum.discussions.actions.splitting import split_topic
from forum.discussions.actions.starting import start_topic
from forum.discussions.actions.uniting import unite_topics
from forum.discussions.actions.visibility import change_visibility_as_shown
from forum.discussions.actions.whole_topics import remove_topic, restore_topic
from forum.discussions.models import Board, Topic
from forum.discussions.selectors.board_management import edition_of_settings
from forum.discussions.selectors.visibility import effects_for
from tests.factories import lift_all, suspend
from tests.forum.crossposting.course import NUMBER, SELDOM, VISIBILITIES, boards_of, level_of


class Homes:
    """Whole topics, and the homes that they get. Each course begins with another one of these acts, done as it may."""

    courses: ClassVar[int] = 0

    @initialize()
    def one_of_them_happens(self) -> None:
        beginnings = (
            self._removed_and_restored, self._split, self._united, self._offered_and_taken, self._wanted_in_vain,
            self._asked_elsewhere,
        )  # fmt: skip
        type(self).courses += 1
        question, discussion = (self.topic(number) for number in (0, 1))
        beginnings[self.courses % len(beginnings)](question, discussion)

    def _removed_and_restored(self, question: Topic, _discussion: Topic) -> None:
        self.tries(remove_topic, moderator=self.person("moderator-0"), topic=question, reason="Off.")
        self.tries(restore_topic, moderator=self.person("moderator-0"), topic=question)

    def _split(self, _question: Topic, discussion: Topic) -> None:
        post = discussion.posts.get(number=3)
        self.tries(
            split_topic, moderator=self.person("moderator-0"), topic=discussion, post=post, title="Apart"
        )

    def _united(self, question: Topic, discussion: Topic) -> None:
        self.tries(unite_topics, moderator=self.person("moderator-0"), topic=discussion, into=question)

    def _offered_and_taken(self, question: Topic, _discussion: Topic) -> None:
        to = boards_of(self.community(1))[0]
        self.tries(offer_home, moderator=self.person("moderator-0"), topic=question, to=to)
        for change in HomeChange.objects.all():
            self.tries(
                accept_home_change, moderator=self.person("moderator-1"), change=change_with(change.pk)
            )

    def _wanted_in_vain(self, question: Topic, _discussion: Topic) -> None:
        to = boards_of(self.community(1))[0]
        self.tries(remove_topic, moderator=self.person("moderator-0"), topic=question, reason="Off.")
        self.tries(ask_to_adopt, moderator=self.person("moderator-1"), topic=question, to=to)
        for change in HomeChange.objects.all():
            self.tries(
                decline_home_change,
                moderator=self.person("moderator-0"),
                change=change_with(change.pk),
                reason="No.",
            )

    def _asked_elsewhere(self, _question: Topic, _discussion: Topic) -> None:
        self.ask_elsewhere(topic=4, board=0)

    @rule(topic=NUMBER, who=NUMBER, is_wanted=SELDOM)
    def remove_whole(self, topic: int, who: int, is_wanted: bool) -> None:
        """One that stands elsewhere too, if there is any."""
        if is_wanted:
            guest = self.placement(topic, "live")
            removed = guest.topic if guest is not None else self.topic(topic)
            self.tries(remove_topic, moderator=self.often_steward(who), topic=removed, reason="Off.")

    @rule(topic=NUMBER, who=NUMBER)
    def restore_whole(self, topic: int, who: int) -> None:
        removed = Topic.objects.filter(removed_at__isnull=False, post_count__gt=0).select_related(
            "home_board"
        )
        if removed:
            restored = removed.order_by("pk")[topic % len(removed)]
            self.tries(restore_topic, moderator=self.often_steward(who), topic=restored)

    @rule(topic=NUMBER, post=NUMBER, who=NUMBER, is_wanted=st.booleans())
    def split(self, topic: int, post: int, who: int, is_wanted: bool) -> None:
        if is_wanted:
            old = self.topic(topic)
            self.tries(
                split_topic,
                moderator=self.often_steward(who),
                topic=old,
                post=self.post(post, old),
                title="Apart",
            )

    @rule(topic=NUMBER, into=NUMBER, who=NUMBER, is_wanted=SELDOM)
    def unite(self, topic: int, into: int, who: int, is_wanted: bool) -> None:
        if is_wanted:
            self.tries(
                unite_topics,
                moderator=self.often_steward(who),
                topic=self.topic(topic),
                into=self.topic(into),
            )

    @rule(topic=NUMBER, board=NUMBER, who=NUMBER)
    def offer(self, topic: int, board: int, who: int) -> None:
        """By a moderator of its home where there is a board that could take it, else by anybody to any."""
        offered, moderator, to = self.topic(topic), self.anybody(who), self.board(board)
        boards = [each for each in Board.objects.select_related("community") if may_be_at_home(offered, each)]
        if boards and who % 3:
            moderator = self.person(
                f"moderator-{self.world.communities.index(offered.home_board.community_id)}"
            )
            to = boards[board % len(boards)]
        self.tries(offer_home, moderator=moderator, topic=offered, to=to)

    @rule(number=NUMBER, who=NUMBER)
    def ask_for(self, number: int, who: int) -> None:
        """Where a topic stood until its home removed it."""
        stood = carried().filter(state="removed", ended_by="home", topic__removed_at=F("decided_at"))
        for row in stood.filter(topic__post_count__gt=0).order_by("pk")[number % 3 :][:1]:
            moderator = self.person(f"moderator-{self.world.communities.index(row.board.community_id)}")
            asking = moderator if who % 3 else self.anybody(who)
            self.tries(ask_to_adopt, moderator=asking, topic=row.topic, to=row.board)

    @rule(who=NUMBER, is_wanted=st.booleans())
    def answer_for_a_home(self, who: int, is_wanted: bool) -> None:
        for change in HomeChange.objects.filter(state="waiting").order_by("pk")[:1]:
            found = change_with(change.pk)
            if is_wanted:
                self.tries(accept_home_change, moderator=self.often_steward(who), change=found)
            else:
                self.tries(
                    decline_home_change, moderator=self.often_steward(who), change=found, reason="Not ours."
                )

    @rule(topic=NUMBER, board=NUMBER)
    def ask_elsewhere(self, topic: int, board: int) -> None:
        source, there, asker = self.topic(topic), self.board(board), self.person("broker")
        try:
            with transaction.atomic():
                sent = start_topic(author=asker, board=there, title="Asked", body="In general?")
                tie_question(asker=asker, source=source, sent=sent)
        except Refused:
            self.refused["tie_question"] += 1
        else:
            self.happened["tie_question"] += 1


class Places:
    """Boards and communities change, and people come and go."""

    @rule(board=NUMBER, into=NUMBER, is_wanted=SELDOM)
    def merge(self, board: int, into: int, is_wanted: bool) -> None:
        gone = self.board(board)
        boards = boards_of(gone.community)
        kept = boards[into % len(boards)]
        if is_wanted:
            steward = self.person("steward")
            self.tries(merge_boards, merger=steward, board=gone, into=kept, agreed_level=level_of(kept))

    @rule(
        board=NUMBER,
        change=st.one_of(
            st.fixed_dictionaries({"read_from": st.sampled_from([0, 0, 10, 20, 30])}),
            st.fixed_dictionaries({"inbound": st.sampled_from(["closed", "ask", "trusted", "open", "open"])}),
            st.fixed_dictionaries({"outbound": st.sampled_from(["open", "open", "ask", "closed"])}),
            st.fixed_dictionaries({"name": st.sampled_from(["One name", "Another name"])}),
        ),
    )
    def change(self, board: int, change: dict[str, Any]) -> None:
        changed = self.board(board)
        after = Board(community=changed.community, read_from=change.get("read_from", changed.read_from))
        self.tries(
            change_board, editor=self.person("steward"), board=changed, seen=edition_of_settings(changed),
            fields=change, agreed_level=level_of(after),
        )  # fmt: skip

    @rule(board=NUMBER, is_wanted=SELDOM)
    def archive_or_restore(self, board: int, is_wanted: bool) -> None:
        found, steward = self.board(board), self.person("steward")
        if found.archived_at is None and is_wanted:
            self.tries(archive_board, archiver=steward, board=found)
        elif found.archived_at is not None:
            self.tries(restore_board, restorer=steward, board=found)

    @rule(number=NUMBER, visibility=st.sampled_from(VISIBILITIES), is_wanted=SELDOM)
    def change_visibility(self, number: int, visibility: str, is_wanted: bool) -> None:
        if not is_wanted:
            return
        community, steward = self.community(number), self.person("steward")
        edition = effects_for(steward, community, visibility).edition
        self.tries(
            change_visibility_as_shown, changer=steward, community=community, visibility=visibility,
            seen=edition, typed_name=community.name,
        )  # fmt: skip

    @rule(number=NUMBER, who=st.sampled_from(["author", "broker", "reader", "named"]))
    def suspend_or_let_back(self, number: int, who: str) -> None:
        person, community = self.person(who), self.community(number)
        membership = Membership.objects.filter(person=person, community=community)
        if membership.filter(suspended_until=None).exists():
            suspend(person, community)
        else:
            lift_all(person, community)

    @rule(number=NUMBER, who=st.sampled_from(["author", "broker", "reader", "named"]), is_wanted=SELDOM)
    def go(self, number: int, who: str, is_wanted: bool) -> None:
        person = self.person(who)
        belongs = Community.objects.filter(memberships__person=person).order_by("pk")
        if not is_wanted or not belongs:
            return
        community = belongs[number % len(belongs)]
        if number % 2:
            self.tries(leave_community, person=person, community=community)
        else:
            self.tries(
                take_out_member,
                taker=self.person("steward"),
                person=person,
                community=community,
                reason="No.",
            )

    @rule(number=NUMBER, who=st.sampled_from(["author", "broker", "reader", "named"]), role=NUMBER)
    def come(self, number: int, who: str, role: int) -> None:
        given = (Role.MEMBER, Role.MEMBER, Role.GUEST, Role.MODERATOR)[role % 4]
        self.tries(
            give_role, giver=self.person("steward"), person=self.person(who),
            community=self.community(number), role=given,
        )  # fmt: skip
