"""What pages below say of what remains of live sessions: the session's own, and those of the topics."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from forum.chat.models import Message
from forum.chat.policies.rooms import may_read_room
from forum.chat.views.places import address_of
from forum.chat.views.showing import words_of
from forum.core.asked_above import AskedAbove
from forum.core.markup import safe
from forum.discussions.models import Topic
from forum.gatherings.models import Gathering
from forum.gatherings.views.showing import clock_of, hour_by
from forum.people.actors import Actor, is_person
from forum.recaps.policies.recaps import OVER, may_sum_up
from forum.recaps.selectors.going_on import asked_live_in, going_on_in, has_questions_to_go_on
from forum.recaps.selectors.recaps import (
    highlights_of,
    recap_of,
    sessions_summed_up_in,
    signed_recap_of,
)

WORDS = 200  # of a highlight


def _not_offered(_actor: Actor, _gathering: Gathering, _highlights: list[Message], /) -> dict[int, str]:
    return {}


# Asked above: what is said beside each highlight, by its id: where it becomes part of a practice note, or is already.
notes_offered = AskedAbove(_not_offered)


def remains_html(request: HttpRequest, gathering: Gathering) -> str:
    """On the page of a session that is over: its recap, questions that go on, and what its hosts can do; "" before."""
    if gathering.state not in OVER:
        return ""
    actor = request.user
    can_sum_up, kept = bool(may_sum_up(actor, gathering)), recap_of(gathering)
    is_signed = kept is not None and kept.signed_at is not None
    context = {
        "gathering": gathering,
        "recap": signed_recap_of(actor, gathering) if is_signed else None,
        "going_on": going_on_in(actor, gathering),
        "highlights": _highlights(actor, gathering),
        "can_sum_up": can_sum_up and not is_signed,
        "can_go_on": can_sum_up and has_questions_to_go_on(gathering),
    }
    return safe(render_to_string("recaps/remains.html", context).strip())


def _highlights(actor: Actor, gathering: Gathering) -> list[dict[str, object]]:
    """Each with its author, its first words, its address and what is said beside it of practice notes; none for who
    does not read along.
    """
    if gathering.room is None or not may_read_room(actor, gathering.room):
        return []
    rows = highlights_of(gathering)
    notes = notes_offered(actor, gathering, rows)
    return [
        {
            "author": each.author,
            "words": words_of(each, WORDS),
            "url": address_of(each),
            "beside": notes.get(each.pk, ""),
        }
        for each in rows
    ]


def sessions_html(actor: Actor, topic: Topic) -> str:
    """On a topic's page, the sessions of which it is the recap, and those in which it was asked; "" for none.

    Who asked, and how many want an answer, is read in the session by who has signed in, and so it is here. Two queries.
    """
    context = {
        "sessions": [
            {"gathering": each, "at": hour_by(clock_of(actor), each)}
            for each in sessions_summed_up_in(actor, topic)
        ],
        "asked": asked_live_in(actor, topic),
        "knows": is_person(actor),
    }
    return safe(render_to_string("recaps/ties.html", context).strip())
