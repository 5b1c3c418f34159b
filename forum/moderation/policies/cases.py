"""Who reports a post, a message, a person, a note, a question or a practice note, and who decides about these."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from forum.chat.policies.rooms import may_moderate_room, may_read_room
from forum.communities.models import Rank, Role
from forum.communities.selectors.ranks import rank_of_decider
from forum.communities.selectors.standing import role_in
from forum.core.claims import Kind
from forum.core.verdicts import YES, Sentence, Verdict, no
from forum.discussions.models import Placement, Post, StaffNote
from forum.discussions.policies.boards import may_read_board, moderates
from forum.discussions.policies.posts import looks_after_post, may_read_post
from forum.discussions.policies.topics import may_read_topic
from forum.gatherings.models import Question
from forum.moderation.models import Case
from forum.moderation.places import Place, Reportable, board_of_note, places_of, writers_of
from forum.moderation.policies.claims import may_decide_now
from forum.moderation.policies.notes import is_by_somebody_above, may_report_note
from forum.moderation.policies.practice_notes import level_where_somebody_is, may_report_practice_note
from forum.moderation.policies.questions import may_report_question
from forum.people.actors import Actor, is_person, is_steward
from forum.people.models import Person
from forum.repertoire.models import PracticeNote

Level = Case.Level


def may_report(actor: Actor, subject: Reportable) -> Verdict:
    """Reporting something: whoever reads it, but for whose it is. Who is muted may as well."""
    if not is_person(actor):
        return no(_("Sign in to report this."))
    if isinstance(subject, Person):
        return _may_report_person(actor, subject)
    if isinstance(subject, StaffNote | Placement):
        return may_report_note(actor, subject)
    if isinstance(subject, Question):
        return may_report_question(actor, subject)
    if isinstance(subject, PracticeNote):
        return may_report_practice_note(actor, subject)
    reads = may_read_post(actor, subject) if isinstance(subject, Post) else may_read_room(actor, subject.room)
    if not reads:
        return reads
    if subject.removed_at is not None:
        return no(_("This was removed in the meantime."))
    if subject.author_id == actor.pk:
        return no(_("This is your own. You can change it, or take it back."))
    return YES


def _may_report_person(actor: Person, person: Person) -> Verdict:
    if actor.pk == person.pk:
        return no(_("This is you. You can change in your settings what your page says."))
    if not person.is_active or person.kind != Person.Kind.HUMAN:
        return no(_("Nobody signs in under this name; their page says nothing of them."))
    return YES


def looks_after(actor: Actor, case: Case) -> bool:
    """Whether the actor is one of those who are asked. Nobody is about their own words, or what was said to them
    alone. Twin: `selectors.cases`.
    """
    if not is_person(actor) or actor.pk in {writer.pk for writer in writers_of(case)}:
        return False
    if case.level == Level.STEWARDS:
        is_one_of_two = case.message is not None and actor.pk in case.message.room.two
        return is_steward(actor) and not is_one_of_two
    if case.level == Level.FACILITATORS:
        return any(
            role_in(actor, place.community.pk) >= Role.FACILITATOR for place in places_told(actor, case)
        )
    if case.message is not None:
        return bool(may_moderate_room(actor, case.message.room))
    if case.question is not None:
        return role_in(actor, case.question.gathering.community_id) >= Role.MODERATOR
    if case.practice_note is not None:
        return role_in(actor, case.practice_note.community_id) >= Role.MODERATOR
    board = board_of_note(case)
    if board is not None:
        return moderates(actor, board)
    return case.post is not None and looks_after_post(actor, case.post)


def places_told(actor: Actor, case: Case) -> list[Place]:
    """Where it stands, as far as the actor may be told: boards that they read, in a topic that they read there."""
    return [place for place in places_of(case) if _may_be_told(actor, case, place)]


def _may_be_told(actor: Actor, case: Case, place: Place) -> bool:
    if case.post is None or place.board is None:
        return True
    if not may_read_board(actor, place.board):
        return False
    return place.board == case.post.topic.home_board or bool(may_read_topic(actor, case.post.topic))


def may_see_case(actor: Actor, case: Case) -> Verdict:
    """Seeing what was reported and why: those who are asked."""
    return YES if looks_after(actor, case) else no(_("This is for those who look after it."))


def may_decide(actor: Actor, case: Case, *, now: datetime) -> Verdict:
    """Saying that it stays, or removing it: one of those who are asked, unless another has claimed it, or it is a note
    by somebody above them.
    """
    verdict = _may_answer(actor, case, now=now)
    if verdict and is_by_somebody_above(actor, case):
        return no(_("Somebody above you wrote this. Ask those above to decide."))
    return verdict


def _may_answer(actor: Actor, case: Case, *, now: datetime) -> Verdict:
    if not looks_after(actor, case):
        return may_see_case(actor, case)
    if case.state != Case.State.OPEN:
        return no(_decided_by(actor, case.decided_by))
    assert is_person(actor)
    return may_decide_now(actor.pk, Kind.REPORTED, case.pk, now)


def _decided_by(actor: Actor, decider: Person | None) -> Sentence:
    if decider is None:
        return _("Somebody has decided on this in the meantime.")
    if decider.pk == actor.pk:
        return _("You have decided on this already.")
    return _("%(name)s was faster and has decided on this.") % {"name": decider.display_name}


def may_hand_up(actor: Actor, case: Case, *, now: datetime) -> Verdict:
    """Asking those above: facilitators, then stewards."""
    verdict = _may_answer(actor, case, now=now)
    if verdict and case.level == Level.STEWARDS:
        return no(_("There is nobody above stewards."))
    return verdict


def level_above(actor: Person, case: Case) -> Case.Level:
    """Who is asked when the actor hands it up: facilitators; or stewards, where the actor or those asked are these."""
    rank = rank_of_decider(actor, [(place.community, None) for place in places_of(case)])
    is_theirs = rank >= Rank.FACILITATOR or case.level == Level.FACILITATORS
    above = Level.STEWARDS if is_theirs else Level.FACILITATORS
    return level_where_somebody_is(case, above) if case.practice_note is not None else above
