"""Asking to join, and what facilitators answer: by the actions, and by the pages of both sides."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from forum.communities.actions.joining import (
    accept_request,
    ask_to_join,
    decline_request,
    withdraw_request,
)
from forum.communities.actions.letters import mail_answer_to_request
from forum.communities.actions.members import join_community
from forum.communities.models import Change, Community, JoiningRequest, Membership, Role
from forum.communities.selectors.joining import how_many_wait
from forum.core.limits import JOINING, TENDING
from forum.core.verdicts import Invalid, Refused, TooMany
from forum.invariants.selectors import breaches
from forum.people.models import Person
from tests.factories import expel, make_community, make_member, make_person, make_steward, mute, suspend

pytestmark = pytest.mark.django_db

State = JoiningRequest.State
QUESTIONS = ["What do you teach?", "Whom do you know here?"]


def by_request(**fields: object) -> Community:
    wanted: dict[str, object] = {"joining": "request", "visibility": "private"} | fields
    return make_community(**wanted)  # type: ignore[arg-type]


def asks(community: Community, person: Person | None = None) -> JoiningRequest:
    answers = [f"Answer {number}" for number, _question in enumerate(community.joining_questions)]
    return ask_to_join(
        person=person or make_person("Asking Person"),
        community=community,
        questions=community.joining_questions,
        answers=answers,
    )


def facilitator_of(community: Community) -> Person:
    rows = community.memberships.filter(role=Role.FACILITATOR)
    return rows.earliest("pk").person


def letters() -> list[dict[str, int]]:
    rows = ProcrastinateJob.objects.filter(queue_name="mail").order_by("id")
    return [row.args for row in rows]


# The one who asks ----------------------------------------------------------------------------------------


def test_who_asks_waits_once_with_the_questions_as_they_were() -> None:
    community, person = by_request(joining_questions=QUESTIONS), make_person()
    first, second = asks(community, person), asks(community, person)
    assert (first, first.state) == (second, State.WAITING)
    assert first.answers == [
        {"question": QUESTIONS[0], "answer": "Answer 0"},
        {"question": QUESTIONS[1], "answer": "Answer 1"},
    ]
    assert how_many_wait(community) == 1
    assert breaches() == []


@pytest.mark.parametrize(
    ("questions", "answers", "sentence"),
    [
        (["Something else?"], ["Yes"], "The facilitators ask something else now. Look at their questions once more."),
        (QUESTIONS, ["One", " "], "Answer each of the questions, in a few words."),
        (QUESTIONS, ["One", "x" * 1001], "A few lines are enough: keep each answer within 1,000 characters."),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused(questions: list[str], answers: list[str], sentence: str) -> None:
    community = by_request(joining_questions=QUESTIONS)
    with pytest.raises(Invalid) as caught:
        ask_to_join(person=make_person(), community=community, questions=questions, answers=answers)
    assert (str(caught.value.sentence), JoiningRequest.objects.count()) == (sentence, 0)


def test_where_nobody_can_ask_a_sentence_says_why() -> None:
    archived = by_request()
    Community.objects.filter(pk=archived.pk).update(archived_at=timezone.now())
    member, suspended = make_member(by_request()), make_member(by_request())
    suspended_in = suspended.memberships.get().community
    suspend(suspended, suspended_in)
    cases = [
        (make_person(), make_community()),
        (make_person(), make_community(joining="invitation")),
        (make_person(), by_request(visibility="hidden")),
        (make_person(), archived),
        (member, member.memberships.get().community),
        (suspended, suspended_in),
    ]
    found = []
    for person, community in cases:
        with pytest.raises(Refused) as caught:
            asks(community, person)
        found.append(re.sub(r"(suspended until).*", r"\1", str(caught.value.sentence)))
    assert found == [
        "Nobody has to ask here: join on the page of the community.",
        "People join this community by invitation from one of its facilitators.",
        "There is no such community, or it is not open to you.",
        "This community is archived; nobody can join it any more.",
        "You belong to this community already.",
        f"Your membership in {suspended_in.name} is suspended until",
    ]


def test_after_a_no_one_may_ask_again_two_weeks_later_and_is_told_when() -> None:
    community, person = by_request(), make_person()
    declined_at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    with time_machine.travel(declined_at, tick=False):
        decline_request(
            facilitator=facilitator_of(community), request=asks(community, person), reason="Not yet."
        )
        with pytest.raises(Refused) as caught:
            asks(community, person)
    assert str(caught.value.sentence) == (
        "A facilitator declined your request. You can ask again from 15 Mar 2026 on."
    )
    with time_machine.travel(declined_at + timedelta(days=14), tick=False):
        assert asks(community, person).state == State.WAITING


def test_a_request_is_taken_back_by_who_asked_alone_and_they_may_ask_again() -> None:
    community, person = by_request(), make_person()
    request = asks(community, person)
    with pytest.raises(Refused, match="Only who asked can take a request back"):
        withdraw_request(person=make_person(), request=request)
    assert withdraw_request(person=person, request=request).state == State.WITHDRAWN
    with pytest.raises(Refused, match="waits no more"):
        withdraw_request(person=person, request=request)
    assert asks(community, person).state == State.WAITING


def test_asking_is_limited() -> None:
    person, community = make_person(), by_request()
    with time_machine.travel(datetime.now(UTC), tick=False), pytest.raises(TooMany):
        for _ in range(JOINING.times + 1):
            asks(community, person)


def test_whoever_comes_in_another_way_waits_no_more() -> None:
    given, opened = by_request(), by_request()
    facilitator = facilitator_of(given)
    first, second = asks(given), asks(opened)
    make_member(given, first.person)
    Community.objects.filter(pk=opened.pk).update(joining="open")
    join_community(person=second.person, community=opened)
    for request in (first, second):
        request.refresh_from_db()
    assert [(each.state, each.decided_by is None) for each in (first, second)] == [
        (State.ACCEPTED, False),
        (State.ACCEPTED, True),
    ]
    assert facilitator not in (first.decided_by, second.decided_by)
    assert breaches() == []


# The answer ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.GUEST, Role.MEMBER])
def test_accepting_makes_the_membership_and_says_so(role: Role) -> None:
    community = by_request()
    request, facilitator = asks(community), facilitator_of(community)
    accept_request(facilitator=facilitator, request=request, role=role, reason="Welcome,\nAda sent you.")
    request.refresh_from_db()
    community.refresh_from_db()
    assert (request.state, request.reason, request.decided_by) == (
        State.ACCEPTED,
        "Welcome, Ada sent you.",
        facilitator,
    )
    assert (Membership.objects.get(person=request.person).role, community.member_count) == (role, 2)
    noted = Change.objects.get(verb="request-accepted")
    assert (noted.actor, noted.person, noted.community, noted.about, noted.reason) == (
        facilitator,
        request.person,
        community,
        role.name.lower(),
        "Welcome, Ada sent you.",
    )
    assert letters() == [{"request_id": request.pk}]
    assert breaches() == []


def test_a_no_needs_a_reason_and_leaves_who_asked_outside() -> None:
    community = by_request()
    request, facilitator = asks(community), facilitator_of(community)
    with pytest.raises(Invalid) as caught:
        decline_request(facilitator=facilitator, request=request, reason=" \n")
    assert caught.value.field == "reason"
    decline_request(facilitator=facilitator, request=request, reason="We are for nurses only.")
    request.refresh_from_db()
    assert (request.state, request.reason) == (State.DECLINED, "We are for nurses only.")
    assert not Membership.objects.filter(person=request.person).exists()
    assert Change.objects.get(verb="request-declined").reason == "We are for nurses only."


def test_only_facilitators_of_the_community_answer() -> None:
    community = by_request()
    request = asks(community)
    answers = {}
    for role in ("stranger", "guest", "member", "moderator", "muted", "elsewhere", "suspended", "asking"):
        person = request.person if role == "asking" else make_person()
        ranks = {"guest": 10, "member": 20, "moderator": 30, "muted": 20, "suspended": 40}
        if role in ranks:
            make_member(community, person, role=ranks[role])
        if role == "elsewhere":
            make_member(by_request(), person, role=Role.FACILITATOR)
        if role == "muted":
            mute(person, community)
        if role == "suspended":
            suspend(person, community)
        with pytest.raises(Refused) as caught:
            accept_request(facilitator=person, request=request)
        answers[role] = str(caught.value.sentence)
    assert set(answers.values()) == {"Only facilitators of this community can do that."}
    request.refresh_from_db()
    assert request.state == State.WAITING
    assert accept_request(facilitator=make_steward(), request=request).state == State.ACCEPTED


def test_who_comes_second_is_told_who_was_first() -> None:
    community = by_request()
    request, first = asks(community), facilitator_of(community)
    second = make_member(community, role=Role.FACILITATOR)
    accept_request(facilitator=first, request=request)
    with pytest.raises(Refused, match=rf"{first.display_name} has answered this request already: accepted\."):
        decline_request(facilitator=second, request=request, reason="No.")
    taken_back = asks(community)
    withdraw_request(person=taken_back.person, request=taken_back)
    with pytest.raises(Refused, match="taken back meanwhile"):
        accept_request(facilitator=second, request=taken_back)


def test_nobody_is_let_into_an_archived_community_but_a_no_may_be_said() -> None:
    community = by_request()
    request, facilitator = asks(community), facilitator_of(community)
    Community.objects.filter(pk=community.pk).update(archived_at=timezone.now())
    with pytest.raises(Refused, match="archived"):
        accept_request(facilitator=facilitator, request=request)
    assert (
        decline_request(facilitator=facilitator, request=request, reason="We stop.").state == State.DECLINED
    )


def test_moderators_and_facilitators_are_not_made_of_requests() -> None:
    community = by_request()
    request = asks(community)
    with pytest.raises(Invalid):
        accept_request(facilitator=facilitator_of(community), request=request, role=Role.FACILITATOR)


def test_answering_is_limited() -> None:
    community = by_request()
    request, facilitator = asks(community), facilitator_of(community)
    accept_request(facilitator=facilitator, request=request)
    with time_machine.travel(datetime.now(UTC), tick=False):
        for _ in range(TENDING.times):
            with pytest.raises(Refused):
                accept_request(facilitator=facilitator, request=request)
        with pytest.raises(TooMany):
            accept_request(facilitator=facilitator, request=request)


# The mail ------------------------------------------------------------------------------------------------


def test_the_mail_says_who_answered_what_and_why() -> None:
    community = by_request(name="Ward 7")
    request, facilitator = asks(community), facilitator_of(community)
    accept_request(
        facilitator=facilitator, request=request, role=Role.GUEST, reason="Read & rest <b>first</b>."
    )
    assert mail_answer_to_request(request_id=request.pk)
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([request.person.email], "[Weft] You belong to Ward 7 now")
    assert (
        f"{facilitator.display_name} has accepted your request: you are a guest of Ward 7 now." in sent.body
    )
    assert "They say: “Read & rest <b>first</b>.”" in sent.body
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"


def test_the_mail_of_a_no_says_when_one_may_ask_again() -> None:
    community = by_request()
    request = asks(community)
    now = datetime(2026, 3, 1, tzinfo=UTC)
    decline_request(facilitator=facilitator_of(community), request=request, reason="Not yet.", now=now)
    assert mail_answer_to_request(request_id=request.pk)
    assert "You can ask again from 15 Mar 2026 on." in mail.outbox[0].body


def test_a_mail_that_is_no_longer_true_is_not_sent() -> None:
    community = by_request()
    facilitator = facilitator_of(community)
    left, closed, waiting = asks(community), asks(community), asks(community)
    for request in (left, closed):
        accept_request(facilitator=facilitator, request=request)
    expel(left.person, community)
    Person.objects.filter(pk=closed.person_id).update(is_active=False)
    assert [mail_answer_to_request(request_id=key) for key in (left.pk, closed.pk, waiting.pk, 0)] == [
        False
    ] * 4
    assert mail.outbox == []


# By the pages --------------------------------------------------------------------------------------------


def test_a_visitor_signs_in_on_the_way_and_comes_back_to_the_form(client: Client) -> None:
    community = by_request()
    page = client.get(f"/c/{community.slug}/").content.decode()
    assert f'href="/c/{community.slug}/join/ask/">Ask to join' in page
    answer = client.get(f"/c/{community.slug}/join/ask/")
    assert answer["Location"] == f"/accounts/login/?next=/c/{community.slug}/join/ask/"


def test_the_form_shows_what_the_community_is_about_and_asks_its_questions(client: Client) -> None:
    community = by_request(joining_questions=QUESTIONS, domain="Nights on the ward", welcome="Be **kind**.")
    person = make_person()
    client.force_login(person)
    page = client.get(f"/c/{community.slug}/join/ask/").content.decode()
    assert all(words in page for words in (*QUESTIONS, "Nights on the ward", "<strong>kind</strong>"))
    asked = re.search(r'name="seen" value="([^"]*)"', page)
    assert asked is not None
    form = {"seen": asked[1], "answer_0": "Teaching", "answer_1": ""}
    refused = client.post(f"/c/{community.slug}/join/ask/", form)
    assert (refused.status_code, "Teaching</textarea>" in refused.content.decode()) == (422, True)
    sent = client.post(f"/c/{community.slug}/join/ask/", form | {"answer_1": "Ada"}, follow=True)
    assert sent.redirect_chain == [(f"/c/{community.slug}/", 302)]
    page = sent.content.decode()
    assert ("You asked to join (<time" in page, "</time>). One of" in page) == (True, True)
    assert "Take the request back" in page
    waiting = client.get(f"/c/{community.slug}/join/ask/").content.decode()
    assert (
        "Your request waits" in waiting,
        "<form" in waiting.partition("<main")[2].partition("</main>")[0],
    ) == (
        True,
        False,
    )
    back = client.post(f"/c/{community.slug}/join/ask/withdraw/", follow=True)
    assert "Your request is taken back." in back.content.decode()


def test_answers_to_questions_of_before_come_back_with_those_of_now(client: Client) -> None:
    community = by_request(joining_questions=["Old?"])
    client.force_login(make_person())
    page = client.get(f"/c/{community.slug}/join/ask/").content.decode()
    asked = re.findall(r'name="seen" value="([^"]*)"', page)[0]
    Community.objects.filter(pk=community.pk).update(joining_questions=["New?"])
    form = {"seen": asked, "answer_0": "My words"}
    answer = client.post(f"/c/{community.slug}/join/ask/", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert ("The facilitators ask something else now." in page, "New?" in page, "My words" in page) == (
        True,
        True,
        True,
    )
    form["seen"] = re.findall(r'name="seen" value="([^"]*)"', page)[0]
    assert client.post(f"/c/{community.slug}/join/ask/", form).status_code == 302


def test_a_hidden_community_is_asked_by_nobody_who_may_not_know_of_it(client: Client) -> None:
    community, listed = by_request(visibility="hidden"), by_request()
    for person in (None, make_person(), make_member(listed, role=Role.FACILITATOR)):
        if person is not None:
            client.force_login(person)
        for path in ("join/ask/", "join/ask/withdraw/"):
            statuses = {
                client.post(f"/c/{slug}/{path}").status_code for slug in (community.slug, "no-such-one")
            }
            assert statuses == {404}
        assert client.get(f"/c/{community.slug}/join/ask/").status_code == 404
    client.force_login(make_person())
    assert client.get(f"/c/{listed.slug}/join/ask/").status_code == 200


def test_the_declined_read_why_and_when_to_ask_again(client: Client) -> None:
    community = by_request()
    request = asks(community)
    decline_request(facilitator=facilitator_of(community), request=request, reason="Ask your ward first.")
    client.force_login(request.person)
    page = client.get(f"/c/{community.slug}/").content.decode()
    assert ("You can ask again from" in page, "“Ask your ward first.”" in page) == (True, True)
    assert client.get(f"/c/{community.slug}/join/ask/").status_code == 403
    client.force_login(make_person())
    assert "Ask your ward first." not in client.get(f"/c/{community.slug}/").content.decode()


def test_cards_lead_to_the_form_and_say_who_waits(client: Client) -> None:
    community = by_request(slug="by-request")
    link = 'href="/c/by-request/join/ask/"'
    assert link in client.get("/communities/").content.decode()
    person = make_person()
    client.force_login(person)
    assert link in client.get("/communities/").content.decode()
    asks(community, person)
    page = client.get("/communities/").content.decode()
    assert (link in page, "You have asked to join" in page) == (False, True)


def test_facilitators_see_who_waits_and_answer(client: Client) -> None:
    community = by_request(joining_questions=["Why?"])
    person = make_person("Ada Byrne", affiliation="Mbagathi College")
    request, facilitator = asks(community, person), facilitator_of(community)
    client.force_login(facilitator)
    assert "1 person asks to join" in client.get(f"/c/{community.slug}/").content.decode()
    page = client.get(f"/c/{community.slug}/manage/requests/").content.decode()
    assert all(words in page for words in ("Ada Byrne", "Mbagathi College", "Why?", "Answer 0"))
    assert str(person.email) not in page
    where = f"/c/{community.slug}/manage/requests/{request.pk}/"
    refused = client.post(where, {"answer": "decline", "role": "20", "reason": ""})
    assert (refused.status_code, "Say why" in refused.content.decode()) == (422, True)
    assert client.post(where, {"role": "20", "reason": "Kept words"}).status_code == 422
    done = client.post(where, {"answer": "accept", "role": "20", "reason": "Welcome."}, follow=True)
    page = done.content.decode()
    assert ("Ada Byrne belongs here now" in page, "Nobody waits for an answer." in page) == (True, True)
    late = client.post(where, {"answer": "decline", "role": "20", "reason": "No."})
    assert (late.status_code, "has answered this request already" in late.content.decode()) == (403, True)
    client.force_login(person)
    assert "“Welcome.”" in client.get(f"/c/{community.slug}/").content.decode()


def test_nobody_else_reads_requests(client: Client) -> None:
    community = by_request()
    request, listed = asks(community), by_request()
    elsewhere = make_member(listed, role=Role.FACILITATOR)
    paths = [f"/c/{community.slug}/manage/requests/", f"/c/{community.slug}/manage/requests/{request.pk}/"]
    people = [make_person(), make_member(community, role=Role.MODERATOR), elsewhere, request.person]
    for person in people:
        client.force_login(person)
        assert [client.get(path).status_code for path in paths] == [403, 403]
    assert client.get(f"/c/{listed.slug}/manage/requests/").status_code == 403
    client.force_login(elsewhere)
    assert client.get(f"/c/{listed.slug}/manage/requests/").status_code == 200
    assert client.get(f"/c/{listed.slug}/manage/requests/{request.pk}/").status_code == 404
    client.force_login(make_steward())
    assert [client.get(path).status_code for path in paths] == [200, 200]
    client.logout()
    assert client.get(paths[0])["Location"] == f"/accounts/login/?next={paths[0]}"


def test_requests_cost_the_same_however_many_there_are(client: Client) -> None:
    counts = []
    for many in (1, 30):
        community = by_request()
        for number in range(many * 2):
            request = asks(community)
            if number % 2:
                accept_request(facilitator=facilitator_of(community), request=request)
        client.force_login(facilitator_of(community))
        client.get("/settings/")  # fills the rail
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/c/{community.slug}/manage/requests/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1], counts


def test_requests_go_on_where_a_page_ended(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forum.communities.selectors.joining.REQUESTS_ON_A_PAGE", 2)
    community = by_request()
    client.force_login(facilitator_of(community))
    names = ("Ann of the mill", "Bea of the mill", "Cy of the mill")
    for name in names:
        asks(community, make_person(name))
    where = f"/c/{community.slug}/manage/requests/"
    first = client.get(where).content.decode()
    after = re.findall(r"\?after=(\d+)", first)
    second = client.get(f"{where}?after={after[0]}").content.decode()
    seen = [[name for name in names if name in page] for page in (first, second)]
    assert seen == [list(names[:2]), list(names[2:])]
