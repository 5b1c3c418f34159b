"""Warnings, mutes and suspensions: who gives them to whom, what they do, and how they end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from forum.communities.actions.invitations import accept_invitation, invite_by_link
from forum.communities.actions.joining import accept_request, ask_to_join
from forum.communities.actions.letters_of_measures import mail_lifted_measure, mail_measure
from forum.communities.actions.measures import lift_measure, mute_person, suspend_person, warn_person
from forum.communities.actions.members import give_role, join_community, leave_community
from forum.communities.actions.roles import take_out_member
from forum.communities.actions.shutting_out import open_again_on_time
from forum.communities.models import Change, Community, Measure, Membership, Role, Verb
from forum.communities.policies.measures import may_suspend, may_warn_or_mute
from forum.communities.policies.standing import may_speak
from forum.communities.selectors.measures import ended_shutting_out
from forum.communities.selectors.members import facilitators_of
from forum.communities.views.telling import told
from forum.core.verdicts import Invalid, Refused
from forum.discussions.actions.edits import edit_post
from forum.discussions.actions.marks import react
from forum.discussions.actions.merging import merge_boards
from forum.discussions.actions.replies import post_reply
from forum.discussions.actions.staff_notes import change_note, leave_note, remove_note
from forum.discussions.actions.topics import retitle_topic
from forum.discussions.models import Board
from forum.discussions.policies.boards import may_start_topic
from forum.discussions.policies.topics import may_reply
from forum.people.actions.stewards import let_back_in, shut_out
from forum.people.models import Person
from tests.factories import (
    make_board,
    make_board_moderator,
    make_community,
    make_member,
    make_person,
    make_reply,
    make_steward,
    make_topic,
    place_topic,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
WEEK = timedelta(weeks=1)


@pytest.fixture
def community() -> Community:
    return make_community("Ward teaching")


@pytest.fixture
def moderator(community: Community) -> Person:
    return make_member(community, make_person("Mo"), role=Role.MODERATOR)


@pytest.fixture
def member(community: Community) -> Person:
    return make_member(community, make_person("Ada"))


def again(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def muted(moderator: Person, person: Person, community: Community, **more: Any) -> Measure:
    told_of = {"reason": "Be kind.", "ends_at": timezone.now() + WEEK} | more
    return mute_person(moderator=moderator, person=person, community=community, **told_of)


def suspended(moderator: Person, person: Person, community: Community, **more: Any) -> Measure:
    told_of = {"reason": "Be kind.", "ends_at": timezone.now() + WEEK} | more
    return suspend_person(moderator=moderator, person=person, community=community, **told_of)


def columns(person: Person, community: Community) -> tuple[Any, Any, dict[str, str]]:
    row = Membership.objects.get(person=person, community=community)
    return row.muted_until, row.suspended_until, row.boards_muted


def test_nobody_measures_their_equals_or_those_above_nor_themselves(community: Community) -> None:
    board = make_board(community)
    of_board = make_board_moderator(board)
    people = {
        "member": make_member(community),
        "board moderator": make_board_moderator(board),
        "moderator": make_member(community, role=Role.MODERATOR),
        "facilitator": make_member(community, role=Role.FACILITATOR),
        "steward": make_member(community, make_steward(), role=Role.MEMBER),
    }
    measuring = {
        "member": (make_member(community), None),
        "board moderator": (of_board, board.pk),
        "board moderator everywhere": (of_board, None),
        "moderator": (make_member(community, role=Role.MODERATOR), None),
        "facilitator": (make_member(community, role=Role.FACILITATOR), None),
        "steward": (make_steward(), None),
    }
    found = {
        name: [whom for whom, person in people.items() if may_warn_or_mute(actor, community, person, key)]
        for name, (actor, key) in measuring.items()
    }
    assert found == {
        "member": [],
        "board moderator": ["member"],
        "board moderator everywhere": [],
        "moderator": ["member", "board moderator"],
        "facilitator": ["member", "board moderator", "moderator"],
        "steward": ["member", "board moderator", "moderator", "facilitator"],
    }
    for actor, _key in measuring.values():
        assert not may_warn_or_mute(actor, community, actor)


def test_a_board_moderator_warns_and_mutes_on_their_boards_alone(
    community: Community, member: Person
) -> None:
    board, other, elsewhere = make_board(community), make_board(community), make_board(make_community())
    actor = make_board_moderator(board)
    for key in (other.pk, elsewhere.pk, None):
        with pytest.raises(Refused):
            muted(again(actor), member, community, board_key=key)
    with pytest.raises(Refused):
        suspended(again(actor), member, community)
    muted(again(actor), member, community, board_key=board.pk)
    person = again(member)
    assert (bool(may_start_topic(person, board)), bool(may_start_topic(person, other))) == (False, True)
    assert "muted on" in str(may_start_topic(person, board).reason)
    assert not may_reply(person, make_topic(board))
    assert may_reply(person, make_topic(other))


def test_a_moderator_chooses_no_board_of_another_community(
    community: Community, moderator: Person, member: Person
) -> None:
    with pytest.raises(Refused, match="a board of this community"):
        muted(moderator, member, community, board_key=make_board(make_community()).pk)


def test_the_last_facilitator_is_not_suspended(community: Community) -> None:
    first = facilitators_of(community)[0].person
    steward = make_steward()
    with pytest.raises(Refused, match="last facilitator"):
        suspended(steward, first, community)
    make_member(community, role=Role.FACILITATOR)
    assert may_suspend(steward, community, again(first))


def test_who_is_muted_reads_and_writes_nothing_until_the_end(
    community: Community, moderator: Person, member: Person
) -> None:
    topic = make_topic(make_board(community))
    measure = muted(moderator, member, community)
    assert columns(member, community) == (measure.ends_at, None, {})
    assert not may_speak(again(member), community)
    with pytest.raises(Refused, match="muted in Ward teaching until"):
        react(person=again(member), post=topic.posts.get(), kind="thanks")
    Measure.objects.update(given_at=timezone.now() - 2 * WEEK, ends_at=timezone.now() - WEEK)
    Membership.objects.filter(person=member).update(muted_until=timezone.now() - WEEK)
    assert may_speak(again(member), community)


def test_a_muted_moderator_writes_nothing_that_others_read(community: Community, moderator: Person) -> None:
    topic = make_topic(make_board(community))
    own, other = make_reply(topic, author=moderator), make_reply(topic)
    given: Any = {"topic": topic, "audience": "readers", "community": community}
    note = leave_note(moderator=moderator, body="Stay calm.", **given)
    for post in (own, other):
        assert edit_post(editor=moderator, post=post, body="Calm.", revision=post.revision).source == "Calm."
    muted(facilitators_of(community)[0].person, moderator, community)
    silent = again(moderator)
    topic.refresh_from_db()
    for act in (
        lambda: leave_note(moderator=silent, body="And I say.", **given),
        lambda: leave_note(moderator=silent, body="And I say.", **given | {"audience": "moderators"}),
        lambda: change_note(moderator=silent, note=note, body="And I say.", revision=note.revision),
        lambda: edit_post(editor=silent, post=own, body="And I say.", revision=2),
        lambda: edit_post(editor=silent, post=other, body="And I say.", revision=2),
        lambda: retitle_topic(editor=silent, topic=topic, title="And I say", type=topic.type, tags=[]),
    ):
        with pytest.raises(Refused, match="muted in Ward teaching until"):
            act()
    assert remove_note(moderator=silent, note=note)


def test_a_new_measure_takes_the_place_of_one_of_its_kind(
    community: Community, moderator: Person, member: Person
) -> None:
    first = muted(moderator, member, community, ends_at=timezone.now() + 4 * WEEK)
    second = muted(moderator, again(member), community, ends_at=timezone.now() + WEEK)
    third = suspended(moderator, again(member), community)
    first.refresh_from_db()
    assert (first.replaced_by, first.is_running(timezone.now())) == (second, False)
    assert columns(member, community)[:2] == (second.ends_at, third.ends_at)


def test_what_somebody_of_a_higher_role_gave_stays_as_they_gave_it(
    community: Community, moderator: Person, member: Person
) -> None:
    given = muted(facilitators_of(community)[0].person, member, community)
    with pytest.raises(Refused, match="given by a facilitator"):
        muted(moderator, again(member), community, ends_at=timezone.now() + timedelta(minutes=5))
    with pytest.raises(Refused, match="given by a facilitator"):
        lift_measure(moderator=moderator, measure=given, why="Enough.")
    lift_measure(moderator=make_steward(), measure=given, why="Enough.")
    assert may_speak(again(member), community)


def test_it_needs_a_reason_and_an_end_within_a_year(
    community: Community, moderator: Person, member: Person
) -> None:
    now = timezone.now()
    for more in ({"reason": " "}, {"ends_at": now}, {"ends_at": now + timedelta(days=400)}):
        with pytest.raises(Invalid):
            muted(moderator, member, community, **more)
    assert not Measure.objects.exists()
    warning = warn_person(moderator=moderator, person=member, community=community, reason="Be kind.")
    assert (warning.ends_at, columns(member, community)) == (None, (None, None, {}))


def test_a_measure_is_lifted_once_with_a_reason(
    community: Community, moderator: Person, member: Person
) -> None:
    measure = suspended(moderator, member, community)
    with pytest.raises(Invalid):
        lift_measure(moderator=moderator, measure=measure, why="")
    lift_measure(moderator=moderator, measure=measure, why="We talked.")
    assert columns(member, community) == (None, None, {})
    with pytest.raises(Refused, match="already"):
        lift_measure(moderator=moderator, measure=measure, why="Again.")


def _click(person: Person, community: Community) -> None:
    join_community(person=person, community=community)


def _ask(person: Person, community: Community) -> None:
    Community.objects.filter(pk=community.pk).update(joining="request")
    there = Community.objects.get(pk=community.pk)
    asked = ask_to_join(person=person, community=there)
    accept_request(facilitator=facilitators_of(there)[0].person, request=asked)


def _invited(person: Person, community: Community) -> None:
    inviter = facilitators_of(community)[0].person
    link = invite_by_link(inviter=inviter, community=community, most_uses=5)
    accept_invitation(person=person, invitation=link)


def _taken_in(person: Person, community: Community) -> None:
    give_role(giver=make_steward(), person=person, community=community, role=Role.MEMBER)


WAYS = [_click, _ask, _invited, _taken_in]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("leaving", ["left", "taken out"])
def test_what_runs_holds_at_once_for_who_comes_back(
    community: Community, moderator: Person, member: Person, way: Any, leaving: str
) -> None:
    board = make_board(community)
    whole = muted(moderator, member, community)
    on_board = muted(moderator, again(member), community, board_key=board.pk)
    _leave(member, community, leaving)
    way(again(member), community)
    assert on_board.ends_at is not None
    said = {str(board.pk): on_board.ends_at.isoformat()}
    assert columns(member, community) == (whole.ends_at, None, said)


@pytest.mark.parametrize("way", WAYS)
def test_who_is_suspended_does_not_come_back_meanwhile_and_learns_why(
    community: Community, moderator: Person, member: Person, way: Any
) -> None:
    _leave(member, community, "taken out")
    make_reply(make_topic(make_board(community)), author=make_member(community))
    measure = suspended(moderator, again(member), community)
    with pytest.raises(Refused) as refusal:
        way(again(member), community)
    assert "suspended" in str(refusal.value) and "until" in str(refusal.value)
    lift_measure(moderator=moderator, measure=measure, why="We talked.")
    way(again(member), community)
    assert columns(member, community) == (None, None, {})


def _leave(member: Person, community: Community, way: str) -> None:
    if way == "left":
        leave_community(person=again(member), community=community)
        return
    taker = facilitators_of(community)[0].person
    take_out_member(taker=taker, person=again(member), community=community, reason="For now.")


@pytest.mark.parametrize("where", ["everywhere", "on the board"])
def test_who_was_muted_and_left_writes_nothing_from_outside(member: Person, where: str) -> None:
    """Neither where they wrote before, nor in its topics by way of a board of another community."""
    home = make_board(make_community("Journal club", visibility="open"))
    other = make_board(make_community(visibility="open"))
    for board in (home, other):
        make_member(board.community, member)
    topic = make_topic(home, author=member)
    place_topic(topic, other)
    post = topic.posts.get()
    leave_community(person=again(member), community=home.community)
    acts: list[Any] = [
        lambda: edit_post(editor=again(member), post=post, body="And I say.", revision=post.revision),
        lambda: retitle_topic(editor=again(member), topic=topic, title="I say", type=topic.type, tags=[]),
        lambda: post_reply(author=again(member), topic=topic, body="And I say.", via_board=other),
        lambda: react(person=again(member), post=make_reply(topic), kind="thanks"),
    ]
    board_key = home.pk if where == "on the board" else None
    moderator = facilitators_of(home.community)[0].person
    measure = muted(moderator, again(member), home.community, board_key=board_key)
    for act in acts:
        with pytest.raises(Refused, match="cannot take part in Journal club until"):
            act()
    lift_measure(moderator=again(moderator), measure=measure, why="We talked.")
    for act in acts:
        act()


def test_who_was_muted_and_left_does_not_react_from_outside(
    community: Community, moderator: Person, member: Person
) -> None:
    post = make_topic(make_board(community)).posts.get()
    muted(moderator, member, community)
    leave_community(person=again(member), community=community)
    with pytest.raises(Refused, match="You cannot take part"):
        react(person=again(member), post=post, kind="thanks")
    react(person=make_person(), post=post, kind="thanks")


def test_mutes_go_along_where_boards_are_merged(
    community: Community, moderator: Person, member: Person
) -> None:
    board, into = make_board(community), make_board(community)
    measure = muted(moderator, member, community, board_key=board.pk)
    merge_boards(merger=facilitators_of(community)[0].person, board=board, into=into)
    assert measure.ends_at is not None
    assert columns(member, community)[2] == {str(into.pk): measure.ends_at.isoformat()}
    assert not may_start_topic(again(member), Board.objects.get(pk=into.pk))


def test_the_log_says_who_whom_until_when_and_why(
    community: Community, moderator: Person, member: Person
) -> None:
    board = make_board(community, name="Cases")
    warn_person(moderator=moderator, person=member, community=community, reason="First.")
    muted(moderator, again(member), community, board_key=board.pk, reason="Second.")
    measure = suspended(moderator, again(member), community, reason="Third.")
    lift_measure(moderator=moderator, measure=measure, why="Fourth.")
    verbs = [Verb.WARNED, Verb.MUTED, Verb.SUSPENDED, Verb.MEASURE_LIFTED]
    changes = list(Change.objects.filter(verb__in=verbs).order_by("pk"))
    lines = [f"{line.sentence} {line.person} {line.ending}" for line in told(moderator, changes)]
    assert [(row.actor, row.person, row.reason) for row in changes] == [
        (moderator, member, said) for said in ("First.", "Second.", "Third.", "Fourth.")
    ]
    assert "on the board “Cases” until 20" in lines[1] or "on the board “Cases” until" in lines[1]
    assert lines[3].startswith("lifted the suspension of")


def test_who_is_measured_reads_why_by_mail_and_on_a_page(
    client: Client, community: Community, moderator: Person, member: Person
) -> None:
    measure = muted(moderator, member, community, reason="You called a nurse names.")
    assert not mail_measure(measure_id=measure.pk)  # nobody knows whose address that is
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    assert mail_measure(measure_id=measure.pk)
    client.force_login(member)
    page = client.get("/standing/").content.decode()
    for text in (mail.outbox[-1].body, page):
        assert "You called a nurse names." in text and "Ward teaching" in text
    assert f"/measures/{measure.pk}/appeal/" in page
    topic = make_topic(make_board(community))
    answered = client.get(topic.get_absolute_url()).content.decode()
    assert "You are muted in Ward teaching until" in answered
    assert "You called a nurse names." in answered and 'href="/standing/"' in answered
    lift_measure(moderator=moderator, measure=measure, why="We talked.")
    assert mail_lifted_measure(measure_id=measure.pk)
    assert "We talked." in mail.outbox[-1].body
    other = make_member(community)
    client.force_login(other)
    assert "nurse" not in client.get("/standing/").content.decode()


@pytest.mark.parametrize("is_hidden", [False, True])
def test_the_place_of_a_measure_is_named_to_whoever_knows_of_it(
    client: Client, community: Community, moderator: Person, member: Person, is_hidden: bool
) -> None:
    """Beside the measure itself: the names of one's communities stand on every page."""
    muted(moderator, member, community)
    if is_hidden:
        leave_community(person=again(member), community=community)
        Community.objects.update(visibility="hidden")
    client.force_login(member)
    main = client.get("/standing/").content.decode().partition("<main")[2].partition("</main>")[0]
    told = ["Ward teaching" in main, "A community that you do not see at present" in main]
    assert told == [not is_hidden, is_hidden]


