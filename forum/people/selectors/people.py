"""What can be read of people, by audience."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from forum.people.actors import Actor
from forum.people.models import FormerHandle, Person


def people_visible_to(actor: Actor) -> QuerySet[Person]:
    """People whose page the actor may open: those with an account still in use, and authors of imported posts."""
    return Person.objects.filter(is_active=True).exclude(kind=Person.Kind.SYSTEM)


def person_anew(person: Person) -> Person:
    """The person as stored, apart from the object that a request carries. For themselves."""
    return Person.objects.get(pk=person.pk)


def person_with(key: int) -> Person:
    """The person of an event, for reactions to it. Raises DoesNotExist."""
    return Person.objects.get(pk=key)


def people_with(keys: Iterable[int]) -> dict[int, Person]:
    """Several people by id, in one query; who is not there is left out."""
    return {person.pk: person for person in Person.objects.filter(pk__in=keys)}


def person_at(actor: Actor, handle: str) -> Person | None:
    """The person whose page stands at this handle, in whatever case; where it was given up, who had it.

    For a placeholder that was adopted, the one who adopted it.
    """
    low = handle.lower()
    visible = people_visible_to(actor)
    found = visible.alias(low=Lower("handle")).filter(low=low).first()
    if found is not None:
        return found
    adopted = Person.objects.alias(low=Lower("handle")).filter(low=low, became__in=visible)
    given_up = FormerHandle.objects.alias(low=Lower("handle")).filter(low=low)
    return visible.filter(Q(pk__in=adopted.values("became")) | Q(pk__in=given_up.values("person"))).first()


def people_called(text: str) -> QuerySet[Person]:
    """People who can sign in and whose handle or name begins with `text`, for completion; by handle."""
    begins = (
        Q(handle__istartswith=text)
        | Q(display_name__istartswith=text)
        | Q(display_name__icontains=f" {text}")
    )
    return Person.objects.filter(begins, is_active=True, kind=Person.Kind.HUMAN).order_by("handle")
