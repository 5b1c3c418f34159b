"""The names under which imported posts stand, and who claims one; and the software's own names."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from forum.core.events import publish
from forum.core.verdicts import require
from forum.people.events import PlaceholderAdopted
from forum.people.models import Person
from forum.people.policies.placeholders import may_adopt
from forum.people.selectors.handles import free_handles

NAMES = "names of imported posts"  # a lock: shared by imports that write under them, alone for who claims one


@transaction.atomic
def placeholders_for(authors: Mapping[str, str]) -> dict[str, Person]:
    """The placeholder under whose name imported posts stand, for each source address; made where there is none yet.

    `authors` maps a source address to the name to show. It is never an account, whoever has claimed the address: an
    archive says what it likes. Nobody claims any of them until the transaction ends.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(hashtext(%s))", [NAMES])
    return _unclaimed(authors)


def _unclaimed(authors: Mapping[str, str]) -> dict[str, Person]:
    known = _by_source(authors)
    new = {source: name for source, name in authors.items() if source not in known}
    handles = free_handles(new.values())
    Person.objects.bulk_create(
        [
            Person(
                kind=Person.Kind.PLACEHOLDER,
                source_address=source,
                display_name=name[:80],
                handle=handle,
                email=None,
                password=make_password(None),  # nobody can sign in with it
            )
            for (source, name), handle in zip(new.items(), handles, strict=True)
        ],
        ignore_conflicts=True,  # another import may make the same person at this moment
    )
    known |= _by_source(new)
    missing = {source: name for source, name in new.items() if source not in known}
    return known | _unclaimed(missing) if missing else known  # a handle was taken in between


def _by_source(authors: Mapping[str, str]) -> dict[str, Person]:
    rows = Person.objects.filter(kind=Person.Kind.PLACEHOLDER, became=None, source_address__in=list(authors))
    return {str(row.source_address): row for row in rows}


@transaction.atomic
def adopt_placeholder(*, person: Person, placeholder: Person, proven: bool) -> Person:
    """Let the person stand for the placeholder from now on.

    `proven`: they hold its address. What an import is writing under the name comes to them too: it is waited for.
    Raises Refused.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [NAMES])
    placeholder = Person.objects.select_for_update(no_key=True).get(pk=placeholder.pk)
    require(may_adopt(person, placeholder, proven=proven))
    placeholder.became, placeholder.is_active = person, False
    placeholder.save(update_fields=["became", "is_active"])
    publish(PlaceholderAdopted(person_id=person.pk, placeholder_id=placeholder.pk))
    return placeholder


def system_person(handle: str, name: str) -> Person:
    """The named part of the software that acts where nobody is signed in, with the rights of a steward."""
    person, _is_new = Person.objects.get_or_create(
        handle=handle,
        kind=Person.Kind.SYSTEM,
        defaults={"display_name": name, "email": None, "password": make_password(None), "is_steward": True},
    )
    return person
