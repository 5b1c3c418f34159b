"""Opening rooms for what an archive holds."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.chat.actions.rooms import MOST_ROOMS, free_address
from forum.chat.events import RoomOpened
from forum.chat.models import Room
from forum.chat.policies.rooms import may_open_room
from forum.chat.selectors.rooms import number_in_use
from forum.communities.models import Community
from forum.communities.selectors.locks import lock_standing, locked_community
from forum.core.events import publish
from forum.core.verdicts import Refused, require
from forum.core.words import one_line
from forum.people.models import Person


@transaction.atomic
def open_room_for_history(
    *, importer: Person, community: Community, name: str, purpose: str, now: datetime | None = None
) -> Room:
    """Open a room for a channel of an archive, under an address that is free. Raises Refused.

    How often it may be done is counted where the archive was asked for, once for all of its channels.
    """
    community = locked_community(community.pk)
    lock_standing(importer, [community.pk])
    require(may_open_room(importer, community))
    require_space(community, 1)
    room = Room.objects.create(
        kind=Room.Kind.OPENED, community=community, name=_on_one_line(name, 80) or _("(without a name)"),
        purpose=_on_one_line(purpose, 200), slug=free_address(community, name), created_by=importer,
        created_at=now or timezone.now(),
    )  # fmt: skip
    publish(RoomOpened(room_id=room.pk))
    return room


def require_space(community: Community, count: int) -> None:
    """Raise Refused where the community cannot have so many rooms more."""
    left = max(MOST_ROOMS - number_in_use(community), 0)
    if count > left:
        raise Refused(
            _(
                "This needs %(count)d more rooms, and a community has at most %(most)d in use: there is space for "
                "%(left)d. Bring the archive into one room, or close rooms first."
            )
            % {"count": count, "most": MOST_ROOMS, "left": left}
        )


def _on_one_line(text: str, longest: int) -> str:
    line = one_line(text)
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
