"""What becomes of a report of a practice note when those who wrote it act meanwhile, or leave."""

from __future__ import annotations

import pytest
from django.urls import reverse

from forum.communities.models import Change, Community, Role, Verb
from forum.core.verdicts import Refused
from forum.moderation.actions.deciding import keep_reported, remove_reported
from forum.moderation.models import Case
from forum.people.models import Person
from forum.repertoire.actions.tending import NoteWords, keep_note, withdraw_note
from forum.repertoire.models import PracticeNote, Quote
from tests.factories import make_member, make_steward
from tests.forum.gatherings.going_on import begun
from tests.forum.leaving import leave
from tests.forum.moderation.reported import page, the_case, told
from tests.forum.moderation.reported_notes import (
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
)  # fmt: skip
from tests.forum.people_anew import again, signed_in
from tests.forum.repertoire.noted import WORDS, answered, drafted, highlighted, published, quote_in

__all__ = ["ada", "community", "drafter", "moderator", "note", "quoted", "reader"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
State, Level = Case.State, Case.Level
WITHDRAWN = "Withdrawn in the meantime; it may be published again until you decide."


def changed(person: Person, note: PracticeNote, source: str) -> PracticeNote:
    present = PracticeNote.objects.get(pk=note.pk)
    words = NoteWords("Waiting", source, present.revision)
    return keep_note(person=again(person), note=note, words=words)


def test_who_wrote_it_does_not_end_a_report_by_withdrawing_it_and_publishing_the_same_again(
    note: PracticeNote, community: Community, drafter: Person, moderator: Person, reader: Person
) -> None:
    case = reported(note, reader)
    queue = reverse("community-queue", args=[community.slug])
    assert WITHDRAWN not in page(moderator, case.get_absolute_url()) + page(moderator, queue)
    withdraw_note(person=drafter, note=note, reason="Not yet.")
    assert (the_case().state, waits_for(moderator), told(reader)) == (State.OPEN, [case.pk], [])
    shown, listed = page(moderator, case.get_absolute_url()), page(moderator, queue)
    assert all(said in shown for said in (WITHDRAWN, WORDS, SAID)) and note.get_absolute_url() not in shown
    assert WITHDRAWN in listed and WORDS in listed
    own = page(reader, reverse("own-reports"))
    assert "A practice note that you do not read now" in own and "gone" not in own.split("<main")[-1]
    published(again(drafter), note)
    assert (the_case().state, waits_for(moderator), told(reader)) == (State.OPEN, [case.pk], [])
    shown, listed = page(moderator, case.get_absolute_url()), page(moderator, queue)
    assert WITHDRAWN not in shown + listed and note.get_absolute_url() in shown
    own = page(reader, reverse("own-reports"))
    assert "The practice note “Waiting”" in own


def test_what_was_withdrawn_meanwhile_is_removed_and_then_not_published_again_by_who_wrote_it(
    note: PracticeNote, community: Community, drafter: Person, moderator: Person, reader: Person
) -> None:
    case = reported(note, reader)
    withdraw_note(person=drafter, note=note, reason="Not yet.")
    done = signed_in(moderator).post(reverse("case-remove", args=[case.pk]), {"reason": WHY})
    assert done.status_code == 302
    note.refresh_from_db()
    assert (note.state, note.reason, note.taken_from, the_case().state) == (
        "withdrawn", WHY, drafter, State.REMOVED,
    )  # fmt: skip
    assert told(reader) == ["report-decided"]
    assert WORDS not in page(moderator, case.get_absolute_url())
    with pytest.raises(Refused, match="taken down after a report"):
        published(again(drafter), note)
    lines = Change.objects.filter(community=community, verb=Verb.PRACTICE_WITHDRAWN).order_by("pk")
    assert [(line.actor, line.reason) for line in lines] == [(drafter, "Not yet."), (moderator, WHY)]


def test_what_was_withdrawn_meanwhile_and_may_stay_is_published_again(
    note: PracticeNote, drafter: Person, moderator: Person, reader: Person
) -> None:
    reported(note, reader)
    withdraw_note(person=drafter, note=note, reason="Not yet.")
    keep_reported(moderator=again(moderator), case=the_case(), reason="It may stay.")
    assert (PracticeNote.objects.get().state, the_case().state) == ("withdrawn", State.KEPT)
    assert published(again(drafter), note).state == "published"


def test_who_wrote_what_was_reported_does_not_publish_it_again_and_who_only_changed_it_since_does(
    note: PracticeNote, community: Community, drafter: Person, moderator: Person, reader: Person
) -> None:
    writer, mender = (make_member(community, role=Role.FACILITATOR) for _number in range(2))
    changed(writer, note, "We wait.")
    reported(note, reader)
    changed(mender, note, "We wait, mostly.")
    remove_reported(moderator=again(moderator), case=the_case(), reason=WHY)
    assert PracticeNote.objects.get().taken_from == writer
    for each in (drafter, writer):
        with pytest.raises(Refused, match="taken down after a report"):
            published(again(each), note, "We wait.")
    assert published(again(mender), note, "We wait, mostly.").state == "published"


def test_who_is_asked_for_a_quote_or_says_no_decides_and_who_agreed_does_not(
    community: Community, drafter: Person, moderator: Person, quoted: Person, reader: Person
) -> None:
    gathering = begun(drafter, community)
    note = published(drafter, drafted(drafter, gathering, highlighted(drafter, quoted, gathering, SAID)))
    case = reported(note, reader)

    def may_see() -> tuple[list[int], int]:
        found = signed_in(quoted).get(case.get_absolute_url())
        return waits_for(quoted), found.status_code

    assert may_see() == ([case.pk], 200)
    answered(quoted, quote_in(note), "declined")
    assert may_see() == ([case.pk], 200)
    answered(quoted, quote_in(note), "nameless")
    assert may_see() == ([], 404)
    answered(quoted, quote_in(note), "declined")
    assert Quote.objects.get().was_agreed
    assert may_see() == ([], 404)  # it stood there while it was reported
    assert waits_for(moderator) == [case.pk]


def test_where_the_last_who_could_decide_agrees_to_be_quoted_stewards_are_asked(
    community: Community, drafter: Person, quoted: Person, reader: Person
) -> None:
    steward, gathering = make_steward(), begun(drafter, community)
    note = published(drafter, drafted(drafter, gathering, highlighted(drafter, quoted, gathering, SAID)))
    case = reported(note, reader)
    assert (case.level, told(steward)) == (Level.MODERATORS, [])
    answered(quoted, quote_in(note), "named")
    assert (the_case().level, told(steward), waits_for(steward)) == (
        Level.STEWARDS, ["case-waits"], [case.pk],
    )  # fmt: skip


def test_a_reason_too_long_for_a_practice_note_is_refused_where_it_is_typed(
    note: PracticeNote, community: Community, moderator: Person, reader: Person
) -> None:
    case = reported(note, reader)
    field = 'name="reason" maxlength="300"'
    for saved in (False, True):
        if saved:
            community.saved_replies.create(name="Old", words="It is out of date.")
        assert 'maxlength="300"' in page(moderator, case.get_absolute_url()), saved
        assert 'maxlength="500"' not in page(moderator, case.get_absolute_url()).split("hand-up")[0], saved
    assert field in page(moderator, reverse("community-queue", args=[community.slug]))
    for act in ("case-keep", "case-remove"):
        refused = signed_in(moderator).post(reverse(act, args=[case.pk]), {"reason": "x" * 301})
        assert refused.status_code == 422 and "at most 300 characters" in refused.content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("who", ["drafter", "writer"])
def test_why_a_note_was_taken_down_goes_when_who_wrote_it_leaves(
    note: PracticeNote,
    community: Community,
    ada: Person,
    drafter: Person,
    moderator: Person,
    reader: Person,
    who: str,
) -> None:
    other = make_member(community, role=Role.FACILITATOR)
    if who == "writer":
        PracticeNote.objects.update(drafted_by=other, changed_by=ada)
    reported(note, reader)
    remove_reported(moderator=again(moderator), case=the_case(), reason=WHY)
    assert WHY in page(other, note.get_absolute_url())
    leave(ada, "keep")
    found = PracticeNote.objects.get()
    assert (found.reason, found.taken_from_id is None, the_case().reason) == ("", False, "")
    shown = page(other, note.get_absolute_url())
    assert "Withdrawn." in shown and WHY not in shown


@pytest.mark.django_db(transaction=True)
def test_why_it_is_taken_down_is_not_kept_where_who_wrote_it_had_left_and_why_they_withdrew_one_is(
    note: PracticeNote, community: Community, drafter: Person, moderator: Person, reader: Person
) -> None:
    make_member(community, role=Role.FACILITATOR)
    reported(note, reader)
    withdraw_note(person=drafter, note=note, reason="Not yet.")
    leave(drafter, "keep")
    assert PracticeNote.objects.get().reason == "Not yet."
    remove_reported(moderator=again(moderator), case=the_case(), reason=WHY)
    found = PracticeNote.objects.get()
    assert (found.state, found.reason, the_case().reason) == ("withdrawn", "", "")
