"""Changing who reads a community as it was shown what that does, and what its topics do then."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from forum.communities.actions.opening import change_visibility
from forum.communities.models import Community
from forum.communities.policies.communities import may_shape_community
from forum.communities.selectors.locks import locked_community_alone
from forum.core.editions import ChangedMeanwhile
from forum.core.limits import SETTING, spend
from forum.core.verdicts import Invalid, require
from forum.discussions.actions.rehoming import (
    ask_anew,
    boards_count_anew,
    end_outside_placements,
    standing,
)
from forum.discussions.models import Placement
from forum.discussions.selectors.locks import lock_topics
from forum.discussions.selectors.visibility import (
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
    lock_topics(_topic_ids(placements_to_end(locked, visibility) | placements_to_ask_for(locked, visibility)))
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
    ending, asking = placements_to_end(community, visibility), placements_to_ask_for(community, visibility)
    topic_ids = lock_topics(_topic_ids(ending | asking))
    if topic_ids:
        known = Placement.objects.filter(topic__in=topic_ids).values_list("board_id", flat=True)
        before = dict.fromkeys(known, (0, 0)) | standing(topic_ids)
        end_outside_placements(ending)
        ask_anew(asking)
        boards_count_anew(before, standing(topic_ids))


def _topic_ids(placements: QuerySet[Placement]) -> set[int]:
    return set(placements.values_list("topic_id", flat=True))
