"""Polls of a live session, and what one has answered."""

from __future__ import annotations

from forum.gatherings.models import Gathering, Poll, PollVote
from forum.people.actors import Actor, is_person


def polls_in(gathering: Gathering) -> list[Poll]:
    """All of them: those that are open and those that are prepared, in the order in which they were; then those that
    are closed, the latest first.
    """
    rows = list(Poll.objects.filter(gathering=gathering).order_by("prepared_at", "pk"))
    closed = [poll for poll in reversed(rows) if poll.state == Poll.State.CLOSED]
    rest = [poll for poll in rows if poll.state != Poll.State.CLOSED]
    return sorted(rest, key=lambda poll: poll.state != Poll.State.OPEN) + closed


def poll_in(gathering: Gathering, poll_id: int) -> Poll | None:
    """One of them."""
    rows = Poll.objects.select_related("gathering")
    return rows.filter(gathering=gathering, pk=poll_id).first()


def own_answers_in(actor: Actor, gathering: Gathering) -> dict[int, tuple[list[int], str]]:
    """What the actor has answered, by poll: places of answers, and words where a poll asks for these."""
    if not is_person(actor):
        return {}
    rows = PollVote.objects.filter(person=actor, poll__gathering=gathering)
    return {
        key: (list(choices), words) for key, choices, words in rows.values_list("poll", "choices", "words")
    }
