"""Where one asks elsewhere what a topic is about that cannot be carried there."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from forum.core.markup import safe
from forum.core.verdicts import require
from forum.crossposting.policies.carrying import may_carry
from forum.crossposting.policies.questions import may_ask_elsewhere, may_ask_there
from forum.crossposting.selectors.questions import ties_of
from forum.crossposting.views.choosing import by_community, found_among, wanted_in
from forum.crossposting.views.offers import start_offer_of
from forum.discussions.models import Topic
from forum.discussions.policies.boards import boards_to_start_on
from forum.discussions.policies.topics import boards_seen
from forum.discussions.views.topics import readable_topic
from forum.people.actors import Actor, signed_in


@require_safe
@login_required
def ask(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Choose the board; its composer takes the question, in words of its own."""
    person = signed_in(request.user)
    topic = readable_topic(person, topic_id)
    require(may_ask_elsewhere(person, topic))
    wanted = wanted_in(request)
    boards = [board for board in boards_to_start_on(person) if may_ask_there(person, topic, board)]
    found, more = found_among(boards, wanted)
    context = {
        "topic": topic,
        "board": boards_seen(person, topic)[0],
        "communities": by_community(start_offer_of(board) for board in found),
        "wanted": wanted,
        "has_boards": bool(boards),
        "can_carry": bool(may_carry(person, topic)),
        "more": more,
    }
    return render(request, "crossposting/ask.html", context)


def ties_html(actor: Actor, topic: Topic) -> str:
    """The lines on a topic's page that lead to what it is tied to; "" where the reader may see none of it."""
    ties = ties_of(actor, topic)
    if ties.source is None and not ties.asked:
        return ""
    return safe(render_to_string("crossposting/ties.html", {"ties": ties}).strip())
