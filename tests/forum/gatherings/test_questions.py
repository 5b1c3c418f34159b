"""Questions in live sessions: asked with and without a name, voted for, answered, merged, declined and taken away."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forum.chat.models import RoomEvent
from forum.communities.models import Change, Community, Role
from forum.core.editions import ChangedMeanwhile
from forum.core.passages import Passages
from forum.core.verdicts import Invalid, Refused
from forum.gatherings.actions import answering, counting
from forum.gatherings.actions.asked_by import take_back_some_questions
from forum.gatherings.actions.counting import count_votes
from forum.gatherings.actions.leaving import let_go_of_sessions
from forum.gatherings.actions.namelessness import take_named_questions_only, take_nameless_questions
from forum.gatherings.actions.purging import clean_words_of_sessions
from forum.gatherings.actions.questions import MOST_WAITING, ask_question, take_question_away
from forum.gatherings.actions.taking_down import take_question_down
from forum.gatherings.actions.telling_questions import say_asker_anew
from forum.gatherings.actions.voting import take_vote_back, vote_for_question
from forum.gatherings.models import Gathering, Question, QuestionVote
from forum.people.actions.profiles import change_profile
from forum.people.models import Person
from forum.personal_data.selectors.sessions import question_votes, questions_asked
from tests.factories import make_community, make_member, make_person, mute
from tests.forum.gatherings.going_on import begun, joined, said
from tests.forum.gatherings.meeting import again, meeting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
State = Question.State


def asked(person: Person, gathering: Gathering, words: str = "How long?", **more: Any) -> Question:
    given = {"client_id": uuid4()} | more
    return ask_question(asker=person, gathering=again(gathering), words=words, **given)


def told(gathering: Gathering, *kinds: str) -> list[dict[str, Any]]:
    rows = RoomEvent.objects.filter(room=again(gathering).room_id, kind__in=kinds or ["asked", "question"])
    return [row.data for row in rows.order_by("seq")]


def fresh(question: Question) -> Question:
    return Question.objects.select_related("gathering").get(pk=question.pk)


def test_asked_again_with_the_same_name_it_is_asked_once(member: Person, gathering: Gathering) -> None:
    name = uuid4()
    first = asked(member, gathering, " How \n long? ", client_id=name)
    assert asked(member, gathering, "Another", client_id=name) == first
    (event,) = told(gathering)
    assert (event["id"], event["words"], event["author"]["name"], event["votes"]) == (
        first.pk, "How long?", "Bea Quist", 0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "says"), [(" ", "Write your question"), ("a" * 501, "at most 500"), ("a", "")]
)
def test_a_question_has_words_and_not_too_many(
    member: Person, gathering: Gathering, words: str, says: str
) -> None:
    if not says:
        assert asked(member, gathering, words).words == words
        return
    with pytest.raises(Invalid, match=says):
        asked(member, gathering, words)


def test_who_takes_part_asks_before_during_and_for_a_while_after(
    host: Person, member: Person, community: Community
) -> None:
    ahead = meeting(host, community)
    assert asked(member, ahead).state == State.OPEN
    outsider, muted = make_person(), make_member(community)
    mute(muted, community)
    for person, says in ((outsider, "no such live session|Join"), (muted, "muted")):
        with pytest.raises(Refused, match=says):
            asked(person, ahead)
    stage = again(ahead).stage
    Gathering.objects.filter(pk=ahead.pk).update(state="closed")
    stage.closed_at = timezone.now() - timedelta(hours=47)
    stage.save()
    assert asked(member, ahead, "Later?").words == "Later?"
    stage.closed_at = timezone.now() - timedelta(hours=49)
    stage.save()
    with pytest.raises(Refused, match="over"):
        asked(member, ahead)


def test_without_a_name_only_where_hosts_let_one_and_only_they_see_who_it_is(
    client: Client, host: Person, member: Person, community: Community, gathering: Gathering
) -> None:
    with pytest.raises(Invalid, match="with a name here"):
        asked(member, gathering, is_nameless=True)
    with pytest.raises(Refused):
        take_nameless_questions(host=member, gathering=again(gathering))
    take_nameless_questions(host=host, gathering=again(gathering))
    question = asked(member, gathering, "Am I the only one?", is_nameless=True)
    row = RoomEvent.objects.get(kind="asked")
    assert (row.data["author"], row.by) == (None, None)
    named = asked(member, gathering, "By name?")
    take_named_questions_only(host=host, gathering=again(gathering))
    for reader, seen in ((make_member(community, role=Role.MODERATOR), 1), (host, 2), (member, 2)):
        client.force_login(reader)
        page = client.get(gathering.get_absolute_url()).content.decode()
        start = page.index('<section class="session-questions"')
        section = page[start : page.index('<section class="session-talk"')]
        assert section.count("Bea Quist") == seen, reader.display_name
    take_question_away(person=member, question=question)
    assert RoomEvent.objects.filter(by=member, data__id=question.pk).count() == 0
    assert RoomEvent.objects.filter(by=member, data__id=named.pk).count() == 1


def test_a_vote_is_one_a_person_may_be_taken_back_and_is_summed_by_the_tick(
    host: Person, member: Person, community: Community, gathering: Gathering
) -> None:
    question, now = asked(member, gathering), timezone.now()
    voters = [make_member(community) for _number in range(3)]
    for each in [*voters, voters[0]]:
        vote_for_question(person=each, question=question)
    take_vote_back(person=voters[1], question=question)
    take_vote_back(person=host, question=question)
    with pytest.raises(Refused, match="your own"):
        vote_for_question(person=member, question=question)
    assert (fresh(question).votes, told(gathering, "sums")) == (0, [])
    assert (count_votes(now=now), fresh(question).votes) == (1, 2)
    vote_for_question(person=voters[1], question=question)
    assert count_votes(now=now + timedelta(seconds=0.5)) == 0
    assert count_votes(now=now + timedelta(seconds=1)) == 1
    assert count_votes(now=now + timedelta(seconds=2)) == 0
    sums = [each["questions"] for each in told(gathering, "sums")]
    assert sums == [{str(question.pk): 2}, {str(question.pk): 3}]


def test_what_fails_in_one_room_keeps_no_other_waiting(
    host: Person, member: Person, community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, whole = begun(host, community), begun(host, community)
    here, there = asked(member, broken), asked(member, whole)
    for each in (here, there):
        vote_for_question(person=host, question=each)
    sums = counting.sum_votes_in

    def failing(gathering: Gathering) -> dict[int, int]:
        if gathering.pk == broken.pk:
            raise ValueError("Out of order.")
        return sums(gathering)

    monkeypatch.setattr(counting, "sum_votes_in", failing)
    assert (count_votes(), fresh(here).votes, fresh(there).votes) == (1, 0, 1)
    monkeypatch.undo()
    assert (count_votes(), fresh(here).votes, fresh(there).votes) == (1, 1, 1)


def test_a_vote_takes_no_lock_of_the_room_nor_of_the_question(
    member: Person, community: Community, gathering: Gathering, django_assert_max_num_queries: Any
) -> None:
    question, voter = asked(member, gathering), make_member(community)
    before, statements = again(gathering).room.last_seq, list[str]()

    def watch(execute: Any, sql: str, *more: Any) -> Any:
        statements.append(sql)
        return execute(sql, *more)

    with django_assert_max_num_queries(13), connection.execute_wrapper(watch):
        vote_for_question(person=voter, question=question)
    assert [each for each in statements if "INTO forum_questionvote" in each]
    assert [each for each in statements if "forum_membership" in each and "FOR NO KEY UPDATE" in each]
    assert not [each for each in statements if "forum_room" in each and "UPDATE" in each]
    assert not [each for each in statements if '"forum_question"' in each and "FOR " in each]
    assert again(gathering).room.last_seq == before


def test_who_waits_to_vote_while_the_community_is_archived_votes_no_more(
    member: Person, community: Community, gathering: Gathering, monkeypatch: pytest.MonkeyPatch
) -> None:
    question, voter = asked(member, gathering), make_member(community)

    def waited(keys: set[int]) -> None:
        Community.objects.filter(pk__in=keys).update(archived_at=timezone.now())

    monkeypatch.setattr("forum.gatherings.actions.rooms.lock_communities", waited)
    with pytest.raises(Refused, match="archived"):
        vote_for_question(person=voter, question=question)


def test_hosts_take_it_up_answer_and_decline_and_another_host_is_told_who_was_faster(
    host: Person, member: Person, community: Community, gathering: Gathering
) -> None:
    second, question = make_member(community, role=Role.FACILITATOR), asked(member, gathering)
    for _time in range(2):
        answering.take_question_up(host=host, question=fresh(question), seen="open")
    with pytest.raises(ChangedMeanwhile):
        answering.decline_question(host=second, question=fresh(question), seen="open", reason="No time.")
    with pytest.raises(Refused):
        answering.answer_question(host=member, question=fresh(question), seen="taken")
    message = said(host, gathering, "Two weeks.")
    for _time in range(2):
        answering.answer_question(host=host, question=fresh(question), seen="taken", message_id=message.pk)
    with pytest.raises(Invalid, match="no longer there"):
        answering.answer_question(host=host, question=fresh(question), seen="answered", message_id=10**9)
    answering.put_question_back(host=second, question=fresh(question), seen="answered")
    with pytest.raises(Invalid, match="Say why"):
        answering.decline_question(host=host, question=fresh(question), seen="open", reason=" ")
    answering.decline_question(host=host, question=fresh(question), seen="open", reason="Out of scope.")
    found = [(each["state"], each["answer"], each["reason"]) for each in told(gathering)]
    assert found == [
        ("open", None, ""), ("taken", None, ""), ("answered", message.pk, ""), ("open", None, ""),
        ("declined", None, "Out of scope."),
    ]  # fmt: skip


def test_what_is_asked_twice_is_asked_together_with_all_votes_each_once(
    host: Person, member: Person, community: Community, gathering: Gathering
) -> None:
    other, both, one = (make_member(community) for _number in range(3))
    main, same, third = asked(member, gathering), asked(other, gathering), asked(one, gathering)
    for question in (main, same):
        vote_for_question(person=both, question=question)
    vote_for_question(person=one, question=same)
    vote_for_question(person=member, question=same)
    answering.merge_question(host=host, question=fresh(third), into_id=same.pk)
    for _time in range(2):
        answering.merge_question(host=host, question=fresh(same), into_id=main.pk)
    count_votes()
    voters = set(QuestionVote.objects.filter(question=main, is_on=True).values_list("person", flat=True))
    assert voters == {both.pk, one.pk, other.pk} and fresh(main).votes == 3
    assert {fresh(each).merged_into_id for each in (same, third)} == {main.pk}
    for into in (same.pk, third.pk):
        with pytest.raises(Refused):
            answering.merge_question(host=host, question=fresh(main), into_id=into)
    with pytest.raises(Refused, match="not waiting"):
        vote_for_question(person=both, question=same)


def test_what_is_asked_together_with_another_one_stays_there_whatever_a_form_says(
    client: Client, host: Person, member: Person, gathering: Gathering
) -> None:
    main, same = asked(member, gathering), asked(member, gathering, "And how long?")
    elsewhere = asked(host, meeting(host, gathering.community), "Where?")
    client.force_login(host)

    def tended(name: str, **form: Any) -> int:
        return client.post(reverse(f"question-{name}", args=[gathering.pk, same.pk]), form).status_code

    for into in (same.pk, elsewhere.pk, 10**18, 10**30):
        assert tended("merge", into=str(into)) == 422, into
    assert tended("merge", into=str(main.pk)) == 302
    for name in ("take-up", "put-back", "answer", "decline", "pin"):
        assert tended(name, seen="merged", reason="Later.") == 403, name
    assert (fresh(same).state, fresh(same).merged_into_id) == (State.MERGED, main.pk)


def test_an_answer_leaves_no_reason_behind_and_a_reason_no_answer(
    host: Person, member: Person, gathering: Gathering
) -> None:
    question, message = asked(member, gathering), said(host, gathering)
    answering.decline_question(host=host, question=question, seen="open", reason="Not today.")
    answering.take_question_up(host=host, question=question, seen="declined")
    assert fresh(question).reason == ""
    answering.answer_question(host=host, question=question, seen="taken", message_id=message.pk)
    answering.decline_question(host=host, question=question, seen="answered", reason="Not today.")
    assert (fresh(question).answer, told(gathering)[-1]["answer"]) == (None, None)


def test_the_log_does_not_tell_a_host_who_tends_their_own_question_from_another(
    host: Person, community: Community, gathering: Gathering
) -> None:
    second = make_member(community, role=Role.FACILITATOR)
    take_nameless_questions(host=host, gathering=again(gathering))
    question = asked(host, gathering, is_nameless=True)
    named = asked(host, gathering)
    for each in (host, second):
        for one in (question, named):
            answering.pin_question(host=each, question=one)
            answering.unpin_question(host=each, question=one)
    rows = RoomEvent.objects.filter(room=again(gathering).room_id, kind="question")
    tended = {(row.data["id"], row.by_id) for row in rows}
    assert tended == {(question.pk, None), (named.pk, host.pk), (named.pk, second.pk)}


def test_a_name_that_a_question_of_another_session_has_asks_nothing_here(
    host: Person, member: Person, community: Community, gathering: Gathering
) -> None:
    name = uuid4()
    asked(member, meeting(host, community), client_id=name)
    with pytest.raises(Refused, match="another session"):
        asked(member, gathering, client_id=name)


def test_a_new_name_brings_no_words_back_that_go_at_the_same_time(
    member: Person, gathering: Gathering
) -> None:
    question = asked(member, gathering, "The man in bed nine?")
    take_question_away(person=member, question=fresh(question))
    say_asker_anew(question)  # as it was read before
    assert "bed nine" not in str(told(gathering)) and told(gathering)[0]["author"]["id"] == member.pk


def test_pinned_it_stands_first_and_the_page_is_in_order(
    client: Client, host: Person, member: Person, community: Community, gathering: Gathering
) -> None:
    voter = make_member(community)
    rows = [asked(member, gathering, f"Number {number}?") for number in range(4)]
    vote_for_question(person=voter, question=rows[1])
    count_votes()
    answering.pin_question(host=host, question=fresh(rows[2]))
    answering.take_question_up(host=host, question=fresh(rows[3]), seen="open")
    client.force_login(voter)
    page = client.get(gathering.get_absolute_url()).content.decode()
    places = [page.index(f"Number {number}?") for number in (3, 2, 1, 0)]
    assert places == sorted(places) and 'aria-pressed="true"' in page
    answering.unpin_question(host=host, question=fresh(rows[2]))
    assert [each["pinned"] for each in told(gathering, "question")] == [True, False, False]


def test_taken_away_its_words_are_nowhere_and_who_asked_reads_why(
    client: Client, host: Person, member: Person, community: Community, gathering: Gathering
) -> None:
    question = asked(member, gathering, "The man in bed nine?")
    answering.pin_question(host=host, question=fresh(question))
    with pytest.raises(Refused):
        take_question_down(moderator=make_member(community), question=fresh(question), reason="No.")
    with pytest.raises(Invalid, match="Say why"):
        take_question_down(moderator=host, question=fresh(question), reason=" ")
    for _time in range(2):
        take_question_down(moderator=host, question=fresh(question), reason="It names a bed.")
    assert "bed nine" not in str(told(gathering)) and told(gathering)[-1]["state"] == "gone"
    (own,) = questions_asked(member)
    assert (own["question"], own["reason"]) == ("", "It names a bed.")
    assert Change.objects.get(verb="question-taken").reason == "It names a bed."
    for person, reads in ((member, True), (make_member(community), False)):
        client.force_login(person)
        assert ("It names a bed." in client.get(gathering.get_absolute_url()).content.decode()) is reads


def test_what_those_who_lead_may_choose_from_grows_not_with_the_square_of_what_is_asked(
    client: Client, host: Person, member: Person, gathering: Gathering
) -> None:
    for number in range(40):
        Question.objects.create(
            gathering=gathering, asker=member, client_id=uuid4(), words=f"Number {number}?"
        )
    client.force_login(host)
    page = client.get(gathering.get_absolute_url(), {"asked": "50"}).content.decode()
    drawn = 40 + 1  # and what a script draws new ones from
    assert page.count('name="into"') == drawn and page.count(">Number 39?</option>") == 0
    assert page.count(">Number 0?</option>") == drawn - 1


def test_one_has_so_many_questions_waiting_and_no_more(member: Person, gathering: Gathering) -> None:
    for number in range(MOST_WAITING):
        Question.objects.create(gathering=gathering, asker=member, client_id=uuid4(), words=str(number))
    with pytest.raises(Refused, match="wait already"):
        asked(member, gathering)


def test_who_leaves_takes_their_votes_along_and_their_questions_where_they_wish(
    member: Person, community: Community, gathering: Gathering
) -> None:
    leaver = make_member(community)
    question, own = asked(member, gathering), asked(leaver, gathering, "Mine?")
    vote_for_question(person=leaver, question=question)
    count_votes()
    assert [each["question"] for each in question_votes(leaver)] == ["How long?"]
    let_go_of_sessions(person_id=leaver.pk)
    assert (fresh(question).votes, list(question_votes(leaver))) == (0, [])
    assert told(gathering, "sums")[-1] == {"questions": {str(question.pk): 0}}
    assert [take_back_some_questions(person=leaver) for _time in range(2)] == [1, 0]
    assert fresh(own).words == "" and "Mine?" not in str(told(gathering))


def test_a_new_name_is_in_the_log_and_none_where_there_was_none(
    host: Person, member: Person, gathering: Gathering
) -> None:
    take_nameless_questions(host=host, gathering=again(gathering))
    asked(member, gathering)
    asked(member, gathering, is_nameless=True)
    change_profile(actor=member, person=member, display_name="Bea Newname")
    assert [each["author"] and each["author"]["name"] for each in told(gathering)] == ["Bea Newname", None]


def test_what_is_purged_is_repeated_by_no_question(member: Person, gathering: Gathering) -> None:
    secret = "Mister Halvorsen came in on Tuesday with a broken hip"
    question = asked(member, gathering, f"{secret}: what now?")
    passages = Passages([(secret, timezone.now() - timedelta(days=1))])
    assert clean_words_of_sessions(passages)["quotes"] == 1
    assert "Halvorsen" not in fresh(question).words and "Halvorsen" not in str(told(gathering))


def test_on_the_page_one_asks_votes_and_steers_by_forms(
    client: Client, host: Person, member: Person, community: Community, gathering: Gathering
) -> None:
    page = gathering.get_absolute_url()

    def pressed(name: str, *more: int, **form: object) -> tuple[int, str]:
        answer = client.post(reverse(name, args=[gathering.pk, *more]), form)
        if answer.status_code == 302:
            return 302, client.get(page).content.decode()
        return answer.status_code, answer.content.decode()

    client.force_login(member)
    status, shown = pressed("question-ask", question="How long?")
    key = Question.objects.get().pk
    assert status == 302 and f'id="question-{key}"' in shown
    status, shown = pressed("question-ask", question="b" * 501)
    assert status == 422 and "b" * 501 in shown and "at most 500" in shown
    assert pressed("question-vote", key)[0] == 403 and pressed("question-pin", key)[0] == 403
    client.force_login(make_member(community))
    status, shown = pressed("question-vote", key)
    assert status == 302 and "<b data-votes>1</b>" in shown
    assert "<b data-votes>0</b>" in pressed("question-vote-remove", key)[1]
    client.force_login(host)
    assert pressed("question-take-up", key, seen="open")[0] == 302
    assert pressed("question-take-up", key, seen="open")[0] == 302
    assert pressed("question-decline", key, seen="open", reason="No.")[0] == 409
    assert pressed("question-answer", key, seen="taken")[0] == 302
    assert "Answered or not taken up" in client.get(page).content.decode()
    assert client.get(reverse("question-take-away", args=[gathering.pk, key])).status_code == 200
    assert pressed("question-take-away", key)[0] == 422
    status, shown = pressed("question-take-away", key, reason="Twice.")
    assert status == 302 and "How long?" not in shown
    client.force_login(make_person())
    for name in ("question-vote", "question-take-away", "question-pin"):
        assert pressed(name, key)[0] == 404
    asks_json = {"accept": "application/json"}
    client.force_login(member)
    made = client.post(
        reverse("question-ask", args=[gathering.pk]), {"question": "Again?"}, headers=asks_json
    )
    assert (made.status_code, made.json()) == (201, {"id": Question.objects.latest("pk").pk})


def test_who_comes_through_another_community_asks_and_votes(host: Person, gathering: Gathering) -> None:
    other = make_community("Night teaching", visibility="hidden")
    joined(gathering, other)
    one, two = make_member(other), make_member(other)
    vote_for_question(person=two, question=asked(one, gathering))
    assert count_votes() == 1
