"""What those who are asked do with a case: hand it up, and decide."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.chat.actions.messages import locked_message
from forum.chat.models import Room
from forum.communities.actions.log import note_change
from forum.communities.models import Verb
from forum.communities.selectors.locks import lock_communities, lock_standing
from forum.core.claims import Kind
from forum.core.events import publish
from forum.core.limits import TENDING, spend
from forum.core.verdicts import Invalid, require
from forum.core.words import on_one_line
from forum.crossposting.actions.notes import locked_carried_note
from forum.discussions.actions.edits import locked_post
from forum.discussions.actions.staff_notes import locked_note
from forum.gatherings.actions.emptying import hold_to_empty
from forum.gatherings.actions.questions import held_session
from forum.gatherings.models import Question
from forum.moderation.actions.claiming import end_claim
from forum.moderation.actions.profiles import checked_part
from forum.moderation.actions.taking_away import take_away
from forum.moderation.events import CaseDecided, CaseOpened
from forum.moderation.models import Case
from forum.moderation.models.cases import LONGEST_WORDS
from forum.moderation.places import (
    author_of,
    communities_of,
    is_for_stewards,
    places_of,
    subject_of,
)
from forum.moderation.policies.cases import level_above, may_decide, may_hand_up
from forum.moderation.selectors.cases import case_with
from forum.people.actions.taking_down import locked_person
from forum.people.models import Person
from forum.repertoire.actions.locking import held_note
from forum.repertoire.models.notes import LONGEST_REASON

State, Level = Case.State, Case.Level


@transaction.atomic
def hand_case_up(*, moderator: Person, case: Case, why: str, now: datetime | None = None) -> Case:
    """Ask those above whoever asks, in a sentence: facilitators, or stewards. Raises Refused, Invalid or TooMany."""
    case = _locked(moderator, case)
    require(may_hand_up(moderator, case, now=now or timezone.now()))
    words = on_one_line(why, most=LONGEST_WORDS, field="why")
    if not words:
        raise Invalid(_("Say what you would like them to decide."), field="why")
    spend(TENDING, moderator.pk)
    _change(case, level=level_above(moderator, case), handed_up_by=moderator, handed_up_why=words)
    end_claim(Kind.REPORTED, case.pk)
    _note(Verb.REPORTED_HANDED_UP, moderator, case, words, now)
    publish(CaseOpened(case_id=case.pk))
    return case


@transaction.atomic
def keep_reported(*, moderator: Person, case: Case, reason: str = "", now: datetime | None = None) -> Case:
    """Let it stand as it does; those who reported it are told, with the reason. Raises Refused, Invalid or TooMany."""
    moment = now or timezone.now()
    case = _locked(moderator, case)
    require(may_decide(moderator, case, now=moment))
    words = on_one_line(reason, most=LONGEST_WORDS, field="reason")
    spend(TENDING, moderator.pk)
    _decide(case, State.KEPT, moderator, words, moment)
    _note(Verb.REPORTED_KEPT, moderator, case, words, now)
    return case


@transaction.atomic
def remove_reported(
    *, moderator: Person, case: Case, reason: str, took: str = "", now: datetime | None = None
) -> Case:
    """Remove it with a reason that its author reads; of a person's page what `took` says, a `Case.Took`.

    Raises Refused, Invalid or TooMany.
    """
    moment = now or timezone.now()
    case = _locked(moderator, case)
    require(may_decide(moderator, case, now=moment))
    words = on_one_line(reason, most=longest_reason(case), field="reason")
    if not words:
        raise Invalid(_("Say why, in a sentence: its author reads that."), field="reason")
    if case.person is not None:
        case.took = checked_part(case.person, took)
    _decide(case, State.REMOVED, moderator, words, moment)
    if not take_away(case, moderator=moderator, reason=words, now=now, moment=moment):
        _note(Verb.REPORTED_REMOVED, moderator, case, words, now)
    return case


def longest_reason(case: Case) -> int:
    """How many characters the reason may have: it is kept with what goes, where that has a place for it."""
    return LONGEST_WORDS if case.practice_note is None else LONGEST_REASON


def close_cases_of_gone(cases: QuerySet[Case], *, now: datetime) -> None:
    """What is gone needs no decision any more. Part of the action that removed it."""
    for case in cases.filter(state=State.OPEN).order_by("pk").select_for_update(of=("self",)):
        _decide(case, State.GONE, None, "", now)


def decide_purged(cases: QuerySet[Case], *, by: Person, reason: str, now: datetime) -> list[int]:
    """What waits about a thing that is being purged is decided by that: it is removed, and those who reported it read
    so. Ids of what was decided. Part of the action that purges, before that lets go of it; `reason` repeats no words.
    """
    waiting = list(cases.filter(state=State.OPEN).order_by("pk").select_for_update(of=("self",)))
    for case in waiting:
        _decide(case, State.REMOVED, by, reason, now)
    return [case.pk for case in waiting]


def let_cases_follow(into: dict[int, int], *, now: datetime) -> None:
    """Cases about notes with placements that go, by id, are kept by those that stay, and need no decision. Part of the
    action that lets them go.
    """
    cases = Case.objects.filter(placement__in=into)
    close_cases_of_gone(cases, now=now)
    for gone in cases.order_by("placement").values_list("placement", flat=True).distinct():
        Case.objects.filter(placement=gone).update(placement=into[gone])


def _locked(moderator: Person, case: Case) -> Case:
    """The case as it is now, locked after what it is about, and after the moderator's standing."""
    home = [case.placement.topic.home_board.community_id] if case.placement is not None else []
    lock_communities([*communities_of(case), *home])
    if case.post is not None:
        locked_post(case.post)
    elif case.message is not None:
        locked_message(moderator, case.message)
    elif case.person is not None:
        locked_person(case.person)
    elif case.note is not None:
        locked_note(moderator, case.note)
    elif case.placement is not None:
        locked_carried_note(moderator, case.placement)
    elif case.question is not None:
        _lock_question(moderator, case.question)
    elif case.practice_note is not None:
        held_note(moderator, case.practice_note)
    lock_standing(moderator, communities_of(case))
    Case.objects.select_for_update().get(pk=case.pk)
    fresh = case_with(case.pk)
    assert fresh is not None
    return fresh


