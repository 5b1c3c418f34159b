"""Questions that somebody else has removed: kept for a while, told to who asked, and brought back as they stood."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from forum.chat.models import RoomEvent
from forum.communities.models import KEPT_DAYS, Change, Community, Role, Verb
from forum.core.editions import ChangedMeanwhile
from forum.core.passages import Passages
from forum.core.verdicts import Refused
from forum.gatherings.actions.answering import (
    answer_question,
    decline_question,
    merge_question,
    pin_question,
    take_question_up,
)
from forum.gatherings.actions.counting import count_votes
from forum.gatherings.actions.leading import end_gathering
from forum.gatherings.actions.leaving import let_go_of_sessions
from forum.gatherings.actions.letters import mail_why_question_removed
from forum.gatherings.actions.namelessness import take_nameless_questions
from forum.gatherings.actions.purging import clean_words_of_sessions
from forum.gatherings.actions.questions import take_question_away
from forum.gatherings.actions.taking_down import (
    clear_removed_questions,
    forget_removed_question,
    restore_question,
    take_question_down,
)
from forum.gatherings.actions.voting import vote_for_question
from forum.gatherings.models import Gathering, Host, Question, QuestionRemoval, Stage
from forum.moderation.actions.appealing import appeal_removed_question, overturn_decision
from forum.moderation.actions.letters_of_appeals import mail_first_decider
from forum.moderation.models import Appeal, SavedReply
from forum.moderation.selectors.appeals import appeal_with
from forum.notifications.selectors.addressees import asked_to_look
from forum.people.models import Person
from forum.personal_data.selectors.sessions import questions_removed
from tests.factories import expel, make_community, make_member, make_person
from tests.forum.gatherings.going_on import joined, said
from tests.forum.gatherings.meeting import again as anew
from tests.forum.moderation.reported import page, told
from tests.forum.people_anew import again, signed_in
from tests.forum.recaps.over import asked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
SAID, WHY = "Is the man in bed nine a fool?", "We speak kindly of everybody."
NAME = "Cem Arslan"


@pytest.fixture
def moderator(community: Community) -> Person:
    return make_member(community, make_person("Mo Lindt"), role=Role.MODERATOR)


@pytest.fixture
def asker(community: Community) -> Person:
    person = make_member(community, make_person(NAME))
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@pytest.fixture
def voters(community: Community) -> list[Person]:
    return [make_member(community) for _number in range(3)]


def fresh(question: Question) -> Question:
    return Question.objects.select_related("gathering__community", "asker").get(pk=question.pk)


def removed(by: Person, question: Question, why: str = WHY) -> Question:
    take_question_down(moderator=again(by), question=fresh(question), reason=why)
    return fresh(question)


def back(by: Person, question: Question) -> Question:
    restore_question(moderator=again(by), question=fresh(question))
    return fresh(question)


def address(name: str, question: Question) -> str:
    return reverse(name, args=[question.gathering_id, question.pk])


def want(question: Question) -> set[int]:
    """Who wants an answer to it; the sum that is told says how many."""
    Stage.objects.update(counted_at=None)
    count_votes()
    found = set(question.cast.filter(is_on=True).values_list("person", flat=True))
    assert fresh(question).votes == len(found)
    return found


def log_of(question: Question) -> list[dict[str, Any]]:
    rows = RoomEvent.objects.filter(room=question.gathering.room_id, data__id=question.pk).order_by("seq")
    return [row.data for row in rows]


def test_removed_it_is_nowhere_but_with_who_asked_and_those_who_may_bring_it_back(
    host: Person, moderator: Person, asker: Person, voters: list[Person], gathering: Gathering
) -> None:
    question = removed(moderator, asked(asker, gathering, SAID, *voters))
    assert (question.state, question.words, question.reason) == ("gone", "", "")
    assert SAID not in str(log_of(question)) and log_of(question)[-1]["state"] == "gone"
    why = address("question-removal", question)
    for person, status in (
        (asker, 200),
        (host, 200),
        (moderator, 200),
        (voters[0], 404),
        (make_person(), 404),
    ):
        shown = signed_in(person).get(why)
        assert (shown.status_code, SAID in shown.content.decode()) == (status, status == 200)
    own = page(asker, why)
    assert all(
        words in own for words in (WHY, "Mo Lindt", "Why your question was removed", "Ask somebody else")
    )
    restore = address("question-restore", question)
    assert [restore in page(each, why) for each in (asker, host)] == [False, True]
    session = page(asker, gathering.get_absolute_url())
    assert why in session and WHY in session and SAID not in session
    assert WHY not in page(voters[0], gathering.get_absolute_url())
    assert why in page(asker, reverse("own-removed"))
    for listed in (
        reverse("removed-topics", args=[gathering.community.slug]),
        reverse("questions-removed", args=[gathering.pk]),
    ):
        shown = page(moderator, listed)
        assert all(words in shown for words in (SAID, NAME, WHY, why))
    assert signed_in(voters[0]).get(reverse("questions-removed", args=[gathering.pk])).status_code == 403


def test_who_asked_is_told_each_time_that_it_goes_and_comes(
    host: Person, moderator: Person, asker: Person, gathering: Gathering
) -> None:
    question = asked(asker, gathering, SAID)
    removed(moderator, question)
    assert told(asker) == ["question-removed"] and told(host) == []
    why = address("question-removal", question)
    assert ProcrastinateJob.objects.filter(task_name="mail_why_question_removed").count() == 1
    assert mail_why_question_removed(question_id=question.pk)
    body = str(mail.outbox[-1].body)
    assert all(words in body for words in ("Mo Lindt", "Ward teaching", WHY, why)) and SAID not in body
    assert not mail_why_question_removed(question_id=back(moderator, question).pk)
    assert told(asker) == ["question-restored"]
    removed(moderator, question)
    assert sorted(told(asker)) == ["question-removed", "question-removed"]
    back(moderator, question)
    assert sorted(told(asker)) == ["question-restored", "question-restored"]
    expel(asker, gathering.community)
    assert told(asker) == []  # they do not see the session any more


def test_brought_back_it_stands_with_its_votes_where_everybody_hears_of_it(
    host: Person, moderator: Person, asker: Person, voters: list[Person], gathering: Gathering
) -> None:
    question = asked(asker, gathering, SAID, *voters[:2])
    pin_question(host=host, question=fresh(question))
    take_question_up(host=host, question=fresh(question), seen="open")
    removed(moderator, question)
    with pytest.raises(Refused, match="removed or taken back"):
        vote_for_question(person=voters[2], question=fresh(question))
    stands = back(moderator, question)
    assert (stands.state, stands.words, stands.removed_at) == ("open", SAID, None)
    assert want(question) == {voters[0].pk, voters[1].pk}
    events = log_of(question)
    assert {each["words"] for each in events} == {SAID}
    assert (events[-1]["state"], events[-1]["votes"], events[-1]["author"]["id"]) == ("open", 2, asker.pk)
    assert f'id="question-{question.pk}"' in page(voters[2], gathering.get_absolute_url())
    verbs = list(
        Change.objects.filter(verb__startswith="question").order_by("pk").values_list("verb", "person")
    )
    assert verbs == [(Verb.QUESTION_TAKEN_AWAY, None), (Verb.QUESTION_RESTORED, None)]
    log = page(host, reverse("community-log", args=[gathering.community.slug]))
    assert f"brought a question back in the live session “{gathering.title}”" in log


def test_what_settled_it_comes_back_with_it(
    host: Person, moderator: Person, asker: Person, gathering: Gathering
) -> None:
    one, other = (asked(asker, gathering, words) for words in ("How long?", "How much?"))
    answer = said(host, gathering, "Ten breaths.")
    answer_question(host=host, question=fresh(one), seen="open", message_id=answer.pk)
    decline_question(host=host, question=fresh(other), seen="open", reason="It is off our subject.")
    for each in (one, other):
        gone = removed(moderator, each)
        assert (gone.answer_id, gone.reason) == (None, "")
    back(moderator, one)
    back(moderator, other)
    assert (fresh(one).state, fresh(one).answer_id) == ("answered", answer.pk)
    assert (fresh(other).state, fresh(other).reason) == ("declined", "It is off our subject.")


def test_what_was_asked_together_with_it_waits_by_itself_and_it_comes_back_alone(
    host: Person, moderator: Person, asker: Person, voters: list[Person], gathering: Gathering
) -> None:
    along = asked(voters[0], gathering, "How long?", voters[1])
    stands = asked(asker, gathering, SAID, voters[2])
    merge_question(host=host, question=fresh(along), into_id=stands.pk)
    removed(moderator, stands)
    assert (fresh(along).state, want(along)) == ("open", {voters[1].pk})
    back(moderator, stands)
    assert (fresh(stands).state, want(stands)) == ("open", {voters[2].pk})
    assert (fresh(along).merged_into_id, want(along)) == (None, {voters[1].pk})


@pytest.mark.parametrize("meanwhile", ["stands", "removed", "merged into another"])
def test_one_that_was_asked_together_with_another_comes_back_so_as_long_as_that_stands(
    meanwhile: str, host: Person, moderator: Person, asker: Person, voters: list[Person], gathering: Gathering
) -> None:
    along = asked(asker, gathering, SAID, voters[0])
    stands = asked(voters[1], gathering, "Until when?")
    merge_question(host=host, question=fresh(along), into_id=stands.pk)
    removed(moderator, along)
    top = stands
    if meanwhile == "removed":
        removed(moderator, stands)
    if meanwhile == "merged into another":
        top = asked(voters[2], gathering, "And then?")
        merge_question(host=host, question=fresh(stands), into_id=top.pk)
    client = signed_in(moderator)
    shown = client.post(address("question-restore", along), follow=True).content.decode()
    found = fresh(along)
    if meanwhile == "removed":
        assert (found.state, found.merged_into_id, want(along)) == ("open", None, {voters[0].pk})
        assert "stands again" in shown
        return
    assert (found.state, found.merged_into_id, found.words) == ("merged", top.pk, SAID)
    assert "asked together with another one again" in shown
    assert {voters[0].pk, asker.pk} <= want(top)


def test_who_asked_without_a_name_stays_without_one_everywhere(
    host: Person, moderator: Person, asker: Person, community: Community, gathering: Gathering
) -> None:
    take_nameless_questions(host=host, gathering=anew(gathering))
    question = removed(host, asked(asker, gathering, SAID, nameless=True))
    EmailAddress.objects.create(user=host, email=host.email, verified=True, primary=True)
    other = make_member(community, role=Role.FACILITATOR)
    appeal_removed_question(person=again(asker), question=question, words="He is no fool.")
    appeal = appeal_with(Appeal.objects.get().pk)
    assert appeal is not None
    read = [address("question-removal", question), reverse("questions-removed", args=[gathering.pk])]
    read += [reverse(name) for name in ("queue", "inbox")] + [appeal.get_absolute_url()]
    read += [
        reverse(name, args=[community.slug])
        for name in ("removed-topics", "community-appeals", "community-queue", "public-log")
    ]
    for each in read:
        for reader in (moderator, other):
            client = signed_in(reader)
            shown = client.get(each).content.decode()
            names = reader == other and each not in {reverse("inbox"), read[-1]}
            assert (NAME in shown) is names, (each, reader)
            assert f"/{asker.handle}/" not in shown or names
    assert SAID in page(moderator, address("question-removal", question))
    assert "Who asked without a name asks to look again" not in page(other, appeal.get_absolute_url())
    overturn_decision(decider=again(other), appeal=appeal, reason="It is a fair question.")
    for event in log_of(question):
        assert event["author"] is None
    assert not RoomEvent.objects.filter(data__id=question.pk).exclude(by_id=None).exists()
    lines = Change.objects.filter(community=community, person=asker)
    assert not lines.exclude(verb__in=["role", "founded"]).exists()
    assert "overturned that a question was removed" in page(
        host, reverse("community-log", args=[community.slug])
    )
    assert NAME not in page(make_member(community), gathering.get_absolute_url())
    Host.objects.filter(person=host).delete()
    host.memberships.update(role=Role.MODERATOR)
    assert mail_first_decider(appeal_id=appeal.pk)
    assert "Somebody asked to have a decision of yours" in str(mail.outbox[-1].body)
    assert NAME not in str(mail.outbox[-1].body)


def test_those_who_decide_without_leading_read_that_it_came_without_a_name(
    host: Person, moderator: Person, asker: Person, community: Community, gathering: Gathering
) -> None:
    take_nameless_questions(host=host, gathering=anew(gathering))
    question = removed(
        make_member(community, role=Role.MODERATOR), asked(asker, gathering, SAID, nameless=True)
    )
    assert "Asked without a name" in page(moderator, address("question-removal", question))
    appeal = appeal_removed_question(person=again(asker), question=question, words="He is no fool.")
    assert "Somebody asks to look again at what was decided" in page(moderator, reverse("inbox"))
    assert "Who asked without a name asks to look again" in page(moderator, appeal.get_absolute_url())
    assert NAME not in page(moderator, appeal.get_absolute_url()) + page(moderator, reverse("queue"))


def test_who_leads_a_session_brings_back_what_they_removed_and_not_what_somebody_above_them_did(
    host: Person, moderator: Person, asker: Person, community: Community, gathering: Gathering
) -> None:
    leads = make_member(community)
    Host.objects.create(gathering=gathering, person=leads, part=Host.Part.HOST)
    one, other = (asked(asker, gathering, words) for words in ("How long?", SAID))
    removed(leads, one)
    removed(moderator, other)
    assert back(leads, one).state == "open"
    with pytest.raises(Refused, match="moderator"):
        back(leads, other)
    assert signed_in(leads).get(address("question-removal", other)).status_code == 200
    own = removed(moderator, asked(leads, gathering, "Mine?"))
    with pytest.raises(Refused, match="your own"):
        back(leads, own)
    with pytest.raises(Refused):
        back(asker, other)
    for person in (asker, make_member(community), make_person()):
        with pytest.raises(Refused):
            take_question_down(moderator=person, question=fresh(one), reason=WHY)


def test_what_one_takes_back_oneself_is_kept_nowhere(
    host: Person, asker: Person, gathering: Gathering
) -> None:
    question = asked(asker, gathering, SAID)
    take_question_away(person=asker, question=fresh(question))
    assert not QuestionRemoval.objects.exists()
    assert (told(asker), Change.objects.filter(verb__startswith="question").count()) == ([], 0)
    assert signed_in(host).get(address("question-removal", question)).status_code == 404
    with pytest.raises(Refused, match="taken it back"):
        back(host, question)
    with pytest.raises(Refused, match="Only who asked"):
        take_question_away(person=host, question=asked(asker, gathering, "And this?"))


def test_words_go_after_a_month_at_once_where_who_asked_wants_it_and_with_who_leaves(
    moderator: Person, asker: Person, gathering: Gathering
) -> None:
    old, wanted, left = (asked(asker, gathering, f"{SAID} {number}") for number in range(3))
    decline_question(host=moderator_who_leads(gathering), question=fresh(old), seen="open", reason="Not now.")
    for each in (old, wanted, left):
        removed(moderator, each)
    assert [row["question"] for row in questions_removed(asker)] == [
        f"{SAID} {number}" for number in range(3)
    ]
    forget_removed_question(asker=again(asker), question=fresh(wanted))
    with pytest.raises(Refused, match="gone already"):
        forget_removed_question(asker=again(asker), question=fresh(wanted))
    with pytest.raises(Refused, match="Only its author"):
        forget_removed_question(asker=again(moderator), question=fresh(left))
    now = timezone.now()
    assert clear_removed_questions(now + timedelta(days=KEPT_DAYS, minutes=-5)) == 0
    QuestionRemoval.objects.filter(question=old.pk).update(
        removed_at=now - timedelta(days=KEPT_DAYS, minutes=5)
    )
    assert clear_removed_questions(now) == 1
    row = QuestionRemoval.objects.get(question=old.pk)
    assert (row.source, row.html, row.declined_why, row.reason) == ("", "", "", WHY)
    with pytest.raises(Refused, match="gone for good"):
        back(moderator, old)
    assert "gone for good" in page(asker, address("question-removal", old))
    let_go_of_sessions(person_id=asker.pk)
    assert not QuestionRemoval.objects.exclude(source="").exists()
    assert {row["reason"] for row in questions_removed(asker)} == {WHY}


def moderator_who_leads(gathering: Gathering) -> Person:
    return make_member(gathering.community, role=Role.FACILITATOR)


def test_a_purge_cleans_what_was_kept_too(
    host: Person, moderator: Person, asker: Person, gathering: Gathering
) -> None:
    secret = "Ada Byrne of Harbour Street came to us with a broken wrist."
    since = timezone.now() - timedelta(hours=1)
    one, other = asked(asker, gathering, secret), asked(asker, gathering, "How long?")
    decline_question(host=host, question=fresh(other), seen="open", reason=f"No: {secret}")
    removed(moderator, one)
    removed(moderator, other, f"It says: {secret}")
    assert clean_words_of_sessions(Passages([(secret, since)]))["quotes"] == 2
    assert not QuestionRemoval.objects.filter(source__contains="Harbour Street").exists()
    kept = QuestionRemoval.objects.get(question=other.pk)
    assert "Harbour" not in kept.reason + kept.declined_why + kept.html and kept.source == "How long?"
    assert "Harbour" not in QuestionRemoval.objects.get(question=one.pk).html
    assert "Harbour" not in back(moderator, one).words


def test_it_is_brought_back_whatever_became_of_the_session(
    host: Person, moderator: Person, asker: Person, gathering: Gathering
) -> None:
    question = removed(moderator, asked(asker, gathering, SAID))
    end_gathering(host=host, gathering=anew(gathering))
    past = timezone.now() - timedelta(days=3)
    Stage.objects.update(started_at=past, closed_at=past)
    Community.objects.filter(pk=gathering.community_id).update(archived_at=timezone.now())
    with pytest.raises(Refused):
        back(host_without_a_role(gathering), question)  # nobody leads where nothing is added any more
    assert back(moderator, question).state == "open"


def host_without_a_role(gathering: Gathering) -> Person:
    leads = make_member(gathering.community)
    Host.objects.create(gathering=gathering, person=leads, part=Host.Part.HOST)
    return leads


def test_who_sees_the_session_no_more_reads_why_and_no_name_of_it(
    moderator: Person, community: Community, gathering: Gathering
) -> None:
    other = make_community("Night teaching", visibility="hidden")
    part, guest = joined(gathering, other), make_member(other)
    question = removed(moderator, asked(guest, gathering, SAID))
    why = address("question-removal", question)
    assert gathering.title in page(guest, reverse("own-removed")) and gathering.title in page(guest, why)
    part.delete()
    assert SAID in page(guest, why)
    for shown in (page(guest, why), page(guest, reverse("own-removed"))):
        assert WHY in shown
        assert gathering.title not in shown and "Ward teaching" not in shown
    assert "no longer open to you" in page(guest, reverse("own-removed"))
    assert not mail_why_question_removed(question_id=question.pk)


def test_what_one_types_is_kept_and_a_button_pressed_twice_says_nothing_false(
    host: Person, moderator: Person, asker: Person, community: Community, gathering: Gathering
) -> None:
    SavedReply.objects.create(community=community, name="Kind", words=WHY)
    question = asked(asker, gathering, SAID)
    away = address("question-take-away", question)
    first, second, own = (signed_in(each) for each in (moderator, host, asker))
    form = first.get(away).content.decode()
    assert f'<option value="{WHY}" label="Kind">' in form and "bring it back" in form
    refused = first.post(away, {"reason": "x" * 501})
    assert (refused.status_code, "x" * 501 in refused.content.decode()) == (422, True)
    assert first.post(away, {"reason": " "}).status_code == 422
    assert "it can be brought back" in first.post(away, {"reason": WHY}, follow=True).content.decode()
    assert second.post(away, {"reason": "Mine."}, follow=True).content.decode().count("in the meantime") == 1
    assert (QuestionRemoval.objects.get().reason, Change.objects.filter(verb="question-taken").count()) == (
        WHY,
        1,
    )
    why = address("question-removal", question)
    for come in (own.get, own.post):
        assert come(away).headers["Location"] == why
    restore = address("question-restore", question)
    assert own.post(restore).status_code == 403
    assert "stands again" in second.post(restore, follow=True).content.decode()
    assert "in its place already" in second.post(restore, follow=True).content.decode()
    assert "in its place already" in first.get(why, follow=True).content.decode()
    taken = own.post(away, follow=True).content.decode()
    assert "nothing of its words is kept" in taken
    for name in ("question-removal", "question-restore", "question-forget"):
        assert second.post(address(name, question)).status_code in (404, 405)
    gone = removed(moderator, asked(asker, gathering, "And this?"))
    assert "deleted for good" in own.post(address("question-forget", gone), follow=True).content.decode()
    assert second.post(address("question-restore", gone)).status_code == 403


def test_what_it_was_asked_together_with_may_change_at_the_same_moment(
    host: Person,
    moderator: Person,
    asker: Person,
    voters: list[Person],
    gathering: Gathering,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    along, stands, top = (asked(each, gathering, "How?") for each in (asker, voters[0], voters[1]))
    merge_question(host=host, question=fresh(along), into_id=stands.pk)
    removed(moderator, along)

    def meanwhile(_keys: Any) -> None:
        Question.objects.filter(pk=along.pk).update(merged_into=top.pk)

    monkeypatch.setattr("forum.gatherings.actions.taking_down.hold_votes_alone", meanwhile)
    with pytest.raises(ChangedMeanwhile):
        back(moderator, along)


def test_a_pinned_question_comes_back_pinned_and_its_log_says_so(
    host: Person, moderator: Person, asker: Person, gathering: Gathering
) -> None:
    question = asked(asker, gathering, SAID)
    pin_question(host=host, question=question)
    since = fresh(question).pinned_at
    assert removed(moderator, question).pinned_at is None
    assert "pinned" in page(host, gathering.get_absolute_url()) and since is not None
    stands = back(moderator, question)
    assert (stands.state, stands.pinned_at) == ("open", since)
    assert log_of(question)[-1]["pinned"] is True
    plain = back(moderator, removed(moderator, asked(asker, gathering, "And why?")))
    assert (plain.pinned_at, log_of(plain)[-1]["pinned"]) == (None, False)


def test_few_who_could_decide_do_not_tell_who_asked_without_a_name(
    host: Person, moderator: Person, community: Community, gathering: Gathering
) -> None:
    take_nameless_questions(host=host, gathering=anew(gathering))
    other = make_member(community, role=Role.MODERATOR)
    for member in community.memberships.exclude(person__in=[host, moderator, other]):
        expel(member.person, community)

    def asked_about(asker: Person, *, nameless: bool) -> set[int]:
        question = removed(moderator, asked(asker, gathering, SAID, nameless=nameless))
        appeal = appeal_removed_question(person=again(asker), question=question, words="Why?")
        return set(asked_to_look(appeal_with(appeal.pk)))

    member = make_member(community)
    few, stewards = (
        {host.pk, other.pk},
        set(Person.objects.filter(is_steward=True).values_list("pk", flat=True)),
    )
    assert stewards and not stewards & few
    assert asked_about(member, nameless=False) == few
    assert asked_about(member, nameless=True) == few | stewards
    assert asked_about(other, nameless=True) == {host.pk} | stewards
    third = make_member(community, role=Role.MODERATOR)
    assert asked_about(member, nameless=True) == {*few, third.pk}
    assert asked_about(other, nameless=True) == {host.pk, third.pk}
