"""Writing practice notes, publishing and withdrawing them, and taking quotes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.actions.guarding import ask_in
from forum.communities.actions.log import note_change
from forum.communities.models import Verb
from forum.core.editions import ChangedMeanwhile
from forum.core.events import publish
from forum.core.limits import EDITING, TENDING, spend
from forum.core.markup import MAX_SOURCE_LENGTH, render_markdown
from forum.core.verdicts import Invalid, Refused, require
from forum.core.words import on_one_line
from forum.people.models import Person
from forum.repertoire.actions.locking import held_note
from forum.repertoire.actions.titles import checked_note_title
from forum.repertoire.events import PracticeNoteChanged, PracticeNotePublished, PracticeNoteWithdrawn
from forum.repertoire.models import PracticeNote, Quote
from forum.repertoire.models.notes import LONGEST_REASON
from forum.repertoire.policies.notes import may_publish_note, may_take_note_down, may_tend_note

State = PracticeNote.State


@dataclass(frozen=True, slots=True)
class NoteWords:
    """What a note says; `seen` is the revision that was changed."""

    title: str
    source: str
    seen: int


@transaction.atomic
def keep_note(
    *, person: Person, note: PracticeNote, words: NoteWords, now: datetime | None = None
) -> PracticeNote:
    """Store what it says; of a published one at once for all its readers. What it says already stays. Raises
    ChangedMeanwhile, Refused, Invalid (of "title" or "source"), AskedFirst or TooMany.
    """
    note = held_note(person, note)
    require(may_tend_note(person, note))
    return _kept(person, note, words, now or timezone.now())


@transaction.atomic
def publish_note(
    *, person: Person, note: PracticeNote, words: NoteWords, now: datetime | None = None
) -> PracticeNote:
    """Let those who read its community read it, as it says here. Quotes that nobody agreed to are left out of it by
    whoever shows it, and so come in when somebody agrees. Published already, it stays so. Raises as `keep_note`.
    """
    moment = now or timezone.now()
    note = held_note(person, note)
    require(may_publish_note(person, note))
    if not words.source.strip():
        raise Invalid(_("Write what you learned first: a note is more than what was said."), field="source")
    note = _kept(person, note, words, moment)
    if note.state == State.PUBLISHED:
        return note
    note.state, note.published_at, note.withdrawn_at, note.reason = State.PUBLISHED, moment, None, ""
    note.taken_from = None
    note.save(update_fields=["state", "published_at", "withdrawn_at", "reason", "taken_from"])
    _note_line(Verb.PRACTICE_PUBLISHED, note, by=person, now=moment)
    publish(PracticeNotePublished(note_id=note.pk))
    return note


@transaction.atomic
def withdraw_note(
    *, person: Person, note: PracticeNote, reason: str, now: datetime | None = None
) -> PracticeNote:
    """Let nobody read it but those who look after it, with a reason for them. Withdrawn already, it stays so. Raises
    Refused, Invalid (of "reason"), AskedFirst or TooMany.
    """
    moment = now or timezone.now()
    note = held_note(person, note)
    require(may_take_note_down(person, note))
    if note.state == State.WITHDRAWN:
        return note
    why = on_one_line(reason, most=LONGEST_REASON, field="reason")
    if not why:
        raise Invalid(_("Say why, in a sentence."), field="reason")
    ask_in([note.community], [why])
    spend(TENDING, person.pk)
    was_read = note.state == State.PUBLISHED
    _withdraw(note, why, moment)
    if was_read:
        _note_line(Verb.PRACTICE_WITHDRAWN, note, by=person, reason=why, now=moment)
        publish(PracticeNoteWithdrawn(note_id=note.pk))
    return note


def take_reported_note_down(
    note: PracticeNote, *, wrote: Person | None, by: Person, reason: str, now: datetime
) -> None:
    """Let nobody read a note that was reported, also where it was withdrawn since. Who drafted it, and who `wrote` what
    was reported (None where nobody knows any more), do not publish it again by themselves; where one of them has left,
    nobody needs the reason. Part of the action that decides about it, which holds it.
    """
    note.taken_from = wrote or note.drafted_by
    writers = [each for each in (note.drafted_by, note.taken_from) if each is not None]
    has_left = any(each.kind == Person.Kind.FORMER for each in writers)
    was_read = note.state == State.PUBLISHED
    _withdraw(note, "" if has_left else reason, now)
    _note_line(Verb.PRACTICE_WITHDRAWN, note, by=by, reason=reason, now=now)
    if was_read:
        publish(PracticeNoteWithdrawn(note_id=note.pk))


def _withdraw(note: PracticeNote, reason: str, moment: datetime) -> None:
    note.state, note.withdrawn_at, note.reason = State.WITHDRAWN, moment, reason
    note.save(update_fields=["state", "withdrawn_at", "reason", "taken_from"])


@transaction.atomic
def take_quote_out(*, person: Person, note: PracticeNote, quote: Quote) -> None:
    """Quote it no more; out already, it stays so. What was declined stays in its place, so that nobody is asked again.
    Raises Refused or TooMany.
    """
    note = held_note(person, note)
    require(may_take_note_down(person, note))
    held = Quote.objects.select_for_update().filter(pk=quote.pk, note=note).first()
    if held is None:
        return
    if held.consent == Quote.Consent.DECLINED:
        raise Refused(_("It is left out already, and is kept here so that nobody asks again."))
    spend(TENDING, person.pk)
    held.delete()


def _kept(person: Person, note: PracticeNote, words: NoteWords, moment: datetime) -> PracticeNote:
    title = checked_note_title(words.title)
    source = words.source.replace("\x00", "").replace("\r\n", "\n").strip()
    if (title, source) == (note.title, note.source):
        return note
    if note.revision != words.seen:
        raise ChangedMeanwhile(_("Somebody else has changed the note in the meantime. See what it says now."))
    if len(source) > MAX_SOURCE_LENGTH:
        raise Invalid(_("A note has at most %d characters.") % MAX_SOURCE_LENGTH, field="source")
    if note.state == State.PUBLISHED and not source:
        raise Invalid(_("Readers would find it empty. Withdraw it instead."), field="source")
    ask_in([note.community], [title, source], known=[note.title, note.source])
    spend(EDITING, person.pk)
    note.title, note.source, note.html = title, source, render_markdown(source)
    note.revision, note.changed_by, note.changed_at = note.revision + 1, person, moment
    note.save(update_fields=["title", "source", "html", "revision", "changed_by", "changed_at"])
    publish(PracticeNoteChanged(note_id=note.pk))
    return note


def _note_line(verb: Verb, note: PracticeNote, *, by: Person, now: datetime, reason: str = "") -> None:
    note_change(
        verb, by=by, community=note.community, about=note.title, reason=reason,
        details={"practice_note": note.pk}, now=now,
    )  # fmt: skip
