"""Reports of notes: of moderators to readers, and of those with which topics are carried. Nobody decides about their
own, nor about what somebody above them wrote.
"""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from forum.communities.models import Change, Community, Role
from forum.core.claims import Kind
from forum.core.verdicts import Refused
from forum.crossposting.actions.ending import end_placement
from forum.crossposting.actions.homes import accept_home_change, offer_home
from forum.discussions.actions.merging import merge_boards
from forum.discussions.actions.staff_notes import change_note, leave_note, remove_note
from forum.discussions.actions.uniting import unite_topics
from forum.discussions.actions.whole_topics import remove_topic
from forum.discussions.models import Board, Placement, StaffNote, Topic
from forum.discussions.selectors.topics import topic_with_placements
from forum.moderation.actions.claiming import claim_thing
from forum.moderation.actions.deciding import hand_case_up, keep_reported, remove_reported
from forum.moderation.actions.letters import mail_note_taken_away, mail_what_came
from forum.moderation.actions.reporting import report_note
from forum.moderation.models import Case, Report
from forum.moderation.selectors.cases import open_cases, open_cases_by_role
from forum.moderation.selectors.own_reports import own_reports
from forum.people.models import Person
from forum.personal_data.actions.leaving import close_account
from forum.personal_data.actions.seeing_off import see_off
from forum.personal_data.models import Departure
from forum.personal_data.selectors.noted import notes_by
from forum.personal_data.selectors.reported import notes_taken_of
from tests.factories import make_board, make_community, make_member, make_person, make_steward, make_topic
from tests.factories.crossing import Crossing, make_crossing
from tests.forum.moderation.reported import page, the_case, told
from tests.forum.people_anew import again, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
State, Level = Case.State, Case.Level
SAID, WHY, WORDS = "Only fools ask that here.", "We speak kindly as moderators too.", "It hurts to read."


@pytest.fixture
def community() -> Community:
    return make_community(visibility="private")


@pytest.fixture
def board(community: Community) -> Board:
    return make_board(community)


@pytest.fixture
def moderator(community: Community) -> Person:
    return confirmed(make_member(community, role=Role.MODERATOR))


@pytest.fixture
def facilitator(community: Community) -> Person:
    return make_member(community, role=Role.FACILITATOR)


@pytest.fixture
def reader(community: Community) -> Person:
    return confirmed(make_member(community))


@pytest.fixture
def topic(board: Board) -> Topic:
    return make_topic(board)


def confirmed(person: Person) -> Person:
    EmailAddress.objects.create(user=person, email=person.email, verified=True)
    return person


def noted(by: Person, topic: Topic, audience: str = "readers") -> StaffNote:
    found = topic_with_placements(topic.pk)
    assert found is not None
    home = found.home_board.community
    return leave_note(moderator=by, topic=found, body=SAID, audience=audience, community=home)


def reported(note: StaffNote | Placement, reporter: Person) -> Case:
    report_note(reporter=reporter, note=note, reason="unkind", words=WORDS)
    return the_case()


def asked(person: Person) -> list[int]:
    person = again(person)
    assert {*open_cases_by_role(person)} <= {*open_cases(person)}
    return [case.pk for case in open_cases(person)]


def test_a_note_of_moderators_is_reported_where_it_stands_and_facilitators_decide(
    topic: Topic, moderator: Person, facilitator: Person, reader: Person, community: Community
) -> None:
    note = noted(moderator, topic)
    address = reverse("note-report", args=[note.pk])
    assert address in page(reader, topic.get_absolute_url())
    assert address not in page(moderator, topic.get_absolute_url())
    form = page(reader, address)
    assert (SAID in form, "A note from the moderators" in form, moderator.display_name in form) == (
        True,
        True,
        False,
    )
    client = signed_in(reader)
    assert client.post(address, {"reason": "impostor"}).status_code == 422
    sent = client.post(address, {"reason": "unkind", "words": WORDS})
    assert sent["Location"].endswith(f"#note-{note.pk}")
    assert client.post(address, {"reason": "unkind"}).status_code == 403
    case, other = the_case(), make_member(community, role=Role.MODERATOR)
    assert (case.level, Report.objects.count()) == (Level.FACILITATORS, 1)
    assert (asked(facilitator), asked(moderator), asked(other), asked(reader)) == ([case.pk], [], [], [])
    assert (told(facilitator), told(moderator), told(other)) == (["case-waits"], [], [])
    for where in (
        case.get_absolute_url(),
        reverse("queue"),
        reverse("community-cases", args=[community.slug]),
    ):
        assert (SAID in page(facilitator, where) or "A note in" in page(facilitator, where)) is True
        for stranger in (moderator, other, reader):
            assert SAID not in page(stranger, where)
    for stranger in (moderator, other, reader):
        assert signed_in(stranger).get(case.get_absolute_url()).status_code == 404


