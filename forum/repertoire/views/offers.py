"""What the page of a session offers beside its highlights: a practice note, or the way to that in which it stands."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from forum.chat.models import Message
from forum.core.markup import safe
from forum.gatherings.models import Gathering
from forum.people.actors import Actor
from forum.repertoire.policies.notes import communities_to_draft_for
from forum.repertoire.policies.quotes import stands
from forum.repertoire.selectors.quotes import quotes_known_to


def notes_offered_for(actor: Actor, gathering: Gathering, highlights: list[Message]) -> dict[int, str]:
    """Beside each highlight, by its id, for who may draft a note from it: notes in their care that quote it, whether
    others do already, and where it becomes part of one of a community that has none. One query.
    """
    communities = communities_to_draft_for(actor, gathering) if highlights else []
    if not communities:
        return {}
    quoted: dict[int, list[Any]] = defaultdict(list)
    for quote in quotes_known_to(actor, highlights, communities):
        quoted[quote.message_id].append(quote)
    keys = {each.pk for each in communities}
    return {each.pk: _offer(gathering, each, quoted[each.pk], keys) for each in highlights}


def _offer(gathering: Gathering, highlight: Message, quotes: list[Any], communities: set[int]) -> str:
    is_free = bool(communities - {each.community_id for each in quotes})
    context = {
        "known": [{"note": each.note, "does_stand": stands(each)} for each in quotes if each.is_in_care],
        "is_anothers": any(not each.is_in_care for each in quotes),
        "url": reverse("practice-note-draft", args=[gathering.pk, highlight.pk]) if is_free else "",
    }
    return safe(render_to_string("repertoire/offer.html", context).strip())
