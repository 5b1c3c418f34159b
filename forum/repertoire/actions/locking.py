"""Holds practice notes and quotes while they are changed, in the order of locks that everything keeps."""

from __future__ import annotations

from django.utils.translation import gettext as _

from forum.communities.selectors.locks import lock_communities, lock_standing
from forum.core.verdicts import Refused
from forum.people.models import Person
from forum.repertoire.models import PracticeNote, Quote
from forum.repertoire.selectors.notes import note_as_it_is
from forum.repertoire.selectors.quotes import quote_as_it_is


def held_note(person: Person, note: PracticeNote) -> PracticeNote:
    """The note as it is now, held; its community and the person's standing there are held before. Raises Refused."""
    lock_communities([note.community_id])
    lock_standing(person, [note.community_id])
    return locked_note(note)


def locked_note(note: PracticeNote) -> PracticeNote:
    """The note as it is now, held, where its community is held already. Raises Refused."""
    list(PracticeNote.objects.select_for_update(no_key=True).filter(pk=note.pk).values_list("pk"))
    fresh = note_as_it_is(note.pk)
    if fresh is None:
        raise Refused(_("This is no longer there."))
    return fresh


def held_quote(person: Person, quote: Quote) -> Quote:
    """A quote as it is now, held, with who reads its community; the person's standing there is held before. Raises
    Refused.
    """
    lock_communities([quote.community_id])
    lock_standing(person, [quote.community_id])
    list(Quote.objects.select_for_update(no_key=True).filter(pk=quote.pk).values_list("pk"))
    fresh = quote_as_it_is(quote.pk)
    if fresh is None:
        raise Refused(_("This is no longer there."))
    return fresh