def test_who_wrote_it_reads_why_it_went_and_not_who_reported_it(
    topic: Topic, moderator: Person, facilitator: Person, reader: Person
) -> None:
    note = noted(moderator, topic)
    case = reported(note, reader)
    answer = signed_in(facilitator).post(reverse("case-remove", args=[case.pk]), {"reason": WHY})
    assert answer.status_code == 302
    note.refresh_from_db()
    assert (note.source, note.html, note.removed_at is not None) == ("", "", True)
    assert SAID not in page(reader, topic.get_absolute_url())
    assert Topic.objects.get(pk=topic.pk).is_noted is False
    assert (told(moderator), told(reader)) == (["note-taken"], ["report-decided"])
    (job,) = ProcrastinateJob.objects.filter(task_name="mail_note_taken_away")
    assert mail_note_taken_away(**job.args) is True
    (answered,) = ProcrastinateJob.objects.filter(task_name="mail_what_came")
    assert mail_what_came(**answered.args) is True
    letter, came = (each.body for each in mail.outbox)
    assert (WHY in letter, WORDS in letter, reader.display_name in letter) == (True, False, False)
    assert ("removed it" in came, moderator.display_name in came) == (True, False)
    standing = page(moderator, reverse("own-standing"))
    assert ("A note for readers" in standing, WHY in standing, WORDS in standing) == (True, True, False)
    assert [row["reason"] for row in notes_taken_of(moderator)] == [WHY]
    assert list(notes_by(moderator)) == []
    line = Change.objects.get(verb="reported-removed")
    assert (line.community, line.person, line.details["of"]) == (
        topic.home_board.community,
        moderator,
        "note",
    )
    log = page(reader, reverse("public-log", args=[topic.home_board.community.slug]))
    assert ("removed what was reported" in log, moderator.display_name in log) == (True, False)
    assert signed_in(reader).get(reverse("note-report", args=[note.pk])).status_code == 404
    assert signed_in(moderator).get(reverse("note-change", args=[note.pk])).status_code == 404
    (own,) = own_reports(reader)
    assert (own.report.case.state, own.topic) == (State.REMOVED, topic)


def test_it_may_stay(topic: Topic, moderator: Person, facilitator: Person, reader: Person) -> None:
    note = noted(moderator, topic)
    keep_reported(moderator=facilitator, case=reported(note, reader), reason="It is so.")
    assert SAID in page(reader, topic.get_absolute_url())
    assert "It is so." in page(reader, reverse("own-reports"))
    assert told(moderator) == []
    log = page(facilitator, reverse("community-log", args=[topic.home_board.community.slug]))
    assert "let stand a note by" in log


def test_what_a_facilitator_wrote_another_one_decides_or_stewards_where_there_is_none(
    topic: Topic, facilitator: Person, reader: Person, community: Community
) -> None:
    community.memberships.filter(role=Role.FACILITATOR).exclude(person=facilitator).update(role=Role.MEMBER)
    steward, note = make_steward(), noted(facilitator, topic)
    alone = reported(note, reader)
    assert (alone.level, asked(facilitator), asked(steward)) == (Level.STEWARDS, [], [alone.pk])
    assert told(steward) == ["case-waits"]
    keep_reported(moderator=steward, case=alone)
    other = make_member(community, role=Role.FACILITATOR)
    shared = reported(note, reader)
    assert (shared.level, asked(facilitator), asked(other)) == (Level.FACILITATORS, [], [shared.pk])
    with pytest.raises(Refused):
        keep_reported(moderator=facilitator, case=shared)
    remove_reported(moderator=other, case=shared, reason=WHY)
    assert the_case().state == State.REMOVED


