"""People as the installation knows them by now: their row read once more, or signed in with a browser of their own."""

from __future__ import annotations

from django.test import Client

from forum.people.models import Person


def again(person: Person) -> Person:
    """What is kept of memberships on the one that tests made is not on this one."""
    return Person.objects.get(pk=person.pk)


def signed_in(person: Person) -> Client:
    """A browser of theirs."""
    client = Client()
    client.force_login(person)
    return client
