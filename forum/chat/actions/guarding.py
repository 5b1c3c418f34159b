"""What is said in rooms and may identify a patient: its author is asked, or it is not sent: nothing can wait."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from forum.chat.models import Room
from forum.chat.selectors.sessions import communities_of_room
from forum.communities.models import Community
from forum.communities.policies.guarding import strictest_guard
from forum.core.identifiers import Identified, newly_seen, require_cleared, send_on


def require_guarded(room: Room, words: str, *, cleared: str, known: Sequence[str] = ()) -> None:
    """Go on where nothing was seen, or the author has `cleared` what was. Raises Identified.

    `known` is what stood there before.
    """
    sightings = newly_seen([words], known=known)
    guard = strictest_guard(communities_of_room(room)) if sightings else Community.Guard.OFF
    if guard == Community.Guard.HOLD:
        raise Identified(sightings, _cannot_wait(), edition="")
    if guard == Community.Guard.WARN:
        require_cleared(sightings, cleared, send_on())


def _cannot_wait() -> str:
    return _(
        "In this community a moderator looks at such words first, and in a room nothing can wait. Leave it out, or ask "
        "on a board."
    )
