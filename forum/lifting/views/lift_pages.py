"""A lift as its page shows it: to who asks every outcome, to who is asked exactly their words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from forum.chat.policies.rooms import may_read_room
from forum.chat.views.places import address_of
from forum.communities.policies.communities import may_know_of
from forum.core.markup import render_markdown, safe
from forum.core.verdicts import Refused
from forum.discussions.models import Post
from forum.discussions.policies.boards import may_read_board
from forum.discussions.policies.topics import may_read_topic
from forum.discussions.readers import readers_of
from forum.discussions.selectors.topics import topic_with_placements, topics_visible_to
from forum.lifting.models import Lift, LiftedMessage
from forum.lifting.policies.asking import boards_for, may_answer, may_look_at
from forum.lifting.selectors.lifts import (
    is_agreed,
    is_gone,
    is_open,
    lift_with,
    progress_of,
    rows_of,
    wording_of,
)
from forum.lifting.views.showing import blocks_of
from forum.people.actors import signed_in
from forum.people.models import Person

_State = LiftedMessage.State


def lift_for(person: Person, lift_id: int) -> tuple[Lift, list[LiftedMessage]]:
    """The lift with its messages, or 404 for who neither asks nor is asked."""
    found = lift_with(lift_id)
    if found is None:
        raise Http404
    rows = rows_of(found)
    if not may_look_at(person, found, rows):
        raise Http404
    return found, rows


def lift_page(request: HttpRequest, lift_id: int, refusal: Refused | None = None) -> HttpResponse:
    """The page of a lift for whoever asks or is asked; with the refusal of what was just tried."""
    person = signed_in(request.user)
    found, rows = lift_for(person, lift_id)
    mine = [row for row in rows if row.author_id == person.pk]
    context: dict[str, Any] = {
        "lift": found,
        "room": room_name(person, found),
        "where": _where(person, found),
        "url": addresses_on_boards(person, [found]).get(found.pk, ("", ""))[0],
        "intro": safe(render_markdown(found.source)),
        "refusal": refusal.sentence if refusal else "",
        "is_lifter": found.lifter_id == person.pk,
    }
    if found.lifter_id == person.pk:
        context |= _for_lifter(person, found, rows)
    else:
        context |= _for_author(person, found, mine)
    return render(request, "lifting/lift.html", context, status=refusal.status if refusal else 200)


def _for_lifter(person: Person, found: Lift, rows: list[LiftedMessage]) -> dict[str, Any]:
    """Every message with its outcome; the words where its lifter still reads the room."""
    reads = found.room is not None and bool(may_read_room(person, found.room))
    waits = found.state == Lift.State.ASKING
    return {
        "rows": [
            {
                "author": row.author,
                "moment": row.said_at,
                "url": address_of(row.message)
                if reads and row.message is not None and not is_gone(row)
                else "",
                "words": safe(row.message.html)
                if reads and row.message is not None and not is_gone(row)
                else "",
                "outcome": _outcome(row),
            }
            for row in rows
        ],
        "progress": str(progress_of(found, rows)) if waits else "",
        "can_publish": waits and any(is_agreed(row) for row in rows),
        "left": sum(not is_agreed(row) for row in rows),
    }


def _for_author(person: Person, found: Lift, mine: list[LiftedMessage]) -> dict[str, Any]:
    """Exactly the words that would be taken, and what their author can say to it."""
    there = [row.message for row in mine if row.message is not None and not is_gone(row)]
    return {
        "words": blocks_of(there),
        "seen": wording_of(mine),
        "can_answer": bool(may_answer(person, found, mine)) and bool(there),
        "has_agreed": bool(mine) and all(is_agreed(row) or is_gone(row) for row in mine),
        "has_declined": any(row.state == _State.DECLINED for row in mine),
        "has_changed": any(row.state == _State.AGREED and is_open(row) for row in mine),
        "stands": any(row.state == _State.STANDS for row in mine),
    }


def _outcome(row: LiftedMessage) -> str:
    if row.state in {_State.STANDS, _State.TAKEN_OUT, _State.LEFT_OUT}:
        return str(row.get_state_display())
    if is_gone(row):
        return _("was removed from the room, and is not taken")
    if is_open(row) and row.state == _State.AGREED:
        return _("was changed since, and its author is asked anew")
    return str(row.get_state_display())


def room_name(person: Person, found: Lift) -> str:
    """The room as the person may know of it."""
    if found.room is None:
        return ""
    if found.room.is_direct:
        return _("a conversation of two")
    return found.room.title if may_read_room(person, found.room) else ""


def _where(person: Person, found: Lift) -> dict[str, Any]:
    """Where it goes and who reads it there, as far as the person may know of the place."""
    topic_id = found.post.topic_id if found.post is not None else found.topic_id
    topic = topic_with_placements(topic_id) if topic_id else None
    boards = boards_for(found.board, topic)
    seen = [board for board in boards if may_read_board(person, board)]
    known = [board for board in boards if may_know_of(person, board.community)]
    return {
        "boards": [f"{board.name} · {board.community.name}" for board in seen],
        "communities": [] if seen else [board.community.name for board in known],
        "topic": topic if topic is not None and may_read_topic(person, topic) else None,
        "title": found.title or _("a topic"),
        "readers": [readers_of(board) for board in (seen or known)],
    }


def addresses_on_boards(person: Person, found: Iterable[Lift]) -> dict[int, tuple[str, str]]:
    """Where these lifts stand: address and title of the topic by lift id, as far as the person reads it. One query."""
    posts = {lift.pk: lift.post for lift in found if lift.post is not None and lift.post.removed_at is None}
    topics = topics_visible_to(person).filter(pk__in={post.topic_id for post in posts.values()})
    titles = dict(topics.values_list("pk", "title"))
    return {
        key: (_address(post), titles[post.topic_id]) for key, post in posts.items() if post.topic_id in titles
    }


def _address(post: Post) -> str:
    return reverse("post", args=[post.topic_id, post.topic.slug, post.number]) + f"#post-{post.number}"


def by_lift(person: Person, rows: Sequence[LiftedMessage]) -> list[dict[str, Any]]:
    """Words that stand, by lift, with how many and where."""
    found: dict[int, dict[str, Any]] = {}
    places = addresses_on_boards(person, [row.lift for row in rows])
    for row in rows:
        place = places.get(row.lift_id, ("", ""))
        each = found.setdefault(row.lift_id, {"lift": row.lift, "url": place[0], "number": 0})
        each["number"] += 1
    return list(found.values())