def test_what_the_only_facilitator_changes_after_it_was_reported_stewards_decide(
    topic: Topic, moderator: Person, facilitator: Person, reader: Person, community: Community
) -> None:
    community.memberships.filter(role=Role.FACILITATOR).exclude(person=facilitator).update(role=Role.MEMBER)
    steward, note = make_steward(), noted(moderator, topic)
    case = reported(note, reader)
    assert (case.level, asked(facilitator), told(steward)) == (Level.FACILITATORS, [case.pk], [])
    claim_thing(moderator=again(facilitator), kind=Kind.REPORTED, key=case.pk)
    change_note(moderator=again(facilitator), note=note, body="Ask ahead.", revision=note.revision)
    assert (the_case().level, asked(facilitator), asked(steward)) == (Level.STEWARDS, [], [case.pk])
    assert told(steward) == ["case-waits"]
    remove_reported(moderator=steward, case=the_case(), reason=WHY)
    assert the_case().state == State.REMOVED


def test_where_another_facilitator_is_there_they_go_on_being_asked(
    topic: Topic, moderator: Person, facilitator: Person, reader: Person, community: Community
) -> None:
    other, note = make_member(community, role=Role.FACILITATOR), noted(moderator, topic)
    case = reported(note, reader)
    change_note(moderator=again(facilitator), note=note, body="Ask ahead.", revision=note.revision)
    assert (the_case().level, asked(facilitator), asked(other)) == (Level.FACILITATORS, [], [case.pk])


def test_nobody_decides_about_a_note_by_somebody_above_them(
    topic: Topic, moderator: Person, facilitator: Person, reader: Person
) -> None:
    above = make_steward()
    assert reported(noted(above, topic), reader).level == Level.STEWARDS
    rises = reported(noted(moderator, topic), reader)
    Person.objects.filter(pk=moderator.pk).update(is_steward=True)
    with pytest.raises(Refused, match="Somebody above you"):
        remove_reported(moderator=facilitator, case=rises, reason=WHY)
    hand_case_up(moderator=facilitator, case=the_case(), why="Is this how we speak?")
    assert the_case().level == Level.STEWARDS
    remove_reported(moderator=above, case=the_case(), reason=WHY)


def test_what_moderators_say_among_themselves_is_reported_by_nobody(
    topic: Topic, moderator: Person, facilitator: Person, reader: Person
) -> None:
    among = noted(moderator, topic, "moderators")
    for person in (facilitator, reader):
        address = reverse("note-report", args=[among.pk])
        assert signed_in(person).get(address).status_code == 404
        assert address not in page(person, topic.get_absolute_url())
        with pytest.raises(Refused, match="no such note"):
            report_note(reporter=person, note=among, reason="unkind")
    with pytest.raises(Refused, match="your own"):
        report_note(reporter=moderator, note=noted(moderator, topic), reason="unkind")
    with pytest.raises(Refused, match="no such note"):
        report_note(reporter=make_person(), note=noted(moderator, topic), reason="unkind")
    assert not Case.objects.exists()


@pytest.mark.parametrize("how", ["note", "topic"])
def test_a_note_that_is_gone_needs_no_decision(
    topic: Topic, moderator: Person, facilitator: Person, reader: Person, how: str
) -> None:
    note = noted(moderator, topic)
    reported(note, reader)
    if how == "note":
        remove_note(moderator=moderator, note=note)
    else:
        remove_topic(moderator=moderator, topic=note.topic, reason=WHY)
    assert (the_case().state, asked(facilitator), told(reader)) == (State.GONE, [], ["report-decided"])


@pytest.fixture
def crossing() -> Crossing:
    return make_crossing("network", "private", inbound="open")


