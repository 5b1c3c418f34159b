"""Finds the live session, and the question in it, that an address names."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from forum.core.verdicts import require
from forum.gatherings.models import Gathering, Question
from forum.gatherings.policies.gatherings import may_prepare
from forum.gatherings.selectors.gatherings import gathering_for
from forum.gatherings.selectors.questions import question_in


def seen_gathering(request: HttpRequest, gathering_id: int) -> Gathering:
    """The session, or 404 for whoever may not see it."""
    found = gathering_for(request.user, gathering_id)
    if found is None:
        raise Http404
    return found


def seen_question(request: HttpRequest, gathering_id: int, question_id: int) -> tuple[Gathering, Question]:
    """One of its questions, whatever became of it, with the session; 404 for whoever may not see that."""
    found = seen_gathering(request, gathering_id)
    question = question_in(found, question_id)
    if question is None:
        raise Http404
    return found, question


def prepared_gathering(request: HttpRequest, gathering_id: int) -> Gathering:
    """The same for those who prepare it. Raises Refused for everyone else who sees it."""
    found = seen_gathering(request, gathering_id)
    require(may_prepare(request.user, found))
    return found
