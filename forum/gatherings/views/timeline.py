"""What stands between messages of a live session: that it began, to which part it came, and that it was over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum.chat.models import Message, Room
from forum.core.verdicts import Sentence
from forum.gatherings.models import Gathering
from forum.gatherings.phases import phases_of
from forum.gatherings.selectors.talk import session_of
from forum.gatherings.selectors.timeline import Moment, moments_up_to

_AT_FIRST = 2  # before the first of a stretch
_STATES: dict[str, Sentence] = {
    Gathering.State.LIVE: gettext_lazy("The session begins"),
    Gathering.State.CLOSED: gettext_lazy("The session is over; what follows was added later"),
    Gathering.State.CANCELLED: gettext_lazy("The session was cancelled"),
}


def moments_before(room: Room, messages: Sequence[Message]) -> Mapping[int, list[str]]:
    """What happened before each of these messages, which follow one another, by its id. Before the first, of all that
    came earlier, what says where the session stood.
    """
    session = session_of(room)
    if session is None or not messages:
        return {}
    found: dict[int, list[str]] = {}
    waiting, most = list(moments_up_to(room, messages[-1].seq)), _AT_FIRST
    for message in messages:
        here = [each for each in waiting if each.seq < message.seq]
        waiting = waiting[len(here) :]
        said = [words for words in (_said(each, session) for each in here[-most:]) if words]
        if said:
            found[message.pk] = said
        most = len(waiting)
    return found


def _said(moment: Moment, session: Gathering) -> str:
    """In words; "" for what nobody is told of, or for a part that is in the agenda no longer."""
    if moment.phase is None:
        return str(_STATES.get(moment.state, ""))
    parts = phases_of(session)
    return _("Part: %s") % parts[moment.phase].words if moment.phase < len(parts) else ""