def _lock_question(moderator: Person, question: Question) -> None:
    """With what is asked together with it, and the room in which it is told, before the case: as whoever purges."""
    session = held_session(moderator, question.gathering)
    hold_to_empty([question.pk])
    assert session.room_id is not None  # or it is not held
    Room.objects.select_for_update(no_key=True).get(pk=session.room_id)


def _decide(case: Case, state: Case.State, by: Person | None, reason: str, moment: datetime) -> None:
    _change(case, state=state, decided_by=by, decided_at=moment, reason=reason, took=case.took)
    publish(CaseDecided(case_id=case.pk))


def _note(verb: Verb, moderator: Person, case: Case, reason: str, now: datetime | None) -> None:
    """A line in the log of each community whose moderators are asked; of the network, where only stewards are."""
    author = None if case.question is not None and case.question.is_nameless else author_of(case)
    if is_for_stewards(subject_of(case)):
        details = {"case": case.pk, "of": "person" if case.person is not None else "message"}
        note_change(verb, by=moderator, person=author, details=details, reason=reason, now=now)
    for place in places_of(case):
        board_key = place.board.pk if place.board is not None else None
        note_change(
            verb, by=moderator, community=place.community, about=place.name, board_key=board_key,
            person=author, details=_of(case), reason=reason, now=now,
        )  # fmt: skip


def _of(case: Case) -> dict[str, object]:
    """What the log knows of the case; of a note, a question or a practice note, that it is one."""
    if case.question is not None:
        return {"case": case.pk, "of": "nameless" if case.question.is_nameless else "question"}
    if case.practice_note is not None:
        return {"case": case.pk, "of": "practice"}
    if case.note is not None:
        return {"case": case.pk, "of": "note"}
    return {"case": case.pk} | ({"of": "carried"} if case.placement is not None else {})


def _change(case: Case, **facts: object) -> None:
    for name, value in facts.items():
        setattr(case, name, value)
    case.save(update_fields=list(facts))
