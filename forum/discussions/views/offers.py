"""What a page of a topic offers its reader to do with the whole of it, and what it says of how it is answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from forum.communities.views.why_silent import why_not_heard
from forum.discussions.models import Board, Placement, Topic
from forum.discussions.policies.board_management import may_move_from
from forum.discussions.policies.boards import moderates
from forum.discussions.policies.staff_notes import may_note
from forum.discussions.policies.topic_rules import may_rule_topic
from forum.discussions.policies.topics import board_to_answer_by, may_moderate_topic, may_reply, may_retitle
from forum.discussions.readers import is_read_by_everybody
from forum.discussions.views.standing import may_be_carried, may_be_tended, ties_on_page
from forum.people.actors import Actor, is_person


def offers_to(actor: Actor, topic: Topic, placements: Sequence[Placement]) -> dict[str, Any]:
    """By the names that the page's template knows them by; `placements` are where the actor sees it stand."""
    here = placements[0]
    offers = {
        "can_moderate": bool(may_moderate_topic(actor, topic)),
        "can_retitle": bool(may_retitle(actor, topic)),
        "can_move": bool(may_move_from(actor, topic.home_board)),
        "can_carry": may_be_carried(actor, topic),
        "can_tend": may_be_tended(actor, topic),
        "can_ask": is_person(actor) and not is_read_by_everybody(topic.home_board),
        "can_rule": bool(may_rule_topic(actor, topic)),
        "can_note": bool(may_note(actor, topic)),
        "ties": ties_on_page(actor, topic) if topic.is_tied else "",
        "is_pinned": here.pinned_at is not None,
        "is_locked_here": here.locked_at is not None,
        "tags_here": tuple(tag for tag in here.tags if tag not in topic.tags),
        "can_pin": bool(moderates(actor, here.board)),
    }
    return (
        offers | _until_when(topic) | _no_reply(actor, topic, [placement.board for placement in placements])
    )


def _until_when(topic: Topic) -> dict[str, Any]:
    """Whether it can be answered at all, and the moment from which it cannot."""
    now = timezone.now()
    is_locked = topic.is_locked(now)
    return {
        "is_locked": is_locked,
        "closes_at": None if is_locked else topic.closes_at,
        "closes_if_quiet": topic.closes_at == topic.falls_quiet_at,
        "closed_at": topic.closes_at if topic.is_over(now) else None,
    }


def _no_reply(actor: Actor, topic: Topic, seen: list[Board]) -> dict[str, Any]:
    """Why the actor may not answer, "" where they may, and the community where that can change: name and slug."""
    community = (board_to_answer_by(topic, seen) or seen[0]).community
    return {
        "no_reply": str(may_reply(actor, topic, seen).reason),
        "reply_at": (community.name, community.slug),
        "why_silent": why_not_heard(actor, [(each.community, each.pk) for each in (topic.home_board, *seen)]),
    }
