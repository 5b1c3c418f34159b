"""Drafting a practice note from a highlight of a live session, and asking who said it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.chat.models import Message
from forum.communities.actions.guarding import ask_in
from forum.communities.models import Community
from forum.core.events import publish
from forum.core.limits import LIFTING, spend
from forum.core.verdicts import Invalid, Refused, require
from forum.gatherings.actions.questions import held_session
from forum.gatherings.actions.rooms import hold_standing
from forum.gatherings.models import Gathering
from forum.gatherings.policies.gatherings import taking_part
from forum.people.models import Person
from forum.people.selectors.accounts import lock_account
from forum.repertoire.actions.locking import locked_note
from forum.repertoire.actions.titles import checked_note_title
from forum.repertoire.events import QuoteAsked
from forum.repertoire.models import PracticeNote, Quote
from forum.repertoire.policies.notes import looks_after_note, may_draft, may_tend_note
from forum.repertoire.policies.quotes import may_quote
from forum.repertoire.selectors.notes import note_as_it_is

MOST_QUOTES = 20  # in one note


@dataclass(frozen=True, slots=True)
class Target:
    """Where a highlight goes: to a `note` that is drafted already, or to a new one of `community` with a title."""

    community: Community
    note: PracticeNote | None = None
    title: str = ""


@transaction.atomic
def draft_from_highlight(
    *, host: Person, gathering: Gathering, message: Message, target: Target, now: datetime | None = None
) -> PracticeNote:
    """Quote a highlight in a note, new or drafted already, and ask who said it, unless the host did. Quoted already in
    that community, it gives the note back. Raises Refused, Invalid (of "title" or "target"), AskedFirst or TooMany.
    """
    moment = now or timezone.now()
    hold_standing(host, gathering.pk)
    lock_account(message.author)  # who closes theirs waits, or is seen to have left
    session = held_session(host, gathering)
    community = next((each for each in taking_part(session) if each.pk == target.community.pk), None)
    if community is None:
        raise Invalid(_("Choose a community that takes part in the session."), field="target")
    require(may_draft(host, session, community))
    known = _quoted_already(host, community, message)
    if known is not None:
        return known
    message = Message.objects.select_related("author").get(pk=message.pk)
    require(may_quote(host, message, session, community))
    try:
        with transaction.atomic():
            return _drafted(host, session, message, community, target, moment)
    except IntegrityError:  # somebody else quotes it at this moment
        known = _quoted_already(host, community, message)
        if known is None:
            raise
        return known


def _quoted_already(host: Person, community: Community, message: Message) -> PracticeNote | None:
    """The note in which it is quoted. Raises Refused where that is not in the host's care."""
    quote = Quote.objects.filter(community=community, message=message).first()
    if quote is None:
        return None
    note = note_as_it_is(quote.note_id)
    assert note is not None
    if not looks_after_note(host, note):
        raise Refused(_("Somebody else quotes this in a note already. Facilitators of its community see it."))
    return note


def _drafted(
    host: Person,
    session: Gathering,
    message: Message,
    community: Community,
    target: Target,
    moment: datetime,
) -> PracticeNote:
    spend(LIFTING, host.pk)
    note = _note_for(host, session, community, target, moment)
    own = message.author_id == host.pk
    quote = Quote.objects.create(
        note=note, community=community, message=message, asked_by=host, asked_at=moment,
        consent=Quote.Consent.NAMED if own else Quote.Consent.ASKED,
        answered_at=moment if own else None, readers=community.visibility if own else "",
    )  # fmt: skip
    if not own:
        publish(QuoteAsked(quote_id=quote.pk))
    return note


def _note_for(
    host: Person, session: Gathering, community: Community, target: Target, moment: datetime
) -> PracticeNote:
    if target.note is None:
        title = checked_note_title(target.title)
        ask_in([community], [title])
        return PracticeNote.objects.create(
            community=community, session=session, title=title, drafted_by=host, drafted_at=moment,
            changed_by=host, changed_at=moment,
        )  # fmt: skip
    note = locked_note(target.note)
    require(may_tend_note(host, note))
    if note.community_id != community.pk or note.state != PracticeNote.State.DRAFT:
        raise Invalid(_("Choose a draft of that community."), field="target")
    if Quote.objects.filter(note=note).count() >= MOST_QUOTES:
        raise Invalid(_("A note quotes at most %d times. Begin another one.") % MOST_QUOTES, field="target")
    return note
