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
    """Beside each highlight, by its id: published notes that the actor reads, in which it stands. For who may draft a
    note from it also notes in their care that quote it, whether others do already, and where it becomes part of one of
    a community that has none. One query.
    """
    if not highlights:
        return {}
    communities = communities_to_draft_for(actor, gathering)
    quoted: dict[int, list[Any]] = defaultdict(list)
    for quote in quotes_known_to(actor, highlights, communities):
        quoted[quote.message_id].append(quote)
    keys = {each.pk for each in communities}
    return {each.pk: _offer(gathering, each, quoted[each.pk], keys) for each in highlights}


def _offer(gathering: Gathering, highlight: Message, quotes: list[Any], communities: set[int]) -> str:
    is_free = bool(communities - {each.community_id for each in quotes})
    told = [each for each in quotes if (communities and each.is_in_care) or (each.is_read and stands(each))]
    theirs = [each for each in quotes if each.community_id in communities and not each.is_in_care]
    context = {
        "known": [{"note": each.note, "does_stand": stands(each)} for each in told],
        "is_anothers": any(each not in told for each in theirs),
        "url": reverse("practice-note-draft", args=[gathering.pk, highlight.pk]) if is_free else "",
    }
    return safe(render_to_string("repertoire/offer.html", context).strip())
