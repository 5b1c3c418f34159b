"""What the page of a session offers beside its highlights: a practice note."""

from __future__ import annotations

from django.urls import reverse

from forum.chat.models import Message
from forum.gatherings.models import Gathering
from forum.people.actors import Actor
from forum.repertoire.policies.notes import communities_to_draft_for


def notes_offered_for(actor: Actor, gathering: Gathering, highlights: list[Message]) -> dict[int, str]:
    """Where each highlight becomes part of a note, by its id; none for who may not draft one."""
    if not highlights or not communities_to_draft_for(actor, gathering):
        return {}
    return {each.pk: reverse("practice-note-draft", args=[gathering.pk, each.pk]) for each in highlights}
