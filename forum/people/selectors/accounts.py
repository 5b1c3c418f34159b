"""Whether an account is still in use, for actions whose decision must stay true until they have committed."""

from __future__ import annotations

from collections.abc import Iterable

from forum.core.known_queries import prepared_cursor
from forum.people.models import Person

# The row is held alone by others too, such as by who changes their address. This is held by whoever closes it alone.
CLOSING = 20_506  # the first half of the key of these locks; the id of the person is the second

_LOCKED = "SELECT is_active, is_steward, kind FROM forum_person WHERE id = %s FOR KEY SHARE"
_STAYS = "SELECT pg_try_advisory_xact_lock_shared(%s, %s)"
_HERE = "SELECT 1 FROM forum_person WHERE id = %s AND kind <> 'former'"
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


def announce_closing(person_id: int) -> None:
    """Be who closes the account, until the transaction ends; waits for those who rest on its staying. Part of closing
    it, before its row is held: they may need that.
    """
    with prepared_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [CLOSING, person_id])


def is_here_to_stay(person_id: int) -> bool:
    """Whether the account is not closed, and stays so until the transaction ends. Whoever closes theirs at this moment
    is gone already, and not waited for: they may wait for us.
    """
    with prepared_cursor() as cursor:
        cursor.execute(_STAYS, [CLOSING, person_id])
        (stays,) = cursor.fetchone()
        if stays:  # asked afterwards: it may have been closed just before
            cursor.execute(_HERE, [person_id])
        return stays and cursor.fetchone() is not None
