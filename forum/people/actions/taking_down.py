"""What stewards take down of what a page says of its person: their words about themselves, and their picture."""

from __future__ import annotations

from forum.core.events import publish
from forum.people.actions.pictures import forget_picture
from forum.people.events import ProfileChanged
from forum.people.models import Person

WORDS = ("role_title", "affiliation", "bio", "interests")


def locked_person(person: Person) -> Person:
    """The person as they are now, whose page nobody changes until the transaction ends. Part of an action about it."""
    return Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def has_words(person: Person) -> bool:
    """Whether their page says anything in words of theirs, besides what they are called."""
    return any(getattr(person, name) for name in WORDS)


def take_down_words(person: Person) -> None:
    """Let their page say nothing in their words, for good; their name stays. Part of an action that has locked them,
    and has asked who may.
    """
    for name in WORDS:
        setattr(person, name, "")
    person.save(update_fields=list(WORDS))
    publish(ProfileChanged(person_id=person.pk))


def take_down_picture(person: Person) -> None:
    """Let their initials stand for them again. Part of an action that has locked them, and has asked who may."""
    forget_picture(person)
    person.avatar = ""
    person.save(update_fields=["avatar"])
    publish(ProfileChanged(person_id=person.pk))
