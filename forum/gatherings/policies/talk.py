"""Who reads, speaks and leads in the room of a live session."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.chat.models import Room
from forum.communities.models import Community
from forum.communities.policies.communities import may_read_community
from forum.communities.policies.standing import may_be_present, may_speak
from forum.core.verdicts import YES, Verdict, no
from forum.gatherings.models import Gathering
from forum.gatherings.models.stage import closes_at, opens_at
from forum.gatherings.policies.gatherings import (
    may_prepare,
    may_see_gathering,
    named_to,
    taking_part,
    ways_in,
)
from forum.gatherings.selectors.talk import people_of_talk, session_of
from forum.people.actors import Actor, is_person
from forum.people.models import Person

State = Gathering.State
_NO_SUCH = _("There is no such room.")
_OVER = _("This session is over. It can be read, not added to.")
_CANCELLED = _("This session was cancelled.")


def communities_of_talk(room: Room) -> list[Community]:
    """Those whose people come to the session, that which holds it first."""
    session = session_of(room)
    return taking_part(session) if session is not None else []


def community_named_of(actor: Actor, room: Room) -> Community | None:
    """One of them that the actor may know of: the one that holds it, or the first through which they come."""
    session = session_of(room)
    named = named_to(actor, session) if session is not None else []
    return named[0] if named else None


def people_named_to(actor: Actor, room: Room) -> QuerySet[Person]:
    """Who leads the session; and, to those who belong, who comes through a community that they may know of."""
    session = session_of(room)
    known = named_to(actor, session) if session and ways_in(actor, taking_part(session)) else []
    return people_of_talk(room, known)


def may_name(actor: Actor, person: Person, room: Room) -> bool:
    """Whether the actor may know of somebody that they read along: of who leads it or speaks in it, and who reads a
    community of which the actor may know. Otherwise a name that becomes a link would tell who belongs to a hidden one.
    """
    session = session_of(room)
    if session is None:
        return False
    known = named_to(actor, session)
    return is_named(person, session) or any(may_read_community(person, each) for each in known)


def may_read_talk(actor: Actor, room: Room) -> Verdict:
    """Reading along: who may see the session. Twin: `talks_read_by`."""
    session = session_of(room)
    if session is None or session.state == State.DRAFT:
        return no(_NO_SUCH)
    return YES if may_see_gathering(actor, session) else no(_NO_SUCH)


def may_be_there(actor: Actor, room: Room) -> Verdict:
    """Following it live: through one of its communities that the actor reads and that has not suspended them; who is
    suspended in that which holds it does not.
    """
    session = session_of(room)
    if session is None:
        return no(_NO_SUCH)
    held = may_be_present(actor, session.community)
    if not held:
        return held
    asked = [each for each in taking_part(session) if may_read_community(actor, each)]
    present = [may_be_present(actor, each) for each in asked]
    return next((each for each in present if each), present[0] if present else no(_NO_SUCH))


def may_speak_in_talk(actor: Actor, room: Room) -> Verdict:
    """Saying something there: who takes part, while it is open; those who lead it also before."""
    session = session_of(room)
    if session is None:
        return no(_NO_SUCH)
    takes_part, now = may_take_part(actor, session), timezone.now()
    if not takes_part:
        return takes_part
    if is_over(session, now):
        return no(_OVER)
    if _is_locked(session) and not is_named(actor, session) and not may_prepare(actor, session):
        return no(
            _("For the moment those who lead the session or speak in it talk alone. You can ask and vote.")
        )
    if is_open(session, now) or may_prepare(actor, session):
        return YES
    return no(_("The room opens a quarter of an hour before the session. You can ask already."))


def may_lead_talk(actor: Actor, room: Room) -> Verdict:
    """Leading what happens there: those who prepare the session."""
    session = session_of(room)
    return may_prepare(actor, session) if session is not None else no(_NO_SUCH)


def may_take_part(actor: Actor, session: Gathering) -> Verdict:
    """Being one of those in a session: who belongs to a community that takes part, leads it or speaks in it.

    What the community that holds it has decided about somebody always holds, and that it is archived; of the others,
    what those decided through which they come.
    """
    sees = may_see_gathering(actor, session)
    if not sees:
        return sees
    if session.state in {State.DRAFT, State.CANCELLED}:
        return no(_CANCELLED)
    if not is_person(actor):
        return no(_("Sign in to take part."))
    speaks = may_speak(actor, session.community)
    if not speaks or is_named(actor, session):
        return speaks
    verdicts = [may_speak(actor, each) for each in ways_in(actor, taking_part(session))]
    if verdicts:
        return next((each for each in verdicts if each), verdicts[0])
    return _why_outside(actor, session)


def _is_locked(session: Gathering) -> bool:
    stage = getattr(session, "stage", None)
    return stage is not None and stage.is_locked


def is_named(actor: Actor, session: Gathering) -> bool:
    """Whether the actor leads it or speaks in it, as a guest perhaps, and reads what it is part of."""
    here = [host for host in session.hosts.all() if not host.is_out]
    named = is_person(actor) and any(host.person_id == actor.pk for host in here)
    return named and bool(may_read_community(actor, session.community))


def _why_outside(actor: Actor, session: Gathering) -> Verdict:
    for each in taking_part(session):
        present = may_be_present(actor, each)
        if not present:
            return present
    known = named_to(actor, session)
    return no(_("Join %s, and you can take part.") % known[0].name if known else _NO_SUCH)


def is_open(session: Gathering, now: datetime) -> bool:
    """Whether everybody who takes part may talk: shortly before, while it is live, and for a while after."""
    if session.state == State.CLOSED:
        return not is_over(session, now)
    return session.state == State.LIVE or (session.state == State.SCHEDULED and now >= opens_at(session))


def is_over(session: Gathering, now: datetime) -> bool:
    """Whether nobody adds to it any more."""
    if session.state in {State.ARCHIVED, State.CANCELLED}:
        return True
    return session.state == State.CLOSED and now >= closes_at(session)
