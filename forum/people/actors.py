"""Who acts: a person who is signed in, or a visitor."""

from __future__ import annotations

from typing import TypeGuard

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from forum.core.verdicts import Refused
from forum.people.models import Person

Actor = Person | AnonymousUser


def is_person(actor: Actor) -> TypeGuard[Person]:
    """True for someone who is signed in (or acts in their own name), false for a visitor and for who has left."""
    return actor.is_authenticated and isinstance(actor, Person) and actor.is_active


def is_steward(actor: Actor) -> TypeGuard[Person]:
    """True for who looks after the network. Every right of theirs is asked for here.

    Behind every view they have a second step as well, where the installation asks for one: `people.second_step`.
    """
    return is_person(actor) and actor.is_steward


def signed_in(actor: Actor) -> Person:
    """The actor, in views that send visitors to sign in. Raises Refused for a visitor all the same."""
    if not is_person(actor):
        raise Refused(_("Sign in first."))
    return actor


def signature(person: Person) -> tuple[object, ...]:
    """What every page shows of its reader, for its entity tag."""
    name = (person.pk, person.display_name, person.handle, person.avatar.name)
    return (*name, person.theme, person.time_zone, person.is_steward, person.is_staff)
