"""Where a person is signed in: for themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from forum.people.models import Person

MOST_LISTED = 100


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One browser that is signed in; `key` is None where it was not noted how it came in."""

    key: int | None
    user_agent: str
    address: str
    since: datetime | None
    is_this_one: bool


def live_sessions(person: Person) -> QuerySet[UserSession]:
    """The sessions of the person that still are one."""
    alive = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=timezone.now())
    live: QuerySet[UserSession] = UserSession.objects.filter(Exists(alive), user=person.pk)
    return live


def sessions_of(person: Person, *, this_key: str | None, user_agent: str, address: str) -> list[SignedIn]:
    """Where the person is signed in, this browser first, then the newest; at most `MOST_LISTED`.

    `this_key` is the key of the session that asks, `user_agent` and `address` what it comes from: it may be older
    than the notes.
    """
    rows = live_sessions(person).order_by("-created_at")[:MOST_LISTED]
    found = [
        SignedIn(row.pk, row.user_agent, row.ip, row.created_at, row.session_key == this_key) for row in rows
    ]
    if not any(each.is_this_one for each in found):
        found.append(SignedIn(None, user_agent, address, None, is_this_one=True))
    return sorted(found, key=lambda each: not each.is_this_one)


def people_signed_in(keys: Iterable[str]) -> dict[str, Person]:
    """Who is signed in by sessions with these keys, in two queries; keys that let nobody in any more are left out.

    It changes nothing, neither the sessions nor what the cache knows of them.
    """
    rows = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    said = {row.session_key: row.get_decoded() for row in rows}
    theirs = {key: int(data[SESSION_KEY]) for key, data in said.items() if SESSION_KEY in data}
    people = Person.objects.filter(is_active=True).in_bulk(list(set(theirs.values())))
    return {
        key: people[person_id]
        for key, person_id in theirs.items()
        if person_id in people and _still_counts(said[key], people[person_id])
    }


def _still_counts(said: Mapping[str, Any], person: Person) -> bool:
    """Whether a session knows what it must: the hash changes with the password and with signing out everywhere."""
    known = said.get(HASH_SESSION_KEY, "")
    hashes = [person.get_session_auth_hash(), *person.get_session_auth_fallback_hash()]
    return said.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS and any(
        constant_time_compare(known, each) for each in hashes
    )


def other_sessions(person: Person, *, but_for: str | None) -> QuerySet[UserSession]:
    """Every noted session of the person but the one with this key."""
    others: QuerySet[UserSession] = UserSession.objects.filter(user=person.pk).exclude(
        session_key=but_for or ""
    )
    return others
