"""Polls in live sessions: prepared, opened, answered once a person, summed, shown and closed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forum.chat.models import RoomEvent
from forum.communities.models import Community, Role
from forum.core.passages import Passages
from forum.core.verdicts import Invalid, Refused
from forum.gatherings.actions import polls
from forum.gatherings.actions.counting import count_votes
from forum.gatherings.actions.leaving import let_go_of_sessions
from forum.gatherings.actions.poll_words import take_words_out
from forum.gatherings.actions.purging import clean_words_of_sessions
from forum.gatherings.models import Gathering, Poll, PollVote
from forum.people.models import Person
from forum.personal_data.selectors.sessions import poll_answers, polls_asked
from tests.factories import make_member, make_person
from tests.forum.gatherings.going_on import begun
from tests.forum.gatherings.meeting import again

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]


def prepared(host: Person, gathering: Gathering, **more: Any) -> Poll:
    given: dict[str, Any] = {
        "kind": "single", "words": "How often?", "options": ["Never", "Daily", " Daily", ""], "client_id": uuid4(),
    }  # fmt: skip
    return polls.prepare_poll(host=host, gathering=again(gathering), **(given | more))


def opened(host: Person, gathering: Gathering, **more: Any) -> Poll:
    return polls.open_poll(host=host, poll=prepared(host, gathering, **more))


def told(gathering: Gathering, kind: str) -> list[dict[str, Any]]:
    rows = RoomEvent.objects.filter(room=again(gathering).room_id, kind=kind)
    return [row.data for row in rows.order_by("seq")]


def test_prepared_it_is_seen_by_nobody_but_those_who_lead(
    client: Client, host: Person, community: Community, gathering: Gathering
) -> None:
    name = uuid4()
    poll = prepared(host, gathering, client_id=name)
    assert prepared(host, gathering, client_id=name) == poll and poll.answers == ["Never", "Daily"]
    member = make_member(community)
    for person, seen in ((member, False), (host, True)):
        client.force_login(person)
        assert ("How often?" in client.get(gathering.get_absolute_url()).content.decode()) is seen
    client.force_login(member)
    assert (
        client.post(reverse("poll-answer", args=[gathering.pk, poll.pk]), {"choice": "0"}).status_code == 404
    )
    assert told(gathering, "poll") == []
    with pytest.raises(Refused):
        polls.open_poll(host=member, poll=poll)


def test_a_name_that_a_poll_of_another_session_has_prepares_nothing_here(
    host: Person, community: Community, gathering: Gathering
) -> None:
    name = uuid4()
    prepared(host, begun(host, community), client_id=name)
    with pytest.raises(Refused, match="another session"):
        prepared(host, gathering, client_id=name)


def test_it_has_something_to_choose_from(host: Person, gathering: Gathering) -> None:
    for wrong in ({"options": ["One"]}, {"options": ["a"] * 20 + ["b" * 101]}, {"words": " "}, {"kind": "x"}):
        with pytest.raises(Invalid):
            prepared(host, gathering, **wrong)
    assert prepared(host, gathering, kind="rating").answers == ["1", "2", "3", "4", "5"]


def test_one_answers_once_may_change_it_while_it_is_open_and_sums_are_right(
    host: Person, community: Community, gathering: Gathering
) -> None:
    poll, now = opened(host, gathering), timezone.now()
    people = [make_member(community) for _number in range(3)]
    for person, choice in zip(people, (0, 1, 1), strict=True):
        for _time in range(2):
            polls.answer_poll(person=person, poll=poll, choices=[choice])
    polls.answer_poll(person=people[0], poll=poll, choices=[1])
    for wrong in ([], [0, 1], [2]):
        with pytest.raises(Invalid, match="Choose one"):
            polls.answer_poll(person=people[0], poll=poll, choices=wrong)
    with pytest.raises(Refused):
        polls.answer_poll(person=make_person(), poll=poll, choices=[0])
    assert count_votes(now=now) == 1 and count_votes(now=now + timedelta(seconds=2)) == 0
    poll.refresh_from_db()
    assert (poll.voters, poll.counts) == (3, [0, 3])
    assert told(gathering, "sums")[-1]["polls"] == {str(poll.pk): {"voters": 3, "counts": None}}
    for _time in range(2):
        polls.show_answers(host=host, poll=poll)
        polls.close_poll(host=host, poll=poll)
    assert [(each["state"], each["counts"]) for each in told(gathering, "poll")] == [
        ("open", None), ("open", [0, 3]), ("closed", [0, 3]),
    ]  # fmt: skip
    with pytest.raises(Refused, match="not open"):
        polls.answer_poll(person=people[0], poll=poll, choices=[0])


def test_of_several_answers_each_counts(host: Person, community: Community, gathering: Gathering) -> None:
    poll = opened(host, gathering, kind="multiple", options=["a", "b", "c"])
    polls.answer_poll(person=make_member(community), poll=poll, choices=[2, 0, 0])
    polls.answer_poll(person=make_member(community), poll=poll, choices=[0])
    count_votes()
    poll.refresh_from_db()
    assert (poll.voters, poll.counts) == (2, [2, 0, 1])


def test_what_was_answered_is_read_by_others_once_it_is_shown(
    client: Client, host: Person, community: Community, gathering: Gathering
) -> None:
    poll, member = opened(host, gathering), make_member(community)
    client.force_login(member)
    address = reverse("poll-answer", args=[gathering.pk, poll.pk])
    assert client.post(address, {"choice": "1"}).status_code == 302
    assert client.post(address, {}).status_code == 422
    count_votes()
    figures = "1 · 100 %"
    assert figures not in client.get(gathering.get_absolute_url()).content.decode()
    client.force_login(host)
    assert figures in client.get(gathering.get_absolute_url()).content.decode()
    assert client.post(reverse("poll-show", args=[gathering.pk, poll.pk])).status_code == 302
    client.force_login(member)
    assert figures in client.get(gathering.get_absolute_url()).content.decode()
    client.force_login(host)
    for name in ("hide", "close", "open"):
        assert client.post(reverse(f"poll-{name}", args=[gathering.pk, poll.pk])).status_code == 302
    assert client.post(reverse("poll-take-away", args=[gathering.pk, poll.pk])).status_code == 403
    wrong = client.post(reverse("poll-prepare", args=[gathering.pk]), {"words": "Kept?", "kind": "single"})
    assert wrong.status_code == 422 and 'value="Kept?"' in wrong.content.decode()
    assert (
        client.post(
            reverse("poll-prepare", args=[gathering.pk]), {"words": "New?", "kind": "rating"}
        ).status_code
        == 302
    )
    made = Poll.objects.get(words="New?")
    assert client.post(reverse("poll-take-away", args=[gathering.pk, made.pk])).status_code == 302
    assert not Poll.objects.filter(words="New?").exists()


def test_what_is_hidden_again_is_in_no_log_that_one_reads_up_on(
    host: Person, community: Community, gathering: Gathering
) -> None:
    poll, beside = opened(host, gathering), opened(host, gathering)
    for each in (poll, beside):
        polls.show_answers(host=host, poll=each)
        polls.answer_poll(person=make_member(community), poll=each, choices=[1])
    count_votes()
    assert told(gathering, "sums")[-1]["polls"][str(poll.pk)]["counts"] == [0, 1]
    for _time in range(2):
        polls.hide_answers(host=host, poll=poll)
    counts = {each["id"]: [] for each in told(gathering, "poll")}
    for each in told(gathering, "poll"):
        counts[each["id"]].append(each["counts"])
    assert counts == {poll.pk: [None, None, None], beside.pk: [None, []]}
    assert told(gathering, "sums")[-1]["polls"] == {
        str(poll.pk): {"voters": 1, "counts": None},
        str(beside.pk): {"voters": 1, "counts": [0, 1]},
    }


def test_who_leaves_takes_their_answers_along_and_the_copy_of_their_data_has_them(
    host: Person, community: Community, gathering: Gathering
) -> None:
    poll, leaver = opened(host, gathering), make_member(community)
    polls.answer_poll(person=leaver, poll=poll, choices=[1])
    count_votes()
    assert [(each["poll"], each["answers"]) for each in poll_answers(leaver)] == [("How often?", ["Daily"])]
    (own,) = polls_asked(host)
    assert (own["session"], own["poll"], own["answers"]) == (
        gathering.title,
        "How often?",
        ["Never", "Daily"],
    )
    assert list(polls_asked(leaver)) == []
    let_go_of_sessions(person_id=leaver.pk)
    poll.refresh_from_db()
    assert (poll.voters, poll.counts, PollVote.objects.count()) == (0, [0, 0], 0)


def test_what_is_purged_is_repeated_by_no_poll(host: Person, gathering: Gathering) -> None:
    secret = "Mister Halvorsen came in on Tuesday with a broken hip"
    opened(host, gathering, words=f"{secret}?", options=[secret, "Nobody"])
    passages = Passages([(secret, timezone.now() - timedelta(days=1))])
    assert clean_words_of_sessions(passages)["quotes"] == 1
    assert "alvorsen" not in str(told(gathering, "poll")) + str(Poll.objects.values())


class TestShortWords:
    @pytest.fixture
    def poll(self, host: Person, gathering: Gathering) -> Poll:
        return opened(host, gathering, kind="words", options=["left", "out"])

    def given(self, poll: Poll, *words: str) -> list[Person]:
        people = [make_member(poll.gathering.community) for _each in words]
        for person, said in zip(people, words, strict=True):
            polls.answer_poll(person=person, poll=poll, words=said)
        count_votes(now=timezone.now() + timedelta(seconds=2))
        return people

    def test_they_are_counted_however_they_are_written_and_shown_once_a_host_shows_them(
        self, host: Person, poll: Poll
    ) -> None:
        assert poll.options == []
        self.given(poll, " Respect ", "respect", "fear", "RESPECT", "fear")
        fresh = Poll.objects.get(pk=poll.pk)
        assert (fresh.options, fresh.counts, fresh.voters) == (["Respect", "fear"], [3, 2], 5)
        (sums,) = told(poll.gathering, "sums")
        assert sums["polls"][str(poll.pk)] == {"voters": 5, "counts": None, "options": []}
        assert "espect" not in str(told(poll.gathering, "poll"))
        polls.show_answers(host=host, poll=poll)
        shown = told(poll.gathering, "poll")[-1]
        assert (shown["options"], shown["counts"]) == (["Respect", "fear"], [3, 2])
        polls.hide_answers(host=host, poll=poll)
        assert "espect" not in str(told(poll.gathering, "poll"))
        assert "fear" not in str(told(poll.gathering, "sums"))

    def test_one_answers_once_and_may_say_something_else(self, poll: Poll) -> None:
        (person,) = self.given(poll, "respect")
        polls.answer_poll(person=person, poll=poll, words="fear")
        count_votes(now=timezone.now() + timedelta(seconds=4))
        fresh = Poll.objects.get(pk=poll.pk)
        assert (fresh.options, fresh.counts, fresh.voters) == (["fear"], [1], 1)

    @pytest.mark.parametrize("words", ["", "   ", "x" * 41])
    def test_what_is_no_word_or_too_many_is_refused_in_a_sentence(self, poll: Poll, words: str) -> None:
        with pytest.raises(Invalid, match="a word or two"):
            self.given(poll, words)
        assert not PollVote.objects.exists()

    def test_hosts_take_out_what_nobody_should_read(
        self, client: Client, host: Person, gathering: Gathering, poll: Poll
    ) -> None:
        polls.show_answers(host=host, poll=poll)
        people = self.given(poll, "rude", "Rude", "kind")
        address = reverse("poll-words-take-out", args=[gathering.pk, poll.pk])
        client.force_login(people[2])
        assert client.post(address, {"words": "rude"}).status_code == 403
        client.force_login(host)
        assert address in client.get(gathering.get_absolute_url()).text
        for _twice in range(2):
            assert client.post(address, {"words": "rude"}).status_code == 302
        fresh = Poll.objects.get(pk=poll.pk)
        assert (fresh.options, fresh.counts, fresh.voters) == (["kind"], [1], 1)
        assert "ude" not in str(told(gathering, "poll")) + str(told(gathering, "sums"))

    def test_the_page_takes_a_word_and_shows_it_to_who_may_read_it(
        self, client: Client, host: Person, gathering: Gathering, poll: Poll
    ) -> None:
        member, other = make_member(gathering.community), make_member(gathering.community)
        client.force_login(member)
        sent = client.post(reverse("poll-answer", args=[gathering.pk, poll.pk]), {"answer": "respect"})
        assert sent.status_code == 302
        count_votes(now=timezone.now() + timedelta(seconds=2))
        for person, shows in ((member, True), (other, False), (host, True)):  # their own word, none, all
            client.force_login(person)
            assert ("respect" in client.get(gathering.get_absolute_url()).text) is shows
        assert [row["answers"] for row in poll_answers(member)] == [["respect"]]

    def test_the_log_says_no_word_that_nobody_gives_any_more(self, host: Person, poll: Poll) -> None:
        polls.show_answers(host=host, poll=poll)
        one, other = self.given(poll, "spleen", "kind")
        count_votes(now=timezone.now() + timedelta(seconds=4))
        assert "spleen" in str(told(poll.gathering, "sums"))
        polls.answer_poll(person=one, poll=poll, words="respect")
        count_votes(now=timezone.now() + timedelta(seconds=6))
        assert "spleen" not in str(told(poll.gathering, "sums")) + str(told(poll.gathering, "poll"))
        let_go_of_sessions(person_id=other.pk)
        assert "kind" not in str([row.get("polls") for row in told(poll.gathering, "sums")])
        assert Poll.objects.get(pk=poll.pk).options == ["respect"]

    def test_purged_words_go_from_answers_and_from_the_log(self, host: Person, poll: Poll) -> None:
        polls.show_answers(host=host, poll=poll)
        secret = "Halvorsen of Bergen on the seventh floors"[1:]
        self.given(poll, secret, "kind")
        assert "alvorsen" in str(told(poll.gathering, "sums"))
        clean_words_of_sessions(Passages([(secret, timezone.now() - timedelta(days=1))]))
        assert not PollVote.objects.filter(words__contains="alvorsen").exists()
        assert "alvorsen" not in str(told(poll.gathering, "sums")) + str(told(poll.gathering, "poll"))
        assert "alvorsen" not in str(Poll.objects.get(pk=poll.pk).options)

    @pytest.mark.parametrize("words", ["ΛΟΓΟΣ", "İdiot"])
    def test_words_of_every_alphabet_are_taken_out_by_moderators_when_it_is_over(
        self, poll: Poll, words: str
    ) -> None:
        self.given(poll, words)
        Gathering.objects.update(state="archived")
        moderator = make_member(poll.gathering.community, role=Role.MODERATOR)
        take_words_out(host=moderator, poll=poll, words=words)
        assert not PollVote.objects.exists()
        with pytest.raises(Refused):
            take_words_out(host=make_member(poll.gathering.community), poll=poll, words=words)

    def test_a_copy_of_data_has_no_words_of_others(self, host: Person, poll: Poll) -> None:
        self.given(poll, "respect")
        assert [row["answers"] for row in polls_asked(host)] == [[]]
