"""Who reads why a question of a live session was removed, and brings it back."""

from __future__ import annotations

from forum.communities.policies.removals import (
    Kept,
    may_forget_kept,
    may_read_kept,
    may_restore_kept,
    may_restore_words,
)
from forum.communities.selectors.ranks import Place
from forum.core.verdicts import Verdict
from forum.gatherings.models import Gathering, Question, QuestionRemoval
from forum.gatherings.policies.questions import may_look_after_questions
from forum.gatherings.selectors.removals import removal_of_question
from forum.people.actors import Actor


def may_restore_question(actor: Actor, session: Gathering, question: Question) -> Verdict:
    """Bringing back what was removed: those who could remove it, if none above them did, while its words are kept."""
    return may_restore_kept(actor, _kept(actor, session, question))


def may_restore_of(actor: Actor, session: Gathering, question: Question, removal: QuestionRemoval) -> Verdict:
    """The same, for those who look after it, of a question with its removal at hand; a query for each remover."""
    return may_restore_words(actor, removal, _places(session), author_id=question.asker_id)


def may_read_removed_question(actor: Actor, session: Gathering, question: Question) -> Verdict:
    """Reading why a question was removed, and what it said: its asker, and those who may bring it back."""
    return may_read_kept(actor, _kept(actor, session, question))


def may_forget_removed_question(actor: Actor, session: Gathering, question: Question) -> Verdict:
    """Letting the words of a removed question go at once: its asker."""
    return may_forget_kept(actor, _kept(actor, session, question))


def _kept(actor: Actor, session: Gathering, question: Question) -> Kept:
    looked_after = bool(may_look_after_questions(actor, session))
    return Kept(removal_of_question(question.pk), question.asker_id, _places(session), looked_after)


def _places(session: Gathering) -> list[Place]:
    return [(session.community, None)]
