"""Words of live sessions that repeat what is purged."""

from __future__ import annotations

from collections import Counter

from forum.core.markup import render_markdown
from forum.core.passages import Passages, clean_plain_words
from forum.gatherings.models import Gathering, Joint, Material
from forum.gatherings.models.gatherings import gathering_slug


def clean_words_of_sessions(passages: Passages) -> Counter[str]:
    """Take passages out of sessions, what is read before them, and what is said where communities meet; how many rows
    held some. Part of an action that purges.
    """
    cleaned = clean_plain_words(
        Gathering.objects.all(), ["title", "source", "cancelled_why"], passages, written=["changed_at"]
    )
    cleaned += clean_plain_words(Material.objects.all(), ["title", "citation"], passages)
    cleaned += clean_plain_words(Joint.objects.all(), ["note", "reason"], passages, written=["answered_at"])
    for row in Gathering.objects.order_by("pk").only("pk"):
        cleaned += _clean_rest(row.pk, passages)
    return Counter(quotes=cleaned)


def _clean_rest(gathering_id: int, passages: Passages) -> int:
    """The parts of its agenda, the end of its address, and the words as they are shown; calendars take it in anew."""
    row = Gathering.objects.select_for_update(no_key=True).get(pk=gathering_id)
    agenda = [part | {"words": passages.without(part["words"], row.changed_at)} for part in row.agenda]
    html, slug = render_markdown(row.source), gathering_slug(row.title)
    if (agenda, html, slug) == (row.agenda, row.html, row.slug):
        return 0
    held = agenda != row.agenda
    row.agenda, row.html, row.slug, row.revision = agenda, html, slug, row.revision + 1
    row.save(update_fields=["agenda", "html", "slug", "revision"])
    return int(held)
