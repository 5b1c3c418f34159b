"""Words of live sessions that repeat what is purged."""

from __future__ import annotations

from collections import Counter

from forum.core.markup import render_markdown
from forum.core.passages import Passages, clean_plain_words
from forum.gatherings.actions.asked_by import clean_questions
from forum.gatherings.actions.purging_polls import clean_polls
from forum.gatherings.models import Gathering, Joint, Material


def clean_words_of_sessions(passages: Passages) -> Counter[str]:
    """Take passages out of sessions, what is read before them, and what is said where communities meet; how many rows
    held some. Part of an action that purges.
    """
    cleaned = clean_plain_words(
        Gathering.objects.all(), ["title", "source", "cancelled_why"], passages, written=["changed_at"]
    )
    cleaned += clean_plain_words(Material.objects.all(), ["title", "citation"], passages)
    cleaned += clean_plain_words(Joint.objects.all(), ["note", "reason"], passages, written=["answered_at"])
    cleaned += clean_questions(passages) + clean_polls(passages)
    for row in Gathering.objects.order_by("pk").only("agenda", "source", "html", "changed_at"):
        cleaned += _clean_rest(row.pk, passages)
    return Counter(quotes=cleaned)


def _clean_rest(gathering_id: int, passages: Passages) -> int:
    """The parts of its agenda, and the words as they are shown."""
    row = Gathering.objects.select_for_update(no_key=True).get(pk=gathering_id)
    agenda = [part | {"words": passages.without(part["words"], row.changed_at)} for part in row.agenda]
    html = render_markdown(row.source)
    if agenda == row.agenda and html == row.html:
        return 0
    held = agenda != row.agenda
    row.agenda, row.html = agenda, html
    row.save(update_fields=["agenda", "html"])
    return int(held)
