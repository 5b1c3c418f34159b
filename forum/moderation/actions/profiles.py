"""What is taken down of the page of a person who was reported. Nothing of it is kept: they can write it anew."""

from __future__ import annotations

from django.utils.translation import gettext as _

from forum.core.events import publish
from forum.core.verdicts import Invalid
from forum.moderation.events import ProfileTakenDown
from forum.moderation.models import Case
from forum.people.actions.taking_down import has_words, take_down_picture, take_down_words
from forum.people.models import Person

Took = Case.Took


def checked_part(person: Person, took: str) -> Case.Took:
    """What is to be taken down, of what there is. Raises Invalid."""
    if took not in Took.values:
        raise Invalid(_("Say what is to be removed; the page of this report asks for that."), field="took")
    there = {Took.WORDS: has_words(person), Took.PICTURE: bool(person.avatar.name)}
    wanted = list(there) if took == Took.BOTH else [Took(took)]
    if not any(there[each] for each in wanted):
        raise Invalid(_("Their page holds nothing of that any more. Look at it again."), field="took")
    return Took(took)


def take_down_part(case: Case) -> None:
    """Let it go, as the case says. Part of the action that decides, which has locked the person."""
    assert case.person is not None
    if case.took != Took.PICTURE:
        take_down_words(case.person)
    if case.took != Took.WORDS and case.person.avatar.name:
        take_down_picture(case.person)
    publish(ProfileTakenDown(case_id=case.pk))
