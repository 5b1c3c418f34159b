"""Appeals: what can be appealed, who decides it, and what comes of that."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from forum.communities.actions.measures import lift_measure, mute_person, suspend_person, warn_person
from forum.communities.models import Change, Community, Measure, Membership, Role, Verb
from forum.communities.policies.standing import may_speak
from forum.communities.selectors.members import facilitators_of
from forum.core.verdicts import Invalid, Refused
from forum.discussions.models import Board
from forum.moderation.actions.appealing import (
    appeal_measure,
    overturn_decision,
    uphold_decision,
)
from forum.moderation.actions.letters_of_appeals import mail_decided_appeal, mail_first_decider
from forum.moderation.models import Appeal
from forum.moderation.policies.appeals import may_decide_appeal
from forum.moderation.selectors.appeals import (
    appeal_with,
    appealed_where_looked_after,
    appeals_for,
    appeals_in,
    waiting_appeals_in,
    who_decides,
)
from forum.people.actions.stewards import shut_out
from forum.people.closing import KEPT_SECONDS
from forum.people.models import Person
from tests.factories import (
    make_board,
    make_board_moderator,
    make_community,
    make_member,
    make_person,
    make_steward,
)
from tests.forum.people_anew import again

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
State = Appeal.State


@pytest.fixture
def board() -> Board:
    return make_board(make_community("Ward teaching", visibility="private"))


@pytest.fixture
def community(board: Board) -> Community:
    return board.community


@pytest.fixture
def moderator(board: Board) -> Person:
    return make_member(board.community, make_person("Mo"), role=Role.MODERATOR)


@pytest.fixture
def member(board: Board) -> Person:
    return make_member(board.community, make_person("Ada"))


def the_appeal() -> Appeal:
    found = appeal_with(Appeal.objects.get().pk)
    assert found is not None
    return found


def muted(by: Person, person: Person, community: Community, **more: Any) -> Measure:
    ends_at = timezone.now() + timedelta(weeks=1)
    return mute_person(
        moderator=again(by),
        person=again(person),
        community=community,
        reason="Be kind.",
        ends_at=ends_at,
        **more,
    )


def appealed(measure: Measure, words: str = "It was a joke.") -> Appeal:
    return appeal_measure(person=measure.person, measure=measure, words=words)


def deciders(people: dict[str, Person]) -> list[str]:
    """Those who may decide the one appeal, as policy and rows say alike."""
    appeal = the_appeal()
    by_policy = [name for name, each in people.items() if may_decide_appeal(again(each), appeal)]
    by_rows = [name for name, each in people.items() if appeals_for(again(each)) == [appeal]]
    assert by_rows == by_policy
    return by_policy


def test_each_thing_is_appealed_once_by_whom_it_is_about(
    moderator: Person, member: Person, board: Board
) -> None:
    measure = muted(moderator, member, board.community)
    with pytest.raises(Refused, match="no such measure"):
        appeal_measure(person=make_member(board.community), measure=measure, words="Not mine.")
    for words in (" ", "x" * 2001):
        with pytest.raises(Invalid):
            appealed(measure, words)
    appealed(measure)
    with pytest.raises(Refused, match="asked already"):
        appealed(measure)
    warning = warn_person(moderator=moderator, person=again(member), community=board.community, reason="So.")
    assert appealed(warning).state == State.OPEN


def test_what_is_over_lifted_replaced_or_long_ago_is_not_appealed(
    moderator: Person, member: Person, community: Community
) -> None:
    lifted = muted(moderator, member, community)
    lift_measure(moderator=again(moderator), measure=lifted, why="We talked.")
    replaced, old = muted(moderator, member, community), muted(moderator, member, community)
    warning = warn_person(moderator=again(moderator), person=again(member), community=community, reason="So.")
    Measure.objects.filter(pk__in=[old.pk, warning.pk]).update(given_at=timezone.now() - timedelta(days=31))
    for measure, why in (
        (lifted, "no longer"),
        (replaced, "no longer"),
        (old, "30 days"),
        (warning, "30 days"),
    ):
        with pytest.raises(Refused, match=why):
            appealed(measure)


def test_somebody_else_of_the_same_role_or_above_decides(
    moderator: Person, member: Person, board: Board
) -> None:
    community = board.community
    people = {
        "first": moderator,
        "moderator": make_member(community, role=Role.MODERATOR),
        "board moderator": make_board_moderator(board),
        "facilitator": facilitators_of(community)[0].person,
        "steward": make_steward(),
        "member": make_member(community),
        "moderator elsewhere": make_member(make_community(), role=Role.MODERATOR),
        "appellant": member,
    }
    appealed(muted(moderator, member, community))
    assert deciders(people) == ["moderator", "facilitator", "steward"]


def test_what_a_facilitator_gave_another_one_decides_and_else_stewards(
    moderator: Person, member: Person, community: Community
) -> None:
    facilitator, steward = facilitators_of(community)[0].person, make_steward()
    people = {"first": facilitator, "moderator": moderator, "steward": steward}
    appealed(muted(facilitator, member, community))
    assert deciders(people) == ["steward"]
    assert "a steward of the network" in str(who_decides(the_appeal()))
    people["other"] = make_member(community, role=Role.FACILITATOR)
    assert deciders(people) == ["steward", "other"]
    assert str(who_decides(the_appeal())).startswith("Somebody else than who decided it")


def test_where_there_is_nobody_else_who_decided_looks_once_more(
    client: Client, member: Person, community: Community
) -> None:
    Person.objects.filter(is_steward=True).update(is_steward=False)
    steward = make_steward()
    appealed(muted(steward, member, community))
    assert deciders({"steward": steward}) == ["steward"]
    assert "Nobody else can decide it" in str(who_decides(the_appeal()))
    client.force_login(steward)
    assert "so you do, once more" in client.get(f"/appeals/{the_appeal().pk}/").content.decode()
    other = make_steward()
    assert deciders({"steward": steward, "other": other}) == ["other"]


def test_on_a_board_its_other_moderators_decide_what_one_of_them_gave(member: Person, board: Board) -> None:
    first, other = make_board_moderator(board), make_board_moderator(board)
    appealed(muted(first, member, board.community, board_key=board.pk))
    people = {"first": first, "other": other, "of another": make_board_moderator(make_board(board.community))}
    assert deciders(people) == ["other"]


def test_a_measure_that_is_overturned_holds_no_longer_and_both_sides_read_why(
    moderator: Person, member: Person, community: Community
) -> None:
    measure = muted(moderator, member, community)
    appealed(measure)
    facilitator = facilitators_of(community)[0].person
    with pytest.raises(Invalid):
        overturn_decision(decider=facilitator, appeal=the_appeal(), reason=" ")
    overturn_decision(decider=facilitator, appeal=the_appeal(), reason="It was a joke indeed.")
    measure.refresh_from_db()
    assert (measure.lifted_by, measure.lifted_why) == (facilitator, "It was a joke indeed.")
    assert may_speak(again(member), community)
    appeal = the_appeal()
    assert (appeal.state, appeal.decided_by) == (State.OVERTURNED, facilitator)
    with pytest.raises(Refused, match="decided already"):
        uphold_decision(decider=make_steward(), appeal=appeal, reason="It was no joke.")
    for person in (member, moderator):
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    assert mail_decided_appeal(appeal_id=appeal.pk) and mail_first_decider(appeal_id=appeal.pk)
    assert [(each.to, "It was a joke indeed." in each.body) for each in mail.outbox] == [
        ([member.email], True), ([moderator.email], True),
    ]  # fmt: skip
    lifted = ProcrastinateJob.objects.filter(task_name="mail_lifted_measure")
    assert not lifted.exists()  # one letter for one event
    change = Change.objects.get(verb=Verb.APPEAL_OVERTURNED)
    assert (change.actor, change.person, change.community) == (facilitator, member, community)


def test_what_is_upheld_stays(moderator: Person, member: Person, community: Community) -> None:
    measure = muted(moderator, member, community)
    appealed(measure)
    uphold_decision(
        decider=facilitators_of(community)[0].person, appeal=the_appeal(), reason="It was no joke."
    )
    assert (the_appeal().state, may_speak(again(member), community).allowed) == (State.UPHELD, False)


def test_who_was_suspended_with_everything_appeals_all_the_same(
    client: Client, moderator: Person, member: Person, community: Community
) -> None:
    ends_at = timezone.now() + timedelta(weeks=1)
    measure = suspend_person(
        moderator=moderator, person=member, community=community, reason="Be kind.", ends_at=ends_at
    )
    client.force_login(member)
    assert client.get(community.get_absolute_url()).status_code == 200  # how one joins, and no more
    address = f"/measures/{measure.pk}/appeal/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"words": ""}).status_code == 422
    assert client.post(address, {"words": "It was a joke."}).status_code == 302
    assert client.post(address, {"words": "It was a joke."}).status_code == 302  # to where it stands
    page = client.get("/standing/").content.decode()
    assert "It was a joke." in page and "Somebody else than who decided it" in page
    client.force_login(make_member(community))
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("end", ["lifted", "replaced"])
def test_what_came_to_an_end_otherwise_needs_no_decision(
    moderator: Person, member: Person, community: Community, end: str
) -> None:
    measure = muted(moderator, member, community)
    appealed(measure)
    if end == "lifted":
        lift_measure(moderator=again(moderator), measure=measure, why="We talked.")
    else:
        muted(facilitators_of(community)[0].person, member, community)
    assert (the_appeal().state, the_appeal().decided_by) == (State.GONE, None)


def test_nobody_ends_an_appeal_against_themselves_by_giving_the_same_anew(
    moderator: Person, member: Person, community: Community
) -> None:
    other = make_member(community, role=Role.MODERATOR)
    appealed(muted(moderator, member, community))
    anew = muted(moderator, member, community)
    assert (the_appeal().state, the_appeal().measure) == (State.OPEN, anew)
    assert deciders({"first": moderator, "other": other}) == ["other"]
    with pytest.raises(Refused, match="asked already"):
        appealed(anew)
    overturn_decision(decider=again(other), appeal=the_appeal(), reason="It was a joke.")
    assert may_speak(again(member), community)


def test_outsiders_find_no_appeal_and_members_no_list(
    client: Client, moderator: Person, member: Person, community: Community
) -> None:
    appeal = appealed(muted(moderator, member, community))
    for person, expected in ((make_person(), [404, 403]), (make_member(community), [404, 403])):
        client.force_login(person)
        pages = (f"/appeals/{appeal.pk}/", f"/c/{community.slug}/manage/appeals/")
        assert [client.get(page).status_code for page in pages] == expected
    assert client.post(f"/appeals/{appeal.pk}/uphold/", {"reason": "No."}).status_code == 404
    assert client.get("/stewards/appeals/").status_code == 404


def test_counts_are_of_those_that_one_may_decide(
    moderator: Person, member: Person, community: Community
) -> None:
    appealed(muted(moderator, member, community))
    facilitator = facilitators_of(community)[0].person
    assert [waiting_appeals_in(again(each), community) for each in (moderator, facilitator, member)] == [
        0,
        1,
        0,
    ]
    assert [(each.name, each.number) for each in appealed_where_looked_after(again(facilitator))] == [
        ("Ward teaching", 1)
    ]
    assert appealed_where_looked_after(again(moderator)) == []
    assert appeals_in(again(facilitator), make_community()) == []


def test_whoever_comes_to_the_browser_later_does_not_appeal_in_the_name_of_who_was_shut_out(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, other = make_person("Ada"), make_person("Bea")
    shut_out(steward=make_steward(), person=person, reason="Sells a course.")

    def begun() -> None:
        client.logout()
        client.post("/accounts/login/", {"login": person.email, "password": "a long enough password"})
        assert client.get("/closed/appeal/").status_code == 200
        assert "Sells a course." in client.get("/accounts/inactive/").content.decode()

    def is_forgotten() -> bool:
        page = client.get("/accounts/inactive/").content.decode()
        status = client.post("/closed/appeal/", {"words": "I do not."}).status_code
        return (status, "Sells a course." in page) == (404, False)

    begun()
    client.post("/accounts/login/", {"login": other.email, "password": "a long enough password"})
    assert is_forgotten()
    begun()
    client.get("/accounts/inactive/")
    later = timezone.now() + timedelta(seconds=KEPT_SECONDS + 1)
    monkeypatch.setattr("forum.people.closing.timezone.now", lambda: later)
    assert is_forgotten()
    assert not Appeal.objects.exists()


def test_who_knows_a_session_of_before_does_not_know_it_once_somebody_was_shut_out(client: Client) -> None:
    person = make_person("Ada")
    shut_out(steward=make_steward(), person=person, reason="Sells a course.")
    session = client.session
    session["begun"] = True
    session.save()
    planted = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = planted
    client.post("/accounts/login/", {"login": person.email, "password": "a long enough password"})
    assert client.get("/closed/appeal/").status_code == 200
    attacker = Client()
    attacker.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert attacker.get("/closed/appeal/").status_code == 404


def test_who_is_shut_out_appeals_to_another_steward(client: Client) -> None:
    first, other, person = make_steward(), make_steward(), make_person("Ada")
    shut_out(steward=first, person=person, reason="Sells a course.")
    assert client.get("/closed/appeal/").status_code == 404
    client.post("/accounts/login/", {"login": person.email, "password": "a long enough password"})
    assert client.get("/closed/appeal/").status_code == 200
    assert client.post("/closed/appeal/", {"words": "I do not."}).status_code == 302
    again_pressed = client.post("/closed/appeal/", {"words": "I do not."}, follow=True).content.decode()
    assert ("You have asked" in again_pressed, "Sells a course." in again_pressed) == (True, False)
    appeal = the_appeal()
    client.force_login(first)
    assert client.post(f"/appeals/{appeal.pk}/overturn/", {"reason": "It is mine to say."}).status_code == 403
    assert f"/appeals/{appeal.pk}/" not in client.get("/stewards/appeals/").content.decode()
    client.force_login(other)
    assert f"/appeals/{appeal.pk}/" in client.get("/stewards/appeals/").content.decode()
    assert client.post(f"/appeals/{appeal.pk}/overturn/", {"reason": "It was one indeed."}).status_code == 302
    assert (again(person).is_active, Measure.objects.get().lifted_by) == (True, other)
    assert Membership.objects.filter(person=person).count() == 0
