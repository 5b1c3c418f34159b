"""Changing who reads a community as it was shown what that does, and what its topics do then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.actions.opening import change_visibility
from forum.communities.models import Community
from forum.communities.policies.communities import may_shape_community
from forum.communities.selectors.locks import locked_community_alone
from forum.core.editions import ChangedMeanwhile
from forum.core.events import publish
from forum.core.limits import SETTING, spend
from forum.core.verdicts import Invalid, require
from forum.discussions.actions.counters import listings_changed
from forum.discussions.actions.rehoming import ENDED_BY_READERS
from forum.discussions.events import PlacementsEnded
from forum.discussions.models import Board, Placement, Topic
from forum.discussions.models.placements import PATIENCE
from forum.discussions.selectors.locks import lock_topics
from forum.discussions.selectors.visibility import (
    CLOSED,
    effects_for,
    placements_to_ask_for,
    placements_to_end,
)
from forum.people.models import Person


@transaction.atomic
def change_visibility_as_shown(
    *,
    changer: Person,
    community: Community,
    visibility: str,
    seen: str,
    typed_name: str = "",
    now: datetime | None = None,
) -> Community:
    """Change who reads a community, if that does what the changer was shown: `seen` is the edition of `Effects`.

    Where more people come to read it, `typed_name` must be its name.
    Raises ChangedMeanwhile, Refused, Invalid or TooMany.
    """
    locked = locked_community_alone(community.pk)
    require(may_shape_community(changer, locked))
    if visibility not in Community.Visibility.values or visibility == locked.visibility:
        raise Invalid(_("Choose who is to read the community from now on."), field="visibility")
    lock_topics(_topic_ids(placements_to_end(locked) | placements_to_ask_for(locked, visibility)))
    effects = effects_for(changer, locked, visibility)
    if seen != effects.edition:
        spend(SETTING, changer.pk)
        raise ChangedMeanwhile(
            _("Something has changed since you looked. This is what it would do now; confirm once more.")
        )
    if effects.is_widening and " ".join(typed_name.split()).casefold() != locked.name.casefold():
        raise Invalid(_("Type the name of the community as it stands above."), field="typed_name")
    return change_visibility(changer=changer, community=locked, visibility=visibility, now=now)


@transaction.atomic
def keep_placements_within(*, community_id: int) -> None:
    """End placements that would let people read elsewhere what a community closed to them, and take those back to their
    asking that would now be read here by more people than at home.
    """
    community = Community.objects.get(pk=community_id)
    visibility = community.visibility
    if visibility in CLOSED:
        _leave_boards(placements_to_end(community), ENDED_BY_READERS | {"decided_at": timezone.now()})
    ask_anew(placements_to_ask_for(community, visibility))


def ask_anew(placements: QuerySet[Placement]) -> None:
    """Take these placements back to their asking: more people read the board than the home of each, and until that is
    so no longer nobody can agree.
    """
    expires_at = timezone.now() + PATIENCE
    waits = {
        "state": Placement.State.PENDING,
        "awaits_home": True,
        "expires_at": expires_at,
        "pinned_at": None,
    }
    _leave_boards(placements, waits)


def _leave_boards(placements: QuerySet[Placement], becoming: Mapping[str, Any]) -> None:
    """Let topics stand no longer where these placements have them; what counts and caches them follows."""
    topic_ids = lock_topics(_topic_ids(placements))
    if not topic_ids:
        return
    rows = list(placements.select_related("topic").order_by("pk"))
    stood = [row for row in rows if row.state == Placement.State.LIVE]
    _count_out(stood)
    Placement.objects.filter(pk__in=[row.pk for row in rows]).update(**becoming)
    Topic.objects.filter(pk__in=topic_ids).update(version=F("version") + 1)
    listings_changed(topic_ids)
    boards = tuple(sorted({row.board_id for row in rows}))
    ended = PlacementsEnded(
        topic_ids=tuple(topic_ids),
        board_ids=boards,
        stood=tuple(row.pk for row in stood),
        waited=tuple(row.pk for row in rows if row.state == Placement.State.PENDING),
    )
    publish(ended)


def _topic_ids(placements: QuerySet[Placement]) -> set[int]:
    return set(placements.values_list("topic_id", flat=True))


def _count_out(placements: Iterable[Placement]) -> None:
    figures: dict[int, tuple[int, int]] = {}
    for row in placements:
        if row.topic.removed_at is None:
            topics, posts = figures.get(row.board_id, (0, 0))
            figures[row.board_id] = (topics + 1, posts + row.topic.post_count)
    for board_id, (topics, posts) in sorted(figures.items()):
        Board.objects.filter(pk=board_id).update(
            topic_count=F("topic_count") - topics, post_count=F("post_count") - posts
        )
