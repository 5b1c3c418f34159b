"""What stands between messages of a live session: that it began, to which part it came, and that it was over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum.chat.models import Message, Room
from forum.chat.selectors.messages import message_before
from forum.chat.selectors.sessions import SaidMoment
from forum.core.verdicts import Sentence
from forum.gatherings.models import Gathering
from forum.gatherings.phases import phases_of
from forum.gatherings.selectors.talk import session_of
from forum.gatherings.selectors.timeline import Moment, moments_up_to

_STATES: dict[str, Sentence] = {
    Gathering.State.LIVE: gettext_lazy("The session begins"),
    Gathering.State.CLOSED: gettext_lazy("The session is over; what follows was added later"),
    Gathering.State.CANCELLED: gettext_lazy("The session was cancelled"),
}
_PART = gettext_lazy("Part: %s")


def words_of_moments() -> dict[str, Sentence]:
    """What a script says between messages while one looks: by state, and `part` with a %s for its name."""
    return _STATES | {"part": _PART}


def moments_before(room: Room, messages: Sequence[Message]) -> Mapping[int, list[SaidMoment]]:
    """What happened before each of these messages, which follow one another, by its id; before the first, where nothing
    did since the message above it, where the session stood. Two queries in a session that has begun.
    """
    session = session_of(room)
    waiting = list(moments_up_to(room, messages[-1].seq)) if session is not None and messages else []
    if session is None or not waiting:
        return {}
    above = message_before(messages[0])
    earlier = [each for each in waiting if above is not None and each.seq < above.seq]
    waiting = waiting[len(earlier) :]
    found: dict[int, list[SaidMoment]] = {}
    for message in messages:
        here = [each for each in waiting if each.seq < message.seq]
        waiting = waiting[len(here) :]
        said = [SaidMoment(words) for words in (_said(each, session) for each in here) if words]
        if said:
            found[message.pk] = said
    if messages[0].pk not in found and (words := _here(earlier, session)):
        found[messages[0].pk] = [SaidMoment(words, is_context=True)]
    return found


def _here(earlier: Sequence[Moment], session: Gathering) -> str:
    """In words where the session stood after these: in its last part, or at its end; "" for neither."""
    latest = earlier[-1] if earlier else None
    if latest is None or latest.state == Gathering.State.LIVE:
        return ""
    said = _said(latest, session)
    return (
        _("Here: %s") % phases_of(session)[latest.phase].words if said and latest.phase is not None else said
    )


def _said(moment: Moment, session: Gathering) -> str:
    """In words; "" for what nobody is told of, or for a part that is in the agenda no longer."""
    if moment.phase is None:
        return str(_STATES.get(moment.state, ""))
    parts = phases_of(session)
    return str(_PART) % parts[moment.phase].words if moment.phase < len(parts) else ""
