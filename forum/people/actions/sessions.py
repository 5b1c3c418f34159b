"""Ending sessions: signing other browsers out."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.db import transaction

from forum.core.events import publish
from forum.core.limits import SETTING, spend
from forum.core.verdicts import require
from forum.people.events import SessionsEnded
from forum.people.models import Person
from forum.people.policies.sessions import may_end_session
from forum.people.selectors.sessions import other_sessions


@transaction.atomic
def end_session(*, actor: Person, session: UserSession) -> None:
    """Sign one browser out, at once. Raises Refused for a session of somebody else."""
    require(may_end_session(actor, session))
    spend(SETTING, actor.pk)
    session.end()
    publish(SessionsEnded(person_id=actor.pk))


@transaction.atomic
def end_other_sessions(*, actor: Person, but_for: str | None) -> int:
    """Sign every browser out but the one whose session has the key `but_for`; how many those were."""
    spend(SETTING, actor.pk)
    return _end_all(actor, but_for)


@transaction.atomic
def end_sessions_of_old_password(*, person: Person, but_for: str | None) -> int:
    """After a new password: whoever came in with the old one is out. How many sessions those were."""
    return _end_all(person, but_for)


def _end_all(person: Person, but_for: str | None) -> int:
    ended = list(other_sessions(person, but_for=but_for))
    for session in ended:
        session.end()
    publish(SessionsEnded(person_id=person.pk))
    return len(ended)