def test_mails_name_no_community_that_their_reader_may_not_know_of_now(
    member: Person, moderator: Person, community: Community
) -> None:
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    measure = muted(moderator, member, community)

    def told() -> list[bool]:
        mail.outbox.clear()
        assert mail_measure(measure_id=measure.pk)
        lifted = Measure.objects.filter(pk=measure.pk)
        lifted.update(lifted_at=timezone.now())
        assert mail_lifted_measure(measure_id=measure.pk)
        lifted.update(lifted_at=None)
        return [community.name in letter.subject + letter.body for letter in mail.outbox]

    assert told() == [True, True]
    Community.objects.filter(pk=community.pk).update(visibility="hidden")
    assert told() == [True, True]
    leave_community(person=again(member), community=community)
    assert told() == [False, False]
    assert "a community of the network" in mail.outbox[0].body


def test_the_page_of_a_person_gives_lifts_and_says_what_is_wrong(
    client: Client, community: Community, moderator: Person, member: Person
) -> None:
    client.force_login(moderator)
    address = f"/c/{community.slug}/manage/people/{member.handle}/"
    form = {"kind": "mute", "lasts": "day", "day": "", "reason": "Be kind.", "where": ""}
    answer = client.post(f"{address}measures/", form)
    assert answer.status_code == 422 and "Be kind." in answer.content.decode()
    assert client.post(f"{address}measures/", form | {"lasts": "1w"}).status_code == 302
    measure = Measure.objects.get()
    page = client.get(address).content.decode()
    assert "Be kind." in page and "Lift it early" in page
    lift = f"{address}measures/{measure.pk}/lift/"
    assert client.post(lift, {"why": ""}).status_code == 422
    assert client.post(lift, {"why": "We talked."}).status_code == 302
    assert client.post(lift, {"why": "We talked."}).status_code == 403
    client.force_login(make_member(community))
    assert [client.get(address).status_code, client.post(f"{address}measures/", form).status_code] == [
        403,
        403,
    ]


