"""What was reported, as it is now, for whoever decides on it: where it stands, and what it says."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from forum.chat.views.places import address_of as address_of_message
from forum.core.markup import safe
from forum.crossposting.policies.answering import may_see
from forum.crossposting.views.showing import standing_on
from forum.discussions.models import Placement, Post, StaffNote
from forum.discussions.policies.topics import may_read_topic
from forum.discussions.views.posts import address_of as address_of_post
from forum.discussions.views.staff_notes import address_of_note
from forum.gatherings.models import Question
from forum.gatherings.views.asked import address_of_question
from forum.moderation.models import Case
from forum.moderation.places import Note, Reportable, is_said_alone
from forum.moderation.views.purging import address_to_purge
from forum.moderation.views.reporting import profile_of
from forum.people.models import Person
from forum.repertoire.models import PracticeNote
from forum.repertoire.policies.notes import may_read_note
from forum.repertoire.selectors.quotes import quotes_in
from forum.repertoire.views.showing import quotes_shown


def address_of_subject(person: Person, subject: Reportable) -> str:
    """Where it stands; "" for what only two people read, or the person does not."""
    if isinstance(subject, StaffNote | Placement):
        return _address_of_note(person, subject)
    if isinstance(subject, Question):
        is_there = subject.state not in {Question.State.GONE, Question.State.MERGED}
        return address_of_question(subject) if is_there else ""
    if isinstance(subject, PracticeNote):
        return subject.get_absolute_url() if may_read_note(person, subject) else ""
    if isinstance(subject, Person):
        return subject.get_absolute_url() if subject.is_active and subject.has_page else ""
    if subject.removed_at is not None or is_said_alone(subject):
        return ""
    return address_of_post(subject) if isinstance(subject, Post) else address_of_message(subject)


def _address_of_note(person: Person, note: Note) -> str:
    reads = note.topic.removed_at is None and bool(may_read_topic(person, note.topic))
    if isinstance(note, Placement):
        if reads and note.state == Placement.State.LIVE:
            return standing_on(note)
        return reverse("carried-one", args=[note.pk]) if may_see(person, note) else ""
    return address_of_note(note) if reads and note.removed_at is None else ""


def what_is_final(subject: Reportable) -> str:
    """What whoever removes it should know before, where that cannot be undone; "" where it is kept for a while."""
    if isinstance(subject, StaffNote | Placement):
        return _(
            "A note that is removed is gone for good: nobody can bring it back, and its author cannot appeal."
        )
    if isinstance(subject, Person):
        return _("What is removed from a page is gone for good; they can write it anew.")
    return ""


def what_came_since(subject: Reportable) -> str:
    """What has happened to it since it was reported, and what that means for whoever decides; "" where nothing has."""
    if isinstance(subject, PracticeNote) and subject.state == PracticeNote.State.WITHDRAWN:
        return _("Withdrawn in the meantime; it may be published again until you decide.")
    return ""


def is_published_again(person: Person, row: Case, subject: Reportable) -> bool:
    """Whether a practice note that was taken down stands again, where the person reads it."""
    if row.state != Case.State.REMOVED or not isinstance(subject, PracticeNote):
        return False
    return subject.state == PracticeNote.State.PUBLISHED and bool(may_read_note(person, subject))


def said_now(person: Person, row: Case, subject: Reportable) -> dict[str, Any]:
    """What was reported, as it is now; of what two say alone nothing more once it is decided."""
    if isinstance(subject, Placement):
        is_still = row.state != Case.State.GONE and subject.proposed_by_id == row.carrier_id
        said_at = subject.proposed_at or row.opened_at  # at home, a topic is nobody's proposal
        return {"said_at": said_at, "words": subject.note if is_still else ""}
    if isinstance(subject, Question):
        return {
            "said_at": subject.asked_at,
            "words": subject.words,
            "purge_url": address_to_purge(person, subject),
        }
    if isinstance(subject, PracticeNote):
        return _said_in_practice_note(person, row, subject)
    if isinstance(subject, StaffNote):
        return {"said_at": subject.created_at, "html": safe(subject.html)}
    if isinstance(subject, Person):
        return profile_of(subject)
    is_shown = row.state == Case.State.OPEN or not is_said_alone(subject)
    return {
        "said_at": subject.created_at,
        "html": safe(subject.html) if is_shown else "",
        "is_over": not is_shown and subject.removed_at is None,
        "purge_url": address_to_purge(person, subject),
    }


def _said_in_practice_note(person: Person, row: Case, note: PracticeNote) -> dict[str, Any]:
    """With what is quoted in it; while it waits also where it was withdrawn, and once it is decided for those alone who
    read it.
    """
    reads = row.state == Case.State.OPEN or bool(may_read_note(person, note))
    return {
        "said_at": note.changed_at,
        "html": safe(note.html) if reads else "",
        "quotes": quotes_shown(person, quotes_in(note)) if reads else [],
    }
