"""What communities do where words are purged: their log may have repeated them."""

from __future__ import annotations

from collections import Counter

from forum.communities.models import Change, Measure, Verb
from forum.communities.selectors.log import in_logs_of
from forum.core.passages import Passages, clean_plain_words


def clean_reasons(passages: Passages) -> Counter[str]:
    """Put a sentence in place of passages in what was said with power, and in what the log calls things: titles of
    sessions and of practice notes, by which it names what was said in their rooms as well. How many rows held some.

    That something was done, by whom and when, stays. Part of the action that purges.
    """
    said = Change.objects.exclude(reason="", about="")
    lines = clean_plain_words(said, ["reason", "about"], passages, written=["created_at"])
    given, when = Measure.objects.all(), ["given_at", "lifted_at"]
    measures = clean_plain_words(given, ["reason", "lifted_why"], passages, written=when)
    return Counter(reasons=lines + measures)


def forget_reasons(
    *, community_ids: list[int], details: dict[str, int], verb: Verb | None = None
) -> Counter[str]:
    """Let the reasons go of what was done to this one thing; how many there were. Part of the same action.

    Without a community it was done in the network. `verb` where the same details stand in lines about other things.
    """
    lines = Change.objects.filter(in_logs_of(community_ids), details__contains=details).exclude(reason="")
    if verb is not None:
        lines = lines.filter(verb=verb)
    return Counter(reasons=lines.update(reason=""))
