"""Reports of questions in live sessions: those who look after the community that holds it decide, and who asked without
a name stays without one.
"""

from __future__ import annotations

from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from forum.communities.models import Change, Community, Role
from forum.core.verdicts import Invalid, Refused
from forum.gatherings.actions.asked_by import take_back_some_questions
from forum.gatherings.actions.questions import ask_question
from forum.gatherings.actions.taking_down import take_question_down
from forum.gatherings.models import Gathering, Question, Stage
from forum.moderation.actions.deciding import hand_case_up, keep_reported, remove_reported
from forum.moderation.actions.letters import mail_what_came
from forum.moderation.actions.reporting import report_question
from forum.moderation.models import Case, Report
from forum.moderation.selectors.cases import open_cases, open_cases_by_role
from forum.people.models import Person
from tests.factories import make_community, make_member, make_person, make_steward
from tests.forum.gatherings.going_on import begun, joined
from tests.forum.moderation.reported import page, the_case, told
from tests.forum.people_anew import again, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
State, Level = Case.State, Case.Level
SAID, WHY, WORDS = "Is the man in bed four a fool?", "We speak kindly of everybody.", "It is unkind."


@pytest.fixture
def community() -> Community:
    return make_community(visibility="private")


@pytest.fixture
def host(community: Community) -> Person:
    return make_member(community, role=Role.FACILITATOR)


@pytest.fixture
def moderator(community: Community) -> Person:
    return make_member(community, role=Role.MODERATOR)


@pytest.fixture
def asker(community: Community) -> Person:
    return make_member(community, make_person("Cem Arslan"))


@pytest.fixture
def reader(community: Community) -> Person:
    person = make_member(community)
    EmailAddress.objects.create(user=person, email=person.email, verified=True)
    return person


@pytest.fixture
def gathering(host: Person, community: Community) -> Gathering:
    made = begun(host, community)
    Stage.objects.update(takes_nameless=True)
    return made


def asked(by: Person, gathering: Gathering, *, nameless: str = "") -> Question:
    return ask_question(
        asker=by, gathering=gathering, words=SAID, client_id=uuid4(), is_nameless=nameless == "nameless"
    )


def reported(question: Question, reporter: Person) -> Case:
    report_question(reporter=reporter, question=question, reason="unkind", words=WORDS)
    return the_case()


def waits_for(person: Person) -> list[int]:
    person = again(person)
    assert {*open_cases_by_role(person)} <= {*open_cases(person)}
    return [case.pk for case in open_cases(person)]


def test_a_question_is_reported_where_it_stands_and_moderators_decide(
    gathering: Gathering, community: Community, moderator: Person, asker: Person, reader: Person
) -> None:
    question = asked(asker, gathering)
    address = reverse("question-report", args=[gathering.pk, question.pk])
    assert address in page(reader, gathering.get_absolute_url())
    assert address not in page(asker, gathering.get_absolute_url())
    form = page(reader, address)
    assert SAID in form and "Written by Cem Arslan" in form
    client = signed_in(reader)
    assert client.post(address, {"reason": "impostor"}).status_code == 422
    sent = client.post(address, {"reason": "unkind", "words": WORDS})
    assert sent["Location"].endswith(f"?question={question.pk}#question-{question.pk}")
    assert client.post(address, {"reason": "unkind"}).status_code == 403
    assert "it waits for a decision" in page(reader, address)
    case = the_case()
    assert (case.level, Report.objects.count(), told(moderator)) == (Level.MODERATORS, 1, ["case-waits"])
    shown = page(moderator, case.get_absolute_url())
    assert all(
        said in shown for said in (SAID, "Cem Arslan", WORDS, gathering.title, f"question={question.pk}")
    )
    for list_of in ("community-cases", "community-queue"):
        listed = page(moderator, reverse(list_of, args=[community.slug]))
        assert f"A question in “{gathering.title}”" in listed and "Cem Arslan" in listed
    assert reverse("case", args=[case.pk]) in page(moderator, reverse("queue"))