def test_the_note_of_a_carried_topic_is_reported_where_it_stands(crossing: Crossing) -> None:
    placement, reader = crossing.place(), crossing.reader
    address = reverse("carried-note-report", args=[placement.pk])
    topic_there = f"{placement.topic.get_absolute_url()}?in={crossing.there.pk}"
    assert address in page(reader, topic_there)
    assert address not in client_at(topic_there)
    shown = page(reader, address)
    assert ("We met this too." in shown, crossing.broker.display_name in shown) == (True, True)
    stranger = make_person()
    assert signed_in(stranger).get(address).status_code == 404
    assert signed_in(crossing.broker).get(address).status_code == 403
    assert signed_in(reader).post(address, {"reason": "commercial"}).status_code == 302
    case = the_case()
    assert (case.level, case.carrier) == (Level.MODERATORS, crossing.broker)
    moderator = crossing.there_moderator
    assert (asked(moderator), asked(crossing.home_moderator), told(moderator)[0]) == (
        [case.pk],
        [],
        "case-waits",
    )
    for where in (case.get_absolute_url(), reverse("queue")):
        assert "We met this too." in page(moderator, where)
    answer = signed_in(moderator).post(
        reverse("queue-thing", args=["reported", case.pk]), {"act": "no", "reason": WHY}
    )
    assert answer.status_code == 302
    placement.refresh_from_db()
    assert (placement.note, placement.state) == ("", Placement.State.LIVE)
    assert "We met this too." not in page(reader, topic_there)
    assert "note-taken" in told(crossing.broker)
    assert "A note with a topic" in page(crossing.broker, reverse("own-standing"))
    line = Change.objects.get(verb="reported-removed")
    assert (line.person, line.details["of"]) == (crossing.broker, "carried")


def client_at(address: str) -> str:
    return Client().get(address).content.decode()


def test_of_a_moderator_who_carries_those_above_decide(crossing: Crossing) -> None:
    placement = crossing.place()
    there = crossing.there.community
    facilitator = make_member(there, role=Role.FACILITATOR)
    there.memberships.filter(person=crossing.broker).update(role=Role.MODERATOR)
    case = reported(placement, crossing.reader)
    assert case.level == Level.FACILITATORS
    assert (asked(facilitator), asked(crossing.there_moderator), asked(crossing.broker)) == (
        [case.pk],
        [],
        [],
    )


def test_another_note_in_its_place_is_another_matter(crossing: Crossing) -> None:
    placement, moderator = crossing.place(), crossing.there_moderator
    reported(placement, crossing.reader)
    end_placement(person=moderator, placement=placement, reason="Not now.")
    assert the_case().state == State.OPEN
    there = crossing.there.community
    again = Crossing(**{name: getattr(crossing, name) for name in crossing.__slots__} | {"broker": moderator})
    make_member(crossing.home.community, moderator)
    again.propose("Other words of mine.")
    case = the_case()
    assert (case.state, case.carrier) == (State.GONE, crossing.broker)
    shown = page(make_member(there, role=Role.MODERATOR), case.get_absolute_url())
    assert ("Other words" in shown, "It is gone." in shown) == (False, True)


def test_what_a_topic_brings_along_goes_with_it(crossing: Crossing) -> None:
    placement, home = crossing.place(), crossing.home_moderator
    reported(placement, crossing.reader)
    into = make_topic(crossing.home)
    unite_topics(moderator=home, topic=crossing.topic, into=into)
    assert the_case().state == State.GONE


def test_who_leaves_takes_their_notes_along_and_no_word_about_them_stays(crossing: Crossing) -> None:
    placement, broker = crossing.place(), crossing.broker
    remove_reported(moderator=crossing.there_moderator, case=reported(placement, crossing.reader), reason=WHY)
    Placement.objects.filter(pk=placement.pk).update(note="Once more.")
    reported(placement, crossing.reader)
    broker.set_password("a word of theirs")
    broker.save()
    close_account(person=broker, wish="blank", handle=broker.handle, password="a word of theirs")
    assert Case.objects.filter(state=State.OPEN).count() == 1
    departure = Departure.objects.get()
    see_off(departure_id=departure.pk, attempt=departure.attempt)
    assert sorted(Case.objects.values_list("state", "reason")) == [("gone", ""), ("removed", "")]
    assert Report.objects.exclude(words="").count() == 0