def test_measures_of_long_ago_are_folded_away_but_what_runs_is_not(
    client: Client, community: Community, moderator: Person, member: Person
) -> None:
    muted(moderator, member, community, reason="Running on.")
    for number in range(5):
        warn_person(moderator=moderator, person=member, community=community, reason=f"Warning {number}.")
    client.force_login(moderator)
    page = client.get(f"/c/{community.slug}/manage/people/{member.handle}/").content.decode()
    shown, folded, rest = page.partition("2 earlier measures")
    rest = rest.partition("Warn, mute or suspend")[0]
    assert folded and [f"Warning {number}." in shown for number in range(5)] == [
        False,
        False,
        True,
        True,
        True,
    ]
    assert "Running on." in shown and "Warning 0." in rest and "Warning 1." in rest


def test_a_board_moderator_finds_whom_they_look_after_and_measures_of_their_board_alone(
    client: Client, community: Community, moderator: Person, member: Person
) -> None:
    board = make_board(community, name="Cases")
    muted(moderator, member, community, reason="Everywhere.")
    muted(moderator, again(member), community, board_key=board.pk, reason="On cases.")
    client.force_login(make_board_moderator(board))
    page = client.get(f"/c/{community.slug}/manage/people/{member.handle}/").content.decode()
    assert ("Everywhere." in page, "On cases." in page, "Give this role" in page) == (False, True, False)


