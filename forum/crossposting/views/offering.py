"""Where moderators of a topic's home offer it to a board of another community."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forum.core.forms import note_refusal
from forum.core.verdicts import Refused, Verdict, require
from forum.crossposting.actions.homes import offer_home
from forum.crossposting.forms.carrying import OfferingForm
from forum.crossposting.models import HomeChange
from forum.crossposting.policies.homes import may_be_asked, may_be_offered_to, may_offer_home
from forum.crossposting.selectors.homes import changes_of
from forum.crossposting.views.choosing import (
    begun,
    by_community,
    found_among,
    looks_for_a_board,
    refused_among,
    wanted_in,
)
from forum.crossposting.views.offers import home_offer_of
from forum.discussions.models import Board, Topic
from forum.discussions.policies.topics import boards_seen
from forum.discussions.selectors.boards import boards_in_use
from forum.discussions.views.topics import readable_topic
from forum.people.actors import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def offer(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Choose a board of another community, and offer the topic to it; what is asked for already is shown instead."""
    person = signed_in(request.user)
    topic = readable_topic(person, topic_id)
    require(may_offer_home(person, topic))
    known = changes_of(topic)
    waiting = next((row for row in known if row.state == HomeChange.State.WAITING), None)
    if waiting is not None:
        messages.info(request, _("Another home is asked for already; that has to be answered first."))
        return redirect("home-change", waiting.pk)
    at_hand = boards_in_use(person)
    sent = request.POST if request.method == "POST" and not looks_for_a_board(request) else None
    form = OfferingForm(sent, initial=begun(request), boards=at_hand)  # why not one of them, the action says
    if not form.is_valid():
        return _offer_page(request, topic, form, at_hand, known, status=422 if form.errors else 200)
    to = next(board for board in at_hand if board.pk == form.cleaned_data["board"])
    try:
        change = offer_home(moderator=person, topic=topic, to=to, note=form.cleaned_data["note"])
    except Refused as refusal:
        note_refusal(form, refusal)
        return _offer_page(request, topic, form, at_hand, known, status=refusal.status)
    if change.state == HomeChange.State.ACCEPTED:
        messages.success(request, _("The topic is at home on %(board)s now.") % {"board": to.name})
        return redirect(topic)
    messages.success(request, _("Offered. The moderators of %(board)s are asked.") % {"board": to.name})
    return redirect("home-change", change.pk)


def _offer_page(
    request: HttpRequest,
    topic: Topic,
    form: OfferingForm,
    at_hand: list[Board],
    known: list[HomeChange],
    *,
    status: int,
) -> HttpResponse:
    person, wanted = signed_in(request.user), wanted_in(request)

    def may_choose(board: Board) -> Verdict:
        return may_be_offered_to(topic, board) and may_be_asked(person, topic, board, known)

    boards = [board for board in at_hand if may_choose(board)]
    found, more = found_among(boards, wanted)
    context = {
        "topic": topic,
        "board": boards_seen(person, topic)[0],
        "form": form,
        "chosen": form["board"].value(),
        "communities": by_community(home_offer_of(board) for board in found),
        "wanted": wanted,
        "refused": refused_among(at_hand, wanted, may_choose),
        "more": more,
        "has_boards": bool(boards),
    }
    return render(request, "crossposting/offer.html", context, status=status)
