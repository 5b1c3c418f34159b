"""Mails to those who look after boards: what waits for them, and what stands on their boards no longer.

They look once more, as all letters do. Neither names a topic: what waits is read where it is answered, and what was
removed at home is gone from everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from forum.communities.models import Community
from forum.core.letters import send_letter
from forum.crossposting.actions.letters import reachable
from forum.crossposting.selectors.addressees import placements_told
from forum.crossposting.selectors.waiting import waiting_count_in
from forum.discussions.models import Placement
from forum.discussions.policies.boards import moderates
from forum.network.selectors import ground

State, Side = Placement.State, Placement.Side


def mail_what_waits(*, person_id: int, community_id: int) -> bool:
    """Tell a moderator how many topics wait for their word there. False where none does, or no longer for them."""
    moderator, community = reachable(person_id), Community.objects.filter(pk=community_id).first()
    number = waiting_count_in(moderator, community) if moderator and community else 0
    if moderator is None or community is None or not number:
        return False
    context = {
        "person": moderator,
        "community": community,
        "number": number,
        "network_name": ground().name,
    }
    send_letter("what_waits", to=str(moderator.email), context=context)
    return True


def mail_guests_gone(*, person_id: int, community_id: int, placement_ids: Sequence[int]) -> bool:
    """Tell a moderator that topics stand on their boards no longer: removed at home, or read by others there now.

    False where they stand there again, or the boards are no longer the moderator's.
    """
    moderator, community = reachable(person_id), Community.objects.filter(pk=community_id).first()
    if moderator is None or community is None:
        return False
    gone = [
        row
        for row in placements_told(placement_ids)
        if row.board.community_id == community.pk
        and _left_with_its_home(row)
        and moderates(moderator, row.board)
    ]
    if not gone:
        return False
    context = {
        "person": moderator,
        "community": community,
        "number": len(gone),
        "boards": _(", ").join(sorted({row.board.name for row in gone})),
        "is_removed": any(row.ended_by == Side.HOME for row in gone),
        "only": gone[0] if len(gone) == 1 else None,
        "network_name": ground().name,
    }
    send_letter("guests_gone", to=str(moderator.email), context=context)
    return True


def _left_with_its_home(placement: Placement) -> bool:
    if placement.ended_by == Side.READERS:
        return placement.state == State.WITHDRAWN
    return placement.state == State.REMOVED and placement.topic.removed_at is not None