def test_nobody_reports_what_they_do_not_see_what_is_their_own_or_what_is_gone(
    gathering: Gathering, asker: Person, reader: Person, host: Person
) -> None:
    question = asked(asker, gathering)
    address = reverse("question-report", args=[gathering.pk, question.pk])
    other = make_community(visibility="hidden")
    guest, stranger = make_member(other), make_person()
    assert [signed_in(each).get(address).status_code for each in (asker, stranger, guest)] == [403, 404, 404]
    joined(gathering, other)
    assert signed_in(again(guest)).get(address).status_code == 200
    with pytest.raises(Refused):
        report_question(reporter=stranger, question=question, reason="unkind")
    with pytest.raises(Refused, match="your own"):
        report_question(reporter=asker, question=question, reason="unkind")
    take_question_down(moderator=host, question=question, reason=WHY)
    assert signed_in(reader).get(address).status_code == 403
    with pytest.raises(Refused, match="removed in the meantime"):
        report_question(reporter=reader, question=question, reason="unkind")
    assert not Case.objects.exists()


def test_those_who_look_after_the_session_are_asked_but_not_who_asked_it(
    gathering: Gathering, community: Community, moderator: Person, host: Person, reader: Person
) -> None:
    other = make_community(visibility="hidden")
    joined(gathering, other)
    elsewhere = make_member(other, role=Role.FACILITATOR)
    case = reported(asked(host, gathering), reader)
    waiting = {name: waits_for(each) for name, each in {
        "moderator": moderator, "steward": make_steward(), "host who asked": host, "member": reader,
        "of a community that takes part": elsewhere,
    }.items()}  # fmt: skip
    assert waiting == {
        "moderator": [case.pk], "steward": [case.pk], "host who asked": [], "member": [],
        "of a community that takes part": [],
    }  # fmt: skip
    assert signed_in(host).get(case.get_absolute_url()).status_code == 404
    for act in (keep_reported, remove_reported):
        with pytest.raises(Refused):
            act(moderator=again(host), case=the_case(), reason=WHY)
    assert told(host) == []
    facilitator = make_member(community, role=Role.FACILITATOR)
    hand_case_up(moderator=again(moderator), case=the_case(), why="Is it ours?")
    assert (waits_for(moderator), waits_for(facilitator), waits_for(host)) == ([], [case.pk], [])


def test_removed_its_words_are_gone_who_asked_reads_why_and_who_reported_is_told(
    gathering: Gathering, community: Community, moderator: Person, asker: Person, reader: Person
) -> None:
    question = asked(asker, gathering)
    case = reported(question, reader)
    with pytest.raises(Invalid):
        remove_reported(moderator=again(moderator), case=the_case(), reason="x" * 501)
    done = signed_in(moderator).post(reverse("case-remove", args=[case.pk]), {"reason": WHY})
    assert done.status_code == 302
    question.refresh_from_db()
    assert (question.state, question.words, question.removal.reason) == ("gone", "", WHY)
    assert WHY in page(asker, gathering.get_absolute_url())
    assert WHY not in page(reader, gathering.get_absolute_url())
    assert the_case().state == State.REMOVED and told(reader) == ["report-decided"]
    own = page(reader, reverse("own-reports"))
    assert f"A question in “{gathering.title}”" in own and f"question={question.pk}" not in own
    shown, why = (
        page(moderator, case.get_absolute_url()),
        reverse("question-removal", args=[gathering.pk, question.pk]),
    )
    assert SAID not in shown and why in shown
    verbs = Change.objects.filter(community=community).values_list("verb", "reason")
    assert list(verbs).count(("question-taken", WHY)) == 1
    assert not any(verb.startswith("reported") for verb, _reason in verbs)
    assert mail_what_came(person_id=reader.pk, case_id=case.pk)
    assert "removed it" in str(mail.outbox[-1].body) and SAID not in str(mail.outbox[-1].body)


