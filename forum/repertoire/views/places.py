"""Finds the practice note that an address names."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from forum.core.verdicts import require
from forum.repertoire.models import PracticeNote
from forum.repertoire.policies.notes import may_take_note_down, may_tend_note
from forum.repertoire.selectors.notes import note_for


def read_note(request: HttpRequest, note_id: int) -> PracticeNote:
    """The note, or 404 for whoever may not read it."""
    found = note_for(request.user, note_id)
    if found is None:
        raise Http404
    return found


def tended_note(request: HttpRequest, note_id: int) -> PracticeNote:
    """The same for those who tend it. Raises Refused for everyone else who reads it."""
    found = read_note(request, note_id)
    require(may_tend_note(request.user, found))
    return found


def note_in_care(request: HttpRequest, note_id: int) -> PracticeNote:
    """The same for those who take it down, or what it quotes."""
    found = read_note(request, note_id)
    require(may_take_note_down(request.user, found))
    return found
