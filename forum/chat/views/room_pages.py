"""The page of a room: the stretch of talk that an address asks for, and what is being typed below it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from forum.chat.models import Message, Room
from forum.chat.payloads import signature_of
from forum.chat.policies.rooms import may_open_room
from forum.chat.selectors.log import head_of
from forum.chat.selectors.messages import (
    History,
    first_since,
    latest_messages,
    message_in,
    messages_around,
    messages_from,
    pinned_in,
)
from forum.chat.selectors.own_rooms import rooms_in
from forum.chat.selectors.reading import first_news, read_up_to
from forum.chat.selectors.sessions import SaidMoment, community_named, hours_of_session, moments_in_session
from forum.chat.views.lists import room_row
from forum.chat.views.places import address_of, titled, zone_read_by
from forum.chat.views.showing import Powers, powers_in_room, shown_to, words_of
from forum.core.asked_above import AskedAbove
from forum.core.identifiers import Identified
from forum.core.numbers import keys_among, whole_number
from forum.people.actors import signed_in
from forum.people.models import Person

WORDS_OF_PIN = 160
MOST_CHOSEN = 100  # messages, carried along from stretch to stretch
_NUMBERS = ("before", "from", "at")


@dataclass(slots=True)
class Saying:
    """What is being typed in a room: words, the name that makes a repeated send one message, what is answered."""

    text: str = ""
    client_id: str = ""
    reply_to: Message | None = None
    reply_words: str = ""
    error: str = ""
    asked: Identified | None = None

    def answer(self, message: Message | None) -> None:
        """Let it be an answer to the message, if that is still there."""
        if message is not None and message.removed_at is None:
            self.reply_to, self.reply_words = message, words_of(message)


# Asked above: where the room of a live session is seen; and its page, with what is being typed there and a status.
address_of_session = AskedAbove[[Room], str](lambda _room: "")
session_page = AskedAbove[[HttpRequest, Room, Saying, int], HttpResponse](
    lambda *_given: HttpResponse(status=404)
)


def begun_saying(request: HttpRequest, shown: Room) -> Saying:
    """What nobody has typed anything of: an answer to the message that the address names, if it names one."""
    saying = Saying(client_id=str(uuid4()))
    saying.answer(message_in(shown, whole_number(request.GET.get("reply", ""), digits=18) or 0))
    return saying


@dataclass(frozen=True, slots=True)
class SinceDay:
    """Where the day leads that an address asks for, or a sentence where nothing was said since; both "" without one."""

    url: str = ""
    note: str = ""


def room_page(
    request: HttpRequest, shown: Room, saying: Saying, *, note: str = "", status: int = 200
) -> HttpResponse:
    """The page of a room with what is being typed; the latest of it below a `note`."""
    if shown.is_of_session:
        return session_page(request, shown, saying, status)
    return render(request, "chat/room.html", talk_in(request, shown, saying, note=note), status=status)


def talk_in(request: HttpRequest, shown: Room, saying: Saying, *, note: str = "") -> dict[str, Any]:
    """The context of chat/room.html and chat/talk.html."""
    person = signed_in(request.user)
    head = head_of(shown.pk)  # before the messages: what comes in between is told after it
    history = latest_messages(shown) if note else _stretch(request, shown)
    seen = read_up_to(person, shown)
    new = next((each.seq for each in history.messages if _is_news(each, person, seen)), 0)
    named = titled(request, shown)
    powers = powers_in_room(person, shown)
    wants_to_choose = request.GET.get("choose") and not shown.is_of_session
    choosing = _choosing(request, history, powers, shown) if wants_to_choose else None
    community = community_named(person, shown)
    return {
        "room": shown,
        "title": named.title,
        "other": named.other,
        "community": community,
        "rows": shown_to(
            request, history.messages, first_new=new if seen else 0, moments=_moments(shown, history)
        ),
        "hours": hours_of_session(shown) if shown.is_of_session else None,
        "history": history,
        "is_latest": not history.newer,
        "is_live": not history.newer and not choosing,
        "note": note if history.messages else "",
        "head": head,
        "seen": seen,
        "has_new": head > seen and bool(new),
        "new_above": _new_above(person, shown, history, seen),
        "pins": _pins(shown),
        "powers": powers,
        "saying": saying,
        "self": json.dumps(signature_of(person)),
        "upload_most": settings.UPLOAD_MAX_BYTES,
        "beside": _beside(person, shown),
        "choosing": choosing,
        "may_choose": (powers.write or powers.moderate or shown.is_direct) and not shown.is_of_session,
        "may_manage": community is not None and bool(may_open_room(person, community)),
    }


def _pins(shown: Room) -> list[dict[str, object]]:
    """What is kept in view there, each with its address, its author and its first words."""
    return [
        {"url": address_of(each), "author": each.author, "words": words_of(each, WORDS_OF_PIN)}
        for each in pinned_in(shown)
    ]


def _moments(shown: Room, history: History) -> Mapping[int, list[SaidMoment]]:
    """What happened in a live session before each of the messages."""
    return moments_in_session(shown, history.messages) if shown.is_of_session else {}


def _choosing(request: HttpRequest, history: History, powers: Powers, shown: Room) -> dict[str, Any]:
    """Messages that were chosen before on other stretches, those of this one that are, and whether all can be."""
    chosen = list(dict.fromkeys(keys_among(request.GET.getlist("message"))))[:MOST_CHOSEN]
    here = {message.pk for message in history.messages}
    others = powers.moderate or (shown.is_direct and powers.write)
    elsewhere = [key for key in chosen if key not in here]
    return {"here": here.intersection(chosen), "elsewhere": elsewhere, "all": others}


def _new_above(person: Person, shown: Room, history: History, seen: int) -> Message | None:
    """What is new before the stretch begins, for who has been here before."""
    first = history.messages[0].seq if history.messages else 0
    return first_news(person, shown, seen=seen, before=first) if seen and first > seen + 1 else None


def _is_news(message: Message, person: Person, seen: int) -> bool:
    """True for what others have said since; what an archive brought is new to nobody."""
    return message.seq > seen and message.author_id != person.pk and not message.from_archive


def _beside(person: Person, shown: Room) -> list[dict[str, Any]]:
    """The other rooms of its community."""
    if shown.community is None or shown.is_of_session:
        return []
    return [room_row(own) for own in rooms_in(person, shown.community) if own.room.pk != shown.pk]


def _stretch(request: HttpRequest, shown: Room) -> History:
    """The messages that the address asks for by a number; the latest where it does not, or from beyond the end."""
    asked = {name: whole_number(request.GET.get(name, ""), digits=18) or 0 for name in _NUMBERS}
    if asked["at"]:
        return messages_around(shown, asked["at"])
    if asked["before"]:
        return latest_messages(shown, before=asked["before"])
    history = messages_from(shown, first=asked["from"]) if asked["from"] else History([], 0, 0)
    return history if history.messages else latest_messages(shown)


def since_day(request: HttpRequest, person: Person, shown: Room) -> SinceDay:
    """The address of the first message since the day that is asked for, whatever numbers are asked for beside it.

    What else the address says goes along: what is being chosen, and what is answered.
    """
    day = _day(request)
    if day is None:
        return SinceDay()
    first = first_since(shown, datetime.combine(day, time(), tzinfo=zone_read_by(person)))
    if first is None:
        return SinceDay(note=_("Nothing was said since that day. This is the last before it."))
    query = request.GET.copy()
    for name in ("day", *_NUMBERS):
        query.pop(name, None)
    query["from"] = str(first.seq)
    return SinceDay(url=f"{shown.get_absolute_url()}?{query.urlencode()}#message-{first.pk}")


def _day(request: HttpRequest) -> date | None:
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None
    return day if 1970 <= day.year <= 9998 else None
