"""The note with which a topic was carried goes, where moderators remove it."""

from __future__ import annotations

from forum.core.verdicts import Refused
from forum.crossposting.actions.locking import GONE, locked_ends
from forum.crossposting.actions.standing import topic_shown_anew
from forum.discussions.models import Placement
from forum.people.models import Person


def locked_carried_note(person: Person, placement: Placement) -> Placement:
    """The placement as it is now, its ends and the person's standing locked. Raises Refused where it or its topic is
    gone.
    """
    topic, board = locked_ends(person, placement.topic, placement.board)
    rows = Placement.objects.select_for_update(no_key=True, of=("self",)).filter(topic=topic, board=board)
    fresh = rows.select_related("proposed_by").filter(pk=placement.pk).first()
    if fresh is None:
        raise Refused(GONE)
    fresh.topic, fresh.board = topic, board
    return fresh


def take_carried_note_away(placement: Placement) -> None:
    """Let its words go for good; the topic stands on. Part of an action that has locked it and asked who may."""
    Placement.objects.filter(pk=placement.pk).update(note="")
    topic_shown_anew(placement.topic)
