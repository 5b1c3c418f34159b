"""The acts of those who shape a community and its boards, and of stewards."""

from __future__ import annotations

from typing import Any

from forum.communities.models import Role
from forum.communities.selectors.describing import description_of, edition_of_description
from forum.discussions.selectors.board_management import SETTINGS, edition_of_settings
from tests.rights.acts import doing, reading
from tests.rights.places import Place
from tests.rights.roles import (
    FACILITATOR,
    moderates,
    only,
    shapes,
    signed_in,
    stewards,
    tends_board,
)


def _community(place: Place) -> list[Any]:
    return [place.community.slug]


def _board(place: Place) -> list[Any]:
    return [place.community.slug, place.board.slug]


def _member(place: Place) -> list[Any]:
    return [place.community.slug, place.member.handle]


def _nothing(_place: Place) -> list[Any]:
    return []


def _described(place: Place) -> dict[str, Any]:
    said = description_of(place.community) | {"domain": "Something else that we care about."}
    return said | {"joining_questions": "Why?", "seen": edition_of_description(place.community)}


def _board_form(place: Place) -> dict[str, Any]:
    said = {name: getattr(place.board, name) for name in SETTINGS}
    return said | {
        "name": "Another name", "tags": "", "closes_after_days": "60", "seen": edition_of_settings(place.board),
    }  # fmt: skip


def _new_board(_place: Place) -> dict[str, Any]:
    levels = {"read_from": 0, "start_from": 20, "reply_from": 20}
    rules = {"kind": "discussion", "approval": "none", "approval_first": 3, "slow_seconds": 0}
    ways = {"inbound": "ask", "outbound": "open"}
    return {"name": "A new board", "slug": "", **levels, **rules, **ways}


def _order(place: Place) -> dict[str, Any]:
    boards = place.community.boards.order_by("position", "name").values_list("pk", flat=True)
    return {"order": list(boards), "down": boards[0]}


def _founding(_place: Place) -> dict[str, Any]:
    return {
        "name": "Founded here", "slug": "founded-here", "domain": "Founding.", "kind": "team", "time_zone": "UTC",
        "hue": 45, "visibility": "open", "joining": "open",
    }  # fmt: skip


SHAPING = [
    reading("look after the community", tends_board, "community-manage", _community),
    reading("open its settings", shapes, "community-settings", _community),
    doing("describe it", shapes, "community-settings", _community, _described),
    reading("see what another visibility does", shapes, "community-visibility", _community),
    doing("archive it", shapes, "community-archive", _community),
    reading("see its partners", shapes, "community-partners", _community),
    reading("see roles", moderates, "community-roles", _community),
    reading("open a member among those who look after it", tends_board, "community-member", _member),
    doing("give a role", shapes, "community-role", _member, lambda _place: {"role": int(Role.MODERATOR)}),
    reading("read what handing over does", only(FACILITATOR), "community-hand-over", _member),
    doing(
        "hand the community over",
        only(FACILITATOR),
        "community-hand-over",
        _member,
        lambda place: {"typed_handle": place.member.handle},
    ),
    doing("end a membership", shapes, "community-take-out", _member, lambda _place: {"reason": "Moved."}),
    reading("read the log", moderates, "community-log", _community),
]
BOARDS = [
    reading("see the boards to look after", shapes, "boards-manage", _community),
    doing("put boards in order", shapes, "boards-manage", _community, _order),
    doing("open a new board", shapes, "board-new", _community, _new_board),
    doing("change a board", shapes, "board-manage", _board, _board_form),
    doing(
        "name a moderator of a board",
        shapes,
        "board-moderator-name",
        _board,
        lambda place: {"handle": place.member.handle},
    ),
    doing("archive a board", shapes, "board-archive", _board),
    doing(
        "merge a board",
        shapes,
        "board-merge",
        _board,
        lambda place: {"into": place.other_board.pk, "sure": "1"},
    ),
    reading("choose topics to move", tends_board, "board-move", _board),
    doing(
        "move a topic to a board of others",
        moderates,
        "topic-move",
        lambda place: [place.topic.pk],
        lambda place: {"to": place.other_board.pk},
    ),
]
STEWARDING = [
    doing("open a community", stewards, "community-new", _nothing, _founding),
    reading("see proposals", stewards, "foundings", _nothing),
    reading("see who waits at the door", stewards, "applications", _nothing),
    reading("read the network's log", stewards, "network-log", _nothing),
    reading("see how the network is", stewards, "stewards", _nothing),
    reading("see the network's settings", stewards, "network-settings", _nothing),
    reading("see the jobs", stewards, "jobs", _nothing),
    reading("look for people", stewards, "stewards-people", _nothing),
    reading("see an account", stewards, "steward-person", lambda place: [place.member.pk]),
    reading("list one's sessions", signed_in, "sessions", _nothing),
]