def test_kept_it_stays_and_can_be_reported_again(
    gathering: Gathering, host: Person, moderator: Person, asker: Person, reader: Person
) -> None:
    question = asked(asker, gathering)
    reported(question, reader)
    keep_reported(moderator=again(moderator), case=the_case(), reason="It may be asked.")
    question.refresh_from_db()
    assert (question.words, the_case().state) == (SAID, State.KEPT)
    assert "let stand a question by" in page(host, reverse("community-log", args=[gathering.community.slug]))
    reported(question, reader)
    assert Case.objects.filter(state=State.OPEN).count() == 1


def test_what_is_gone_needs_no_decision(
    gathering: Gathering, host: Person, asker: Person, reader: Person
) -> None:
    taken, left, kept = (asked(asker, gathering) for _ in range(3))
    cases = [reported(each, reader).pk for each in (taken, left)]
    take_question_down(moderator=host, question=taken, reason=WHY)
    assert Case.objects.get(pk=cases[0]).state == State.GONE
    assert Case.objects.get(pk=cases[1]).state == State.OPEN
    assert take_back_some_questions(person=asker) == 2
    assert Case.objects.get(pk=cases[1]).state == State.GONE
    assert Question.objects.get(pk=kept.pk).words == ""


def test_who_asked_without_a_name_stays_without_one(
    gathering: Gathering, community: Community, host: Person, moderator: Person, asker: Person, reader: Person
) -> None:
    question = asked(asker, gathering, nameless="nameless")
    form = page(reader, reverse("question-report", args=[gathering.pk, question.pk]))
    assert "Asked without a name" in form and "Cem Arslan" not in form
    case = reported(question, reader)
    read = [case.get_absolute_url(), reverse("queue"), reverse("inbox")]
    read += [reverse(name, args=[community.slug]) for name in ("community-cases", "community-queue")]
    for address in read:
        assert "Cem Arslan" not in page(moderator, address) and "@cem" not in page(moderator, address), (
            address
        )
    assert SAID in page(moderator, case.get_absolute_url())
    seen = page(host, case.get_absolute_url())
    assert "Cem Arslan" in seen and "Asked without a name" in seen
    hand_case_up(moderator=again(moderator), case=the_case(), why="Is it ours?")
    keep_reported(moderator=again(host), case=the_case(), reason="It may be asked.")
    log = page(host, reverse("community-log", args=[community.slug]))
    assert (
        "asked those above about a question in the live session" in log and "let stand a question in" in log
    )
    assert not Change.objects.filter(person=asker, verb__startswith="reported").exists()
    assert "Cem Arslan" not in page(reader, reverse("own-reports"))


def test_of_a_session_that_one_does_not_see_any_more_nothing_is_named(
    gathering: Gathering, community: Community, asker: Person
) -> None:
    other = make_community(visibility="hidden")
    part, guest = joined(gathering, other), make_member(other)
    reported(asked(asker, gathering), guest)
    assert gathering.title in page(guest, reverse("own-reports"))
    part.delete()
    own = page(guest, reverse("own-reports"))
    assert gathering.title not in own and "A question in a session that you do not see now" in own


def test_who_asked_without_a_name_learns_from_no_log_that_it_was_reported(
    gathering: Gathering, community: Community, host: Person, moderator: Person, reader: Person
) -> None:
    asker = make_member(community, role=Role.MODERATOR)
    reported(asked(asker, gathering, nameless="nameless"), reader)
    hand_case_up(moderator=again(moderator), case=the_case(), why="Is it ours?")
    keep_reported(moderator=again(host), case=the_case(), reason="It may be asked.")
    addresses = [reverse(name, args=[community.slug]) for name in ("community-log", "public-log")]
    told = ["report" in page(who, each) for who in (moderator, asker) for each in addresses]
    assert told == [True, True, False, False]
