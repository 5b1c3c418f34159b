"""What is reported: one case for each thing, who is asked, and what they decide."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from forum.chat.actions.messages import remove_message
from forum.chat.actions.sending import send_message
from forum.chat.models import Message, Room
from forum.communities.models import Change, Community, Membership, Role
from forum.core.claims import Kind
from forum.core.limits import REPORTING
from forum.core.verdicts import Invalid, Refused
from forum.crossposting.actions.ending import end_placement
from forum.discussions.actions.edits import remove_post
from forum.discussions.actions.taking_down import restore_post, take_down_post
from forum.discussions.actions.whole_topics import remove_topic
from forum.discussions.models import Board, Post, Removal, Topic
from forum.discussions.policies.posts import may_read_removal
from forum.discussions.selectors.removals import removed_posts
from forum.moderation.actions.claiming import claim_thing
from forum.moderation.actions.deciding import (
    hand_case_up,
    keep_reported,
    remove_reported,
)
from forum.moderation.actions.letters import mail_what_came
from forum.moderation.actions.reporting import report_message, report_post
from forum.moderation.models import Case, Report
from forum.moderation.models.claims import CLAIMED_FOR
from forum.moderation.policies.cases import looks_after
from forum.moderation.selectors.cases import (
    cases_in,
    decided_cases_in,
    open_cases,
    reported_where_moderated,
    waiting_cases_in,
)
from forum.people.models import Person
from tests.factories import (
    expel,
    make_board,
    make_community,
    make_crossing,
    make_member,
    make_person,
    make_reply,
    make_steward,
    make_topic,
    mute,
)
from tests.factories.people import refill
from tests.forum.moderation.reported import the_case
from tests.forum.people_anew import again

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
State, Level = Case.State, Case.Level


def fresh(post: Post) -> Post:
    rows = Post.objects.select_related("topic__home_board__community", "via_board__community", "author")
    return rows.get(pk=post.pk)


def report(post: Post, reporter: Person | None = None, reason: str = "commercial", **more: Any) -> Report:
    return report_post(reporter=reporter or make_person(), post=fresh(post), reason=reason, **more)


def test_many_reports_of_one_thing_are_one_case(post: Post) -> None:
    for reason in ("commercial", "spam", "off-topic"):
        report(post, reason=reason)
    case = the_case()
    assert [row.reason for row in case.reports.all()] == ["commercial", "spam", "off-topic"]
    assert (case.state, case.level) == (State.OPEN, Level.MODERATORS)


def test_nobody_reports_twice_nor_their_own_nor_what_they_do_not_read(post: Post, board: Board) -> None:
    reporter = make_person()
    report(post, reporter)
    with pytest.raises(Refused, match="reported this already"):
        report(post, reporter)
    with pytest.raises(Refused, match="your own"):
        report(post, post.author)
    with pytest.raises(Refused):
        report(make_topic(make_board(make_community(visibility="private"))).posts.get())
    with pytest.raises(Invalid, match="Choose one"):
        report(post, reason="dull")
    with pytest.raises(Invalid, match="Say what it is"):
        report(post, reason="other")
    remove_post(author=post.author, post=fresh(post))
    with pytest.raises(Refused, match="removed in the meantime"):
        report(post)


def test_who_is_muted_may_report(post: Post, board: Board) -> None:
    muted = make_member(board.community)
    mute(muted, board.community)
    assert report(post, again(muted)).case.state == State.OPEN


def test_those_who_look_after_it_are_asked_and_nobody_about_their_own_words(
    post: Post, board: Board, moderator: Person
) -> None:
    report(post)
    named = make_member(board.community)
    Membership.objects.filter(person=named).update(boards_moderated=[board.pk])
    elsewhere = make_member(make_community(), role=Role.FACILITATOR)
    asked = [moderator, named, make_member(board.community, role=Role.FACILITATOR), make_steward()]
    others = [make_member(board.community), elsewhere, make_person()]
    for person in map(again, (*asked, *others)):
        expected = person in asked
        assert looks_after(person, the_case()) == expected
        assert open_cases(person).exists() == expected
        assert bool(cases_in(person, board.community)) == expected
        assert waiting_cases_in(person, board.community) == expected
    Membership.objects.filter(person=post.author).update(role=Role.MODERATOR)
    author = again(post.author)
    assert (looks_after(author, the_case()), open_cases(author).exists()) == (False, False)
    assert [row.number for row in reported_where_moderated(again(moderator))] == [1]
    assert reported_where_moderated(make_steward()) == []


def test_both_sides_of_a_carried_topic_are_asked_and_one_decides() -> None:
    crossing = make_crossing("open", "open")
    crossing.place()
    ours = make_reply(crossing.topic, via_board=crossing.there, author=crossing.reader)
    report(ours, crossing.author)
    for moderator, board in (
        (crossing.home_moderator, crossing.home),
        (crossing.there_moderator, crossing.there),
    ):
        assert len(cases_in(moderator, board.community)) == 1
        assert [row.number for row in reported_where_moderated(moderator)] == [1]
    remove_reported(moderator=crossing.there_moderator, case=the_case(), reason="It sells.")
    with pytest.raises(Refused, match="was faster and has decided on this"):
        keep_reported(moderator=crossing.home_moderator, case=the_case())
    assert fresh(ours).removed_at is not None


def test_a_board_that_the_topic_has_left_is_asked_no_longer() -> None:
    crossing = make_crossing("open", "open")
    placement = crossing.place()
    ours = make_reply(crossing.topic, via_board=crossing.there, author=crossing.reader)
    report(ours, crossing.author)
    end_placement(person=crossing.there_moderator, placement=placement, reason="Enough.")
    Community.objects.filter(pk=crossing.home.community_id).update(visibility="private")
    there, home = again(crossing.there_moderator), again(crossing.home_moderator)
    assert (looks_after(there, the_case()), open_cases(there).exists()) == (False, False)
    assert (looks_after(home, the_case()), open_cases(home).exists()) == (True, True)
    take_down_post(moderator=home, post=fresh(ours), reason="It sells.")
    assert may_read_removal(home, fresh(ours)).allowed
    assert not may_read_removal(there, fresh(ours)).allowed
    assert removed_posts(there, crossing.there.community) == []


def test_no_letter_names_a_community_that_its_reader_may_not_know_of() -> None:
    community = make_community("Secret society", visibility="hidden")
    reporter, moderator = make_member(community), make_member(community, role=Role.MODERATOR)
    EmailAddress.objects.create(user=reporter, email=reporter.email, verified=True)
    report(make_topic(make_board(community)).posts.get(), reporter)
    expel(reporter, community)
    keep_reported(moderator=moderator, case=the_case())
    assert mail_what_came(person_id=reporter.pk, case_id=the_case().pk) is True
    (letter,) = mail.outbox
    assert ("Secret" in letter.body, "you reported something" in letter.body) == (False, True)


def test_what_is_removed_is_removed_with_a_reason_and_can_come_back(post: Post, moderator: Person) -> None:
    report(post)
    with pytest.raises(Invalid, match="Say why"):
        remove_reported(moderator=moderator, case=the_case(), reason=" ")
    assert the_case().state == State.OPEN
    remove_reported(moderator=moderator, case=the_case(), reason="We sell nothing here.")
    case = the_case()
    assert (case.state, case.decided_by, case.reason) == (State.REMOVED, moderator, "We sell nothing here.")
    assert Removal.objects.get().reason == "We sell nothing here."
    assert [row.state for row in decided_cases_in(moderator, post.via_board.community)] == [State.REMOVED]
    restore_post(moderator=moderator, post=fresh(post))
    report(post)
    assert set(Case.objects.values_list("state", flat=True)) == {State.REMOVED, State.OPEN}


def test_the_only_post_of_a_topic_goes_with_it(board: Board, moderator: Person) -> None:
    topic = make_topic(board)
    report(topic.posts.get())
    remove_reported(moderator=moderator, case=the_case(), reason="It sells.")
    assert Topic.objects.get(pk=topic.pk).removed_at is not None
    assert the_case().state == State.REMOVED


def test_what_stays_stays_and_the_log_says_who_said_so(post: Post, moderator: Person) -> None:
    report(post)
    keep_reported(moderator=moderator, case=the_case(), reason="A course of ours.")
    assert (fresh(post).removed_at, the_case().state) == (None, State.KEPT)
    line = Change.objects.get(verb="reported-kept")
    assert (line.actor, line.person, line.reason) == (moderator, post.author, "A course of ours.")


def test_whoever_claims_it_has_it_alone_for_half_an_hour(post: Post, board: Board, moderator: Person) -> None:
    other, now = make_member(board.community, role=Role.MODERATOR), timezone.now()
    report(post)
    claim_thing(moderator=moderator, kind=Kind.REPORTED, key=the_case().pk, now=now)
    for act in (keep_reported, remove_reported):
        with pytest.raises(Refused, match="looking at this just now"):
            act(moderator=other, case=the_case(), reason="No.", now=now + CLAIMED_FOR - timedelta(minutes=1))
    keep_reported(moderator=other, case=the_case(), now=now + CLAIMED_FOR + timedelta(minutes=1))
    assert the_case().decided_by == other


def test_it_is_handed_up_to_facilitators_and_then_to_stewards(
    post: Post, board: Board, moderator: Person
) -> None:
    facilitator, steward = make_member(board.community, role=Role.FACILITATOR), make_steward()
    report(post)
    with pytest.raises(Invalid, match="like them to decide"):
        hand_case_up(moderator=moderator, case=the_case(), why="")
    hand_case_up(moderator=moderator, case=the_case(), why="Is this ours?")
    case = the_case()
    assert (case.level, case.handed_up_by, case.handed_up_why) == (
        Level.FACILITATORS,
        moderator,
        "Is this ours?",
    )
    for person, expected in ((moderator, False), (facilitator, True), (steward, True)):
        assert looks_after(again(person), case) == expected
        assert open_cases(again(person)).exists() == expected
    hand_case_up(moderator=facilitator, case=the_case(), why="I do not know either.")
    assert the_case().level == Level.STEWARDS
    assert open_cases(facilitator).exists() is False
    with pytest.raises(Refused, match="nobody above"):
        hand_case_up(moderator=steward, case=the_case(), why="Who, then?")
    keep_reported(moderator=steward, case=the_case())
    assert the_case().state == State.KEPT


def test_what_a_facilitator_hands_up_goes_to_stewards_at_once(post: Post, board: Board) -> None:
    facilitator, steward = make_member(board.community, role=Role.FACILITATOR), make_steward()
    report(post)
    hand_case_up(moderator=facilitator, case=the_case(), why="Is this ours?")
    assert the_case().level == Level.STEWARDS
    assert (open_cases(again(facilitator)).exists(), open_cases(again(steward)).exists()) == (False, True)


def test_nobody_is_told_at_home_that_their_own_words_were_reported(board: Board, moderator: Person) -> None:
    post = make_reply(make_topic(board), author=make_member(board.community, role=Role.FACILITATOR))
    report(post)
    assert [row.number for row in reported_where_moderated(again(moderator))] == [1]
    assert reported_where_moderated(again(post.author)) == []


def test_what_is_gone_needs_no_decision(post: Post, board: Board, moderator: Person) -> None:
    report(post)
    remove_post(author=post.author, post=fresh(post))
    assert (the_case().state, the_case().decided_by) == (State.GONE, None)
    Case.objects.all().delete()
    topic = make_topic(board)
    report(make_reply(topic))
    remove_topic(moderator=moderator, topic=topic, reason="Off topic.")
    assert the_case().state == State.GONE


def test_a_message_is_reported_and_removed_as_a_post_is(board: Board, moderator: Person) -> None:
    author, reporter = make_member(board.community), make_member(board.community)
    room = Room.objects.create(kind="opened", community=board.community, name="Ward", slug="ward")
    sent = send_message(author=author, room=room, client_id=uuid4(), body="Buy my course.")
    said = Message.objects.select_related("room__community", "author").get(pk=sent.pk)
    report_message(reporter=reporter, message=said, reason="commercial")
    assert [row.message_id for row in cases_in(moderator, board.community)] == [said.pk]
    remove_reported(moderator=moderator, case=the_case(), reason="We sell nothing here.")
    said.refresh_from_db()
    assert (said.source, the_case().state) == ("", State.REMOVED)
    assert Change.objects.get(verb="message-removed").about == "Ward"
    sent = send_message(author=author, room=room, client_id=uuid4(), body="Once more.")
    again_said = Message.objects.select_related("room__community", "author").get(pk=sent.pk)
    report_message(reporter=reporter, message=again_said, reason="spam")
    remove_message(remover=author, message=again_said)
    assert Case.objects.get(message=again_said).state == State.GONE


def test_whoever_reported_it_learns_what_came_of_it_and_no_more(post: Post, moderator: Person) -> None:
    reporter = make_person()
    EmailAddress.objects.create(user=reporter, email=reporter.email, verified=True)
    refill(REPORTING, reporter)
    report(post, reporter, words="He sells it everywhere.")
    report(post, moderator)
    assert mail_what_came(person_id=reporter.pk, case_id=the_case().pk) is False
    keep_reported(moderator=moderator, case=the_case(), reason="A course of ours.")
    jobs = ProcrastinateJob.objects.filter(task_name="mail_what_came")
    assert [job.args for job in jobs] == [{"person_id": reporter.pk, "case_id": the_case().pk}]
    assert mail_what_came(**jobs[0].args) is True
    (letter,) = mail.outbox
    assert "it stays as it is" in letter.body and "A course of ours." in letter.body
    assert "Buy my course" not in letter.body and post.author.display_name not in letter.body


def test_a_moderator_reports_as_others_do_and_may_decide(post: Post, moderator: Person) -> None:
    report(post, moderator)
    keep_reported(moderator=moderator, case=the_case())
    assert the_case().state == State.KEPT
