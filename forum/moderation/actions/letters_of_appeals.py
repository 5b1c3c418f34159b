"""Mails about what was looked at again, to both sides; each looks once more before it goes."""

from __future__ import annotations

from typing import Any

from forum.communities.policies.communities import may_know_of
from forum.core.letters import send_letter
from forum.moderation.models import Appeal
from forum.moderation.policies.appeals import may_see_appeal
from forum.moderation.policies.questions import appellant_told
from forum.moderation.selectors.appeals import appeal_with
from forum.moderation.selectors.deciders import board_of_appeal
from forum.network.selectors import ground
from forum.people.models import Person
from forum.people.selectors.addresses import is_address_confirmed

State = Appeal.State


def mail_decided_appeal(*, appeal_id: int) -> bool:
    """Tell whoever asked. False where nobody has decided, or nobody can read it."""
    appeal = _decided(appeal_id)
    if appeal is None or not _can_read(appeal.person, appeal):
        return False
    context = _context(appeal, appeal.person) | {"is_in": appeal.person.is_active}
    send_letter("appeal_decided", to=str(appeal.person.email), context=context)
    return True


def mail_first_decider(*, appeal_id: int) -> bool:
    """Tell whoever decided first. False for one who decided it again, or is not asked there any more."""
    appeal = _decided(appeal_id)
    first = appeal.decided_first_by if appeal is not None else None
    if appeal is None or first is None or first.pk == appeal.decided_by_id:
        return False
    if not first.is_active or not _can_read(first, appeal) or not may_see_appeal(first, appeal):
        return False
    send_letter("appeal_of_yours_decided", to=str(first.email), context=_context(appeal, first))
    return True


def _decided(appeal_id: int) -> Appeal | None:
    appeal = appeal_with(appeal_id)
    is_decided = appeal is not None and appeal.state in (State.UPHELD, State.OVERTURNED)
    return appeal if is_decided else None


def _can_read(person: Person, appeal: Appeal) -> bool:
    of_network = appeal.measure is not None and appeal.measure.community_id is None
    return (person.is_active or of_network) and bool(person.email) and is_address_confirmed(person)


def _context(appeal: Appeal, reader: Person) -> dict[str, Any]:
    """What a letter says: the place by name for who may know of it now."""
    place = appeal.measure.community if appeal.measure is not None else None
    board = board_of_appeal(appeal)
    if board is not None:
        place = board.community
    elif appeal.message is not None:
        place = appeal.message.room.community
    elif appeal.question is not None:
        place = appeal.question.gathering.community
    community = place if place is not None and may_know_of(reader, place) else None
    return {
        "appeal": appeal,
        "measure": appeal.measure,
        "reader": reader,
        "person": appellant_told(reader, appeal),
        "place": community.name if community is not None else "",
        "is_overturned": appeal.state == State.OVERTURNED,
        "network_name": ground().name,
    }
