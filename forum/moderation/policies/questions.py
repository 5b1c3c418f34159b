"""Who reports a question of a live session, and who learns who asked it, or asks to look again why it was removed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.core.verdicts import YES, Verdict, no
from forum.gatherings.models import Question
from forum.gatherings.policies.gatherings import may_see_gathering
from forum.gatherings.policies.questions import may_know_asker
from forum.moderation.models import Appeal, Case
from forum.moderation.places import author_of
from forum.people.actors import Actor, is_person
from forum.people.models import Person

State = Question.State


def may_report_question(actor: Actor, question: Question) -> Verdict:
    """Reporting a question: whoever sees the session, but for who asked it, while its words stand there."""
    if not is_person(actor):
        return no(_("Sign in to report this."))
    sees = may_see_gathering(actor, question.gathering)
    if not sees:
        return sees
    if question.state == State.GONE:
        return no(_("This was removed in the meantime."))
    if question.asker_id == actor.pk:
        return no(_("This is your own. You can take it back."))
    if question.state == State.MERGED:
        return no(_("It is asked together with another question by now. Report that one."))
    return YES


def author_told(actor: Actor, case: Case) -> Person | None:
    """Whose words it is about; None where somebody asked without a name, and the actor is none of those who lead."""
    question = case.question
    if question is not None and not may_know_asker(actor, question.gathering, question):
        return None
    return author_of(case)


def appellant_told(actor: Actor, appeal: Appeal) -> Person | None:
    """Who asks others to look again; None where that would tell the actor who asked a question without a name."""
    question = appeal.question
    if question is not None and not may_know_asker(actor, question.gathering, question):
        return None
    return appeal.person
