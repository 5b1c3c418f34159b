"""Which boards a member moderates by name. Boards live above: here they are ids, and whose they are is asked there."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, Func, Value

from forum.communities.models import Community, Membership
from forum.communities.policies.communities import may_shape_community
from forum.communities.policies.members import may_moderate_boards
from forum.communities.selectors.standing import forget_memberships
from forum.core.verdicts import require
from forum.people.models import Person


@transaction.atomic
def add_board_moderated(*, giver: Person, person: Person, community: Community, board_id: int) -> bool:
    """Let a member moderate a board of the community; False where they do already. Raises Refused.

    Part of an action that has asked whose board it is, and that tells of it.
    """
    require(may_shape_community(giver, community))
    membership = _locked(person, community)
    require(may_moderate_boards(person, community, membership))
    if membership is None or board_id in membership.boards_moderated:
        return False
    membership.boards_moderated = sorted([*membership.boards_moderated, board_id])
    membership.save(update_fields=["boards_moderated"])
    forget_memberships(person)
    return True


@transaction.atomic
def end_board_moderated(*, ender: Person, person: Person, community: Community, board_id: int) -> bool:
    """Let someone no longer moderate a board; False where they did not. Raises Refused. Part of such an action too."""
    require(may_shape_community(ender, community))
    membership = _locked(person, community)
    if membership is None or board_id not in membership.boards_moderated:
        return False
    membership.boards_moderated = [each for each in membership.boards_moderated if each != board_id]
    membership.save(update_fields=["boards_moderated"])
    forget_memberships(person)
    return True


def hand_on_boards_moderated(*, community: Community, from_id: int, to_id: int) -> None:
    """Let everyone who moderates board `from_id` moderate `to_id` instead. Part of an action that has asked who may."""
    rows = Membership.objects.filter(community=community, boards_moderated__contains=[from_id])
    list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    both = rows.filter(boards_moderated__contains=[to_id])
    both.update(boards_moderated=_array("array_remove", from_id))
    rows.update(boards_moderated=_array("array_replace", from_id, to_id))


def _locked(person: Person, community: Community) -> Membership | None:
    rows = Membership.objects.select_for_update(no_key=True)
    return rows.filter(person=person, community=community).first()


def _array(function: str, *ids: int) -> Func:
    return Func(F("boards_moderated"), *(Value(each) for each in ids), function=function)