def test_the_network_is_closed_to_somebody_until_an_end_with_a_reason_they_read(client: Client) -> None:
    steward, person = make_steward(), make_person("Ada")
    password = "a long enough password"
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    shut_out(steward=steward, person=person, reason="Sells a course.", ends_at=timezone.now() + WEEK)
    measure = Measure.objects.get()
    assert (measure.community, measure.reason, measure.given_by) == (None, "Sells a course.", steward)
    assert mail_measure(measure_id=measure.pk) and "Sells a course." in mail.outbox[-1].body
    answer = client.post("/accounts/login/", {"login": person.email, "password": password}, follow=True)
    page = answer.content.decode()
    assert "Sells a course." in page and "/closed/appeal/" in page
    assert open_again_on_time(timezone.now()) == 0
    Measure.objects.update(given_at=timezone.now() - 2 * WEEK, ends_at=timezone.now() - WEEK)
    assert open_again_on_time(timezone.now()) == 1
    assert again(person).is_active
    assert open_again_on_time(timezone.now()) == 0


def test_whom_a_steward_shuts_out_anew_while_the_job_runs_stays_out(monkeypatch: pytest.MonkeyPatch) -> None:
    steward, person = make_steward(), make_person()
    shut_out(steward=steward, person=person, reason="Sells.", ends_at=timezone.now() + WEEK)
    over = timezone.now() + 2 * WEEK
    assert ended_shutting_out(over) == [person.pk]
    monkeypatch.setattr("forum.communities.actions.shutting_out.ended_shutting_out", lambda _now: [person.pk])
    let_back_in(steward=steward, person=again(person), reason="Once more.")
    shut_out(steward=steward, person=again(person), reason="Sells again.", ends_at=timezone.now() + 4 * WEEK)
    assert open_again_on_time(over) == 0
    assert not again(person).is_active


def test_letting_somebody_back_in_lifts_what_closed_the_network() -> None:
    steward, person = make_steward(), make_person()
    shut_out(steward=steward, person=person, reason="Sells.")
    let_back_in(steward=steward, person=person, reason="A mistake.")
    measure = Measure.objects.get()
    assert (measure.lifted_by, measure.lifted_why) == (steward, "A mistake.")
    assert open_again_on_time(timezone.now() + timedelta(days=400)) == 0
