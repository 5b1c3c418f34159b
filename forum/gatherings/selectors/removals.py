"""Questions of live sessions that somebody else has removed, for those who look after them, and for who asked."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet

from forum.communities.models import Community
from forum.communities.selectors.reach import Reader, ReaderKind, reach_of
from forum.communities.selectors.removals import latest_removed, with_words_kept
from forum.core.known_queries import among
from forum.gatherings.models import Gathering, Question, QuestionRemoval
from forum.gatherings.selectors.talk import sessions_to_ask
from forum.people.models import Person


def removal_of_question(question_id: int) -> QuestionRemoval | None:
    """Why and by whom a question was removed; None where it stands, or its asker has taken it back."""
    return QuestionRemoval.objects.select_related("removed_by").filter(question=question_id).first()


def question_removed(question_id: int) -> Question | None:
    """A question that somebody else has removed, with what policies decide from; None where there is none."""
    return _with_all(Question.objects.filter(pk=question_id, removal__isnull=False)).first()


def removed_question(gathering_id: int, question_id: int) -> Question | None:
    """The same of this session."""
    rows = Question.objects.filter(gathering=gathering_id, pk=question_id, removal__isnull=False)
    return _with_all(rows).first()


def removed_questions(reader: Person, community: Community) -> list[Question]:
    """Those in sessions of a community that the reader moderates, but for their own, the latest first, while words are
    kept. Twin: `may_restore_question`, but for ranks and those who lead a session.
    """
    rows = Question.objects.filter(_moderated_by(reader), gathering__community=community)
    return _listed(rows, reader)


def removed_questions_in(reader: Person, gathering: Gathering) -> list[Question]:
    """Those of one session, for somebody who looks after its questions."""
    return _listed(Question.objects.filter(gathering=gathering), reader)


def own_removed_questions(asker: Person) -> list[Question]:
    """Those of who asked, the latest first."""
    return latest_removed(_with_all(Question.objects.filter(asker=asker)))


def _listed(rows: QuerySet[Question], reader: Person) -> list[Question]:
    return latest_removed(_with_all(with_words_kept(rows).exclude(asker=reader)))


def _moderated_by(reader: Reader) -> Q:
    reach = reach_of(reader)
    if reach.kind == ReaderKind.STEWARD:
        return Q()
    return Q(among("gathering__community_id", reach.moderator))


def _with_all(rows: QuerySet[Question]) -> QuerySet[Question]:
    found = rows.select_related("asker", "removal__removed_by")
    return found.prefetch_related(Prefetch("gathering", sessions_to_ask()))
