"""Whether an account is still in use, for actions whose decision must stay true until they have committed."""

from __future__ import annotations

from collections.abc import Iterable

from forum.core.known_queries import prepared_cursor
from forum.people.models import Person

_LOCKED = "SELECT is_active, is_steward, kind FROM forum_person WHERE id = %s FOR KEY SHARE"
_HERE = "SELECT 1 FROM forum_person WHERE id = %s AND kind <> 'former' FOR KEY SHARE SKIP LOCKED"
_LOCKED_ALL = "SELECT id FROM forum_person WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE"


def lock_accounts(person_ids: Iterable[int]) -> None:
    """Let nobody close these accounts until the transaction ends, as below; what they are is read afterwards."""
    with prepared_cursor() as cursor:
        cursor.execute(_LOCKED_ALL, [sorted(set(person_ids))])


def lock_account(person: Person) -> None:
    """Let nobody close the person's account until the transaction ends, and remember whether it is closed already.

    Many hold one account at a time; whoever closes it waits for them.
    """
    with prepared_cursor() as cursor:
        cursor.execute(_LOCKED, [person.pk])
        row = cursor.fetchone()
    person.is_active, person.is_steward, person.kind = row or (False, False, Person.Kind.FORMER)


def is_here_to_stay(person_id: int) -> bool:
    """Whether the account is not closed, and stays so until the transaction ends. Whoever closes theirs at this moment
    is gone already, and not waited for: they may wait for us.
    """
    with prepared_cursor() as cursor:
        cursor.execute(_HERE, [person_id])
        return cursor.fetchone() is not None
