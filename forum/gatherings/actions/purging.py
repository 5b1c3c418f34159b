"""Words of live sessions that repeat what is purged."""

from __future__ import annotations

from collections import Counter
from typing import Any

from forum.core.markup import render_markdown
from forum.core.passages import Passages, clean_plain_words
from forum.gatherings.actions.asked_by import clean_questions
from forum.gatherings.actions.purging_polls import clean_polls, polls_repeating
from forum.gatherings.actions.purging_removed import clean_removed_questions, held_questions_repeating
from forum.gatherings.actions.taking_materials_away import clean_names_of_files
from forum.gatherings.models import Gathering, Host, Joint, Material
from forum.gatherings.models.gatherings import MAX_TITLE_LENGTH, gathering_slug

_PLAIN = {"title": MAX_TITLE_LENGTH, "source": None, "cancelled_why": 500}  # and how long each may be


def clean_words_of_sessions(passages: Passages) -> Counter[str]:
    """Take passages out of sessions, what is read before them, who is named, and what is said where communities meet;
    how many rows held some. Part of an action that purges. Sessions are locked in the order of their ids.
    """
    rows = Gathering.objects.order_by("pk").only(*_PLAIN, "agenda", "changed_at")
    held = [row.pk for row in rows.iterator(chunk_size=500) if _cleaned(row, passages)]
    cleaned = sum(_clean_session(key, passages) for key in held)
    cleaned += clean_plain_words(Material.objects.all(), ["title", "citation", "url"], passages)
    cleaned += clean_names_of_files(passages)
    cleaned += clean_plain_words(Host.objects.filter(person=None), ["name"], passages)
    cleaned += clean_plain_words(Joint.objects.all(), ["note", "reason"], passages, written=["answered_at"])
    removals, questions = held_questions_repeating(passages)
    polls = polls_repeating(passages)  # held before rooms, as by the tick
    cleaned += clean_removed_questions(removals, passages)
    cleaned += clean_questions(questions, passages) + clean_polls(polls, passages)
    return Counter(quotes=cleaned)


def _clean_session(gathering_id: int, passages: Passages) -> int:
    """As it is by now. Calendars that hold the words take over what stands in their place."""
    row = Gathering.objects.select_for_update(no_key=True).get(pk=gathering_id)
    fresh = _cleaned(row, passages)
    if not fresh:
        return 0
    if "title" in fresh:
        fresh["slug"] = gathering_slug(fresh["title"])
    if "source" in fresh:
        fresh["html"] = render_markdown(fresh["source"])
    return Gathering.objects.filter(pk=gathering_id).update(**fresh, revision=row.revision + 1)


def _cleaned(row: Gathering, passages: Passages) -> dict[str, Any]:
    """Its words without passages, by column; those columns alone that held some."""
    fresh: dict[str, Any] = {
        name: passages.without(getattr(row, name), row.changed_at)[:most] for name, most in _PLAIN.items()
    }
    fresh["agenda"] = [
        part | {"words": passages.without(part["words"], row.changed_at)} for part in row.agenda
    ]
    return {name: value for name, value in fresh.items() if value != getattr(row, name)}