def test_what_was_said_about_a_note_by_who_left_goes_once_it_is_decided(
    topic: Topic, moderator: Person, facilitator: Person, reader: Person
) -> None:
    case = reported(noted(moderator, topic), reader)
    moderator.set_password("a word of theirs")
    moderator.save()
    close_account(person=moderator, wish="keep", handle=moderator.handle, password="a word of theirs")
    assert Report.objects.get().words == WORDS
    keep_reported(moderator=facilitator, case=case, reason="Whatever she said.")
    assert (Report.objects.get().words, the_case().reason, the_case().state) == ("", "", State.KEPT)
    assert told(reader) == ["report-decided"]


@pytest.mark.parametrize("how", ["home", "merged"])
def test_what_was_reported_of_a_topic_that_stands_once_from_now_on_is_told_to_who_reported_it(
    crossing: Crossing, how: str
) -> None:
    placement, moderator = crossing.place(), crossing.there_moderator
    case = reported(placement, crossing.reader)
    if how == "home":
        make_member(crossing.there.community, crossing.author)
        change = offer_home(moderator=crossing.home_moderator, topic=crossing.topic, to=crossing.there)
        accept_home_change(moderator=moderator, change=change)
    else:
        into = make_board(crossing.there.community)
        stands_on(into, placement)
        merge_boards(merger=make_steward(), board=crossing.there, into=into)
    assert not Placement.objects.filter(pk=placement.pk).exists()
    case = the_case()
    assert (case.state, case.carrier, told(crossing.reader)[0]) == (
        State.GONE,
        crossing.broker,
        "report-decided",
    )
    for where in (case.get_absolute_url(), reverse("community-cases", args=[crossing.there.community.slug])):
        assert "We met this too." not in page(moderator, where)
    assert "It is gone." in page(moderator, case.get_absolute_url())
    assert signed_in(crossing.home_moderator).get(case.get_absolute_url()).status_code == 404


def stands_on(board: Board, like: Placement) -> None:
    """The same topic comes to another board of that community as well, with nobody's words."""
    carried = Placement.objects.get(pk=like.pk)
    carried.pk, carried.board, carried.note = None, board, ""
    carried.save()
    Board.objects.filter(pk=board.pk).update(topic_count=1, post_count=carried.topic.post_count)


def test_whoever_changed_a_note_last_does_not_decide_about_it_nor_those_below_them(
    topic: Topic, moderator: Person, facilitator: Person, reader: Person, community: Community
) -> None:
    community.memberships.filter(role=Role.FACILITATOR).exclude(person=facilitator).update(role=Role.MEMBER)
    steward, note = make_steward(), noted(moderator, topic)
    change_note(moderator=facilitator, note=note, body="Worse words.", revision=note.revision)
    case = reported(note, reader)
    assert (case.level, asked(facilitator), asked(steward)) == (Level.STEWARDS, [], [case.pk])
    assert signed_in(facilitator).get(case.get_absolute_url()).status_code == 404
    with pytest.raises(Refused):
        keep_reported(moderator=facilitator, case=case)
    keep_reported(moderator=steward, case=case)
    other = make_member(community, role=Role.FACILITATOR)
    anew = reported(note, reader)
    assert (anew.level, asked(facilitator), asked(other)) == (Level.FACILITATORS, [], [anew.pk])
    note.refresh_from_db()
    change_note(moderator=again(steward), note=note, body="The worst words.", revision=note.revision)
    assert (the_case().level, asked(other)) == (Level.STEWARDS, [])
    with pytest.raises(Refused):
        keep_reported(moderator=other, case=the_case())


def test_both_communities_are_locked_in_their_order_before_a_carried_note_is_decided_on(
    crossing: Crossing, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, locked = reported(crossing.place(), crossing.reader), []
    monkeypatch.setattr("forum.moderation.actions.deciding.lock_communities", locked.append)
    keep_reported(moderator=crossing.there_moderator, case=case)
    (first,) = locked
    assert set(first) == {crossing.home.community_id, crossing.there.community_id}
