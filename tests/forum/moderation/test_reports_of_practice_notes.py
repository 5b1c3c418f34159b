"""Reports of practice notes: those who look after the community decide, but nobody whose words are in the note."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from forum.communities.models import Change, Community, Role, Verb
from forum.core.verdicts import Invalid, Refused
from forum.moderation.actions.deciding import hand_case_up, keep_reported, remove_reported
from forum.moderation.actions.letters import mail_note_taken_away, mail_what_came
from forum.moderation.actions.reporting import report_practice_note
from forum.moderation.models import Case, Report
from forum.moderation.selectors.cases import notes_taken_from
from forum.people.models import Person
from forum.personal_data.archive.writing import SECTIONS
from forum.repertoire.actions.tending import NoteWords, keep_note, withdraw_note
from forum.repertoire.models import PracticeNote
from tests.factories import make_member, make_person, make_steward
from tests.forum.leaving import leave
from tests.forum.moderation.reported import page, the_case, told
from tests.forum.moderation.reported_notes import (
    REPORTED,
    SAID,
    WHY,
    ada,
    community,
    drafter,
    moderator,
    note,
    quoted,
    reader,
    reported,
    waits_for,
)
from tests.forum.people_anew import again, signed_in
from tests.forum.repertoire.noted import WORDS, published

__all__ = ["ada", "community", "drafter", "moderator", "note", "quoted", "reader"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
State, Level = Case.State, Case.Level


def test_a_note_is_reported_where_it_stands_and_moderators_are_asked(
    note: PracticeNote, community: Community, moderator: Person, reader: Person
) -> None:
    address = reverse("practice-note-report", args=[note.pk])
    assert address in page(reader, note.get_absolute_url())
    form = page(reader, address)
    assert all(said in form for said in ("Written by Ada Byrne", WORDS, SAID, "Bea Quist"))
    client = signed_in(reader)
    assert client.post(address, {"reason": "impostor"}).status_code == 422
    sent = client.post(address, {"reason": "unsafe", "words": REPORTED})
    assert sent["Location"] == note.get_absolute_url()
    assert client.post(address, {"reason": "unsafe"}).status_code == 403
    assert "it waits for a decision" in page(reader, address)
    case = the_case()
    assert (case.level, Report.objects.count(), told(moderator)) == (Level.MODERATORS, 1, ["case-waits"])
    shown = page(moderator, case.get_absolute_url())
    assert all(said in shown for said in (WORDS, SAID, "Ada Byrne", REPORTED, note.get_absolute_url()))
    for list_of in ("community-cases", "community-queue"):
        listed = page(moderator, reverse(list_of, args=[community.slug]))
        assert "The practice note “Waiting”" in listed and "Ada Byrne" in listed
    assert case.get_absolute_url() in page(moderator, reverse("queue"))
    own = page(reader, reverse("own-reports"))
    assert "The practice note “Waiting”" in own and note.get_absolute_url() in own


def test_nobody_reports_what_they_do_not_read_what_is_their_own_or_what_is_not_published(
    note: PracticeNote, community: Community, drafter: Person, reader: Person, moderator: Person
) -> None:
    address = reverse("practice-note-report", args=[note.pk])
    other = make_member(community, role=Role.FACILITATOR)
    keep_note(person=other, note=note, words=NoteWords("Waiting", WORDS + " Always.", note.revision))
    people = {"drafter": drafter, "who changed it": other, "stranger": make_person(), "reader": reader}
    statuses = {name: signed_in(each).get(address).status_code for name, each in people.items()}
    assert statuses == {"drafter": 403, "who changed it": 403, "stranger": 404, "reader": 200}
    assert signed_in(reader).get(note.get_absolute_url()).status_code == 200
    assert address not in page(other, note.get_absolute_url())
    with pytest.raises(Refused, match="your own"):
        report_practice_note(reporter=drafter, note=note, reason="unsafe")
    with pytest.raises(Refused):
        report_practice_note(reporter=make_person(), note=note, reason="unsafe")
    withdraw_note(person=drafter, note=note, reason=WHY)
    assert signed_in(reader).get(address).status_code == 404
    third = make_member(community, role=Role.FACILITATOR)
    assert signed_in(third).get(address).status_code == 403
    with pytest.raises(Refused, match="not published"):
        report_practice_note(reporter=third, note=note, reason="unsafe")
    assert not Case.objects.exists()


def test_nobody_is_asked_whose_words_are_in_it(
    note: PracticeNote,
    community: Community,
    drafter: Person,
    moderator: Person,
    quoted: Person,
    reader: Person,
) -> None:
    case = reported(note, reader)
    steward = make_steward()
    people = {
        "drafter": drafter,
        "quoted": quoted,
        "moderator": moderator,
        "steward": steward,
        "reader": reader,
    }
    waiting = {name: waits_for(each) for name, each in people.items()}
    assert waiting == {
        "drafter": [], "quoted": [], "moderator": [case.pk], "steward": [case.pk], "reader": [],
    }  # fmt: skip
    assert [told(each) for each in (moderator, quoted)] == [["case-waits"], ["message-quoted"]]
    for each in (drafter, quoted):
        assert signed_in(each).get(case.get_absolute_url()).status_code == 404
        assert (
            "report" not in page(each, reverse("inbox")).replace("own-reports", "").split("<main")[-1].lower()
        )
        with pytest.raises(Refused):
            keep_reported(moderator=again(each), case=the_case(), reason=WHY)
    hand_case_up(moderator=again(moderator), case=the_case(), why="Is it ours?")
    assert the_case().level == Level.STEWARDS  # the only facilitator wrote it
    assert (waits_for(steward), waits_for(drafter)) == ([case.pk], [])


def test_where_nobody_else_looks_after_it_stewards_are_asked(
    note: PracticeNote, community: Community, drafter: Person, quoted: Person, reader: Person
) -> None:
    steward = make_steward()
    case = reported(note, reader)
    assert (case.level, told(steward), waits_for(steward)) == (Level.STEWARDS, ["case-waits"], [case.pk])


def test_who_changes_it_decides_no_more_and_those_above_are_asked(
    note: PracticeNote, community: Community, reader: Person
) -> None:
    other = make_member(community, role=Role.FACILITATOR)
    case = reported(note, reader)
    assert (case.level, waits_for(other)) == (Level.MODERATORS, [case.pk])
    keep_note(person=again(other), note=note, words=NoteWords("Waiting", "We wait.", note.revision))
    assert (the_case().level, waits_for(other)) == (Level.STEWARDS, [])


def test_who_had_changed_it_last_before_is_not_asked_when_others_change_it(
    note: PracticeNote, community: Community, drafter: Person, moderator: Person, reader: Person
) -> None:
    other = make_member(community, role=Role.FACILITATOR)
    changed = keep_note(person=other, note=note, words=NoteWords("Waiting", "We wait.", note.revision))
    case = reported(changed, reader)
    keep_note(person=drafter, note=changed, words=NoteWords("Waiting", WORDS, changed.revision))
    assert (waits_for(other), waits_for(moderator)) == ([], [case.pk])


def test_taken_down_nobody_reads_it_who_wrote_it_reads_why_and_who_reported_is_told(
    note: PracticeNote, community: Community, drafter: Person, moderator: Person, reader: Person
) -> None:
    EmailAddress.objects.get_or_create(user=drafter, email=drafter.email, defaults={"verified": True})
    other = make_member(community, role=Role.FACILITATOR)
    changed = keep_note(person=other, note=note, words=NoteWords("Waiting", "We wait.", note.revision))
    case = reported(changed, reader)
    with pytest.raises(Invalid):
        remove_reported(moderator=again(moderator), case=the_case(), reason="x" * 301)
    done = signed_in(moderator).post(reverse("case-remove", args=[case.pk]), {"reason": WHY})
    assert done.status_code == 302
    note.refresh_from_db()
    assert (note.state, note.reason, the_case().state) == ("withdrawn", WHY, State.REMOVED)
    statuses = [
        signed_in(each).get(note.get_absolute_url()).status_code for each in (reader, moderator, drafter)
    ]
    assert statuses == [404, 404, 200]
    assert WHY in page(drafter, note.get_absolute_url())
    for each in (drafter, other):
        assert "note-taken" in told(each)
        standing = page(each, reverse("own-standing"))
        assert WHY in standing
        title = f'href="{note.get_absolute_url()}">The practice note “Waiting”</a>'
        assert title in standing
        assert [row.pk for row in notes_taken_from(each)] == [case.pk]
        assert [row["what"] for row in SECTIONS["notes_removed.json"](each)] == ["practice note"]
    assert told(reader) == ["report-decided"]
    own = page(reader, reverse("own-reports"))
    assert "A practice note that you do not read now" in own and "Waiting" not in own
    shown = page(moderator, case.get_absolute_url())
    assert "It is taken down" in shown and "We wait." not in shown
    lines = Change.objects.filter(community=community, verb=Verb.PRACTICE_WITHDRAWN)
    assert [(line.actor, line.reason) for line in lines] == [(moderator, WHY)]
    assert mail_note_taken_away(case_id=case.pk, person_id=drafter.pk)
    assert WHY in str(mail.outbox[-1].body) and "practice note of yours" in str(mail.outbox[-1].body)
    assert mail_what_came(person_id=reader.pk, case_id=case.pk)
    assert "Dora" not in "".join(str(each.body) for each in mail.outbox if each.to == [drafter.email])


def test_who_reads_the_note_no_more_reads_that_one_was_removed_and_not_which(
    note: PracticeNote, community: Community, moderator: Person, reader: Person
) -> None:
    writer = make_member(community, role=Role.FACILITATOR)
    keep_note(person=writer, note=note, words=NoteWords("Waiting", "We wait.", note.revision))
    reported(note, reader)
    remove_reported(moderator=again(moderator), case=the_case(), reason=WHY)
    assert "The practice note “Waiting”" in page(writer, reverse("own-standing"))
    community.memberships.filter(person=writer).update(role=Role.MEMBER)
    standing = page(writer, reverse("own-standing"))
    assert "A practice note" in standing and WHY in standing and "Waiting" not in standing
    assert note.get_absolute_url() not in standing
    own = page(writer, reverse("own-removed"))
    assert "No post, message, question or topic of yours was removed" in own


def test_who_wrote_what_was_taken_down_does_not_publish_it_again_by_themselves(
    note: PracticeNote, community: Community, drafter: Person, moderator: Person, reader: Person
) -> None:
    reported(note, reader)
    remove_reported(moderator=again(moderator), case=the_case(), reason=WHY)
    address = reverse("practice-note-edit", args=[note.pk])
    stands = page(drafter, note.get_absolute_url())
    assert "Change it" in stands and "Write and publish it" not in stands
    assert "Another facilitator, or a steward, can publish it again." in stands
    form = page(drafter, address)
    assert 'name="publish"' not in form and "Another facilitator, or a steward" in form
    with pytest.raises(Refused, match="taken down after a report"):
        published(again(drafter), note)
    kept = keep_note(person=again(drafter), note=note, words=NoteWords("Waiting", "We wait.", note.revision))
    with pytest.raises(Refused, match="taken down after a report"):
        published(again(drafter), kept)
    other = make_member(community, role=Role.FACILITATOR)
    assert 'name="publish"' in page(other, address)
    assert "Write and publish it" in page(other, note.get_absolute_url())
    decided = the_case().get_absolute_url()
    assert "Published again since." not in page(moderator, decided)
    mended = keep_note(person=other, note=note, words=NoteWords("Waiting", "We wait, mostly.", kept.revision))
    assert published(other, mended).state == "published"
    assert "Published again since." in page(moderator, decided)
    withdraw_note(person=drafter, note=note, reason="Not yet.")
    assert published(again(drafter), note).state == "published"  # what one has withdrawn oneself


def test_kept_it_stays_can_be_reported_again_and_no_log_tells_whose_it_is(
    note: PracticeNote,
    community: Community,
    drafter: Person,
    moderator: Person,
    quoted: Person,
    reader: Person,
) -> None:
    reported(note, reader)
    keep_reported(moderator=again(moderator), case=the_case(), reason="It may stay.")
    assert (PracticeNote.objects.get().state, the_case().state) == ("published", State.KEPT)
    address = reverse("community-log", args=[community.slug])
    said = "let stand the practice note “Waiting” by"
    assert [said in page(each, address) for each in (moderator, drafter, quoted)] == [True, False, False]
    reported(note, reader)
    assert Case.objects.filter(state=State.OPEN).count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_leaves_is_not_spoken_of_any_more(
    note: PracticeNote, community: Community, drafter: Person, moderator: Person, reader: Person
) -> None:
    make_member(community, role=Role.FACILITATOR)
    kept = reported(note, reader)
    keep_reported(moderator=again(moderator), case=the_case(), reason="Ada may say so.")
    waits = reported(note, reader)
    leave(drafter, "keep")
    assert Case.objects.get(pk=kept.pk).reason == ""
    assert [report.words for report in waits.reports.all()] == [REPORTED]
    keep_reported(moderator=again(moderator), case=the_case(), reason="Ada may say so.")
    assert (the_case().reason, [report.words for report in the_case().reports.all()]) == ("", [""])
