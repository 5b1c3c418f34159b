"""Where a topic is offered a home in another community or asked for, and where that is answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum.core.forms import note_refusal
from forum.core.verdicts import Invalid, Refused, require
from forum.crossposting.actions.homes import (
    accept_home_change,
    ask_to_adopt,
    decline_home_change,
    offer_home,
    take_back_home_change,
)
from forum.crossposting.forms.carrying import DecliningHomeForm, OfferingForm
from forum.crossposting.models import HomeChange
from forum.crossposting.policies.homes import (
    may_answer_change,
    may_be_at_home,
    may_name_topic,
    may_offer_home,
    may_read_words,
    may_see_change,
    may_take_back_change,
)
from forum.crossposting.selectors.homes import change_with
from forum.crossposting.views.choosing import by_community, found_among, wanted_in
from forum.crossposting.views.offers import home_offer_of
from forum.crossposting.views.showing import place_of, placement_for
from forum.discussions.models import Board, Topic
from forum.discussions.policies.topics import boards_seen
from forum.discussions.selectors.boards import boards_in_use
from forum.discussions.views.relocated import topic_read_by
from forum.discussions.views.topics import readable_topic
from forum.people.actors import signed_in
from forum.people.models import Person


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def offer(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Choose a board of another community, and offer the topic to it."""
    person = signed_in(request.user)
    topic = readable_topic(person, topic_id)
    require(may_offer_home(person, topic))
    boards = [board for board in boards_in_use(person) if may_be_at_home(topic, board)]
    form = OfferingForm(request.POST if request.method == "POST" else None, boards=boards)
    if request.method != "POST" or not form.is_valid():
        return _offer_page(request, topic, form, boards, status=422 if form.errors else 200)
    to = next(board for board in boards if board.pk == form.cleaned_data["board"])
    try:
        change = offer_home(moderator=person, topic=topic, to=to, note=form.cleaned_data["note"])
    except Refused as refusal:
        note_refusal(form, refusal)
        return _offer_page(request, topic, form, boards, status=refusal.status)
    if change.state == HomeChange.State.ACCEPTED:
        messages.success(request, _("The topic is at home on %(board)s now.") % {"board": to.name})
        return redirect(topic)
    return redirect("home-change", change.pk)


def _offer_page(
    request: HttpRequest, topic: Topic, form: OfferingForm, boards: list[Board], *, status: int
) -> HttpResponse:
    wanted = wanted_in(request)
    found, more = found_among(boards, wanted)
    context = {
        "topic": topic,
        "board": boards_seen(request.user, topic)[0],
        "form": form,
        "communities": by_community(home_offer_of(board) for board in found),
        "wanted": wanted,
        "more": more,
        "has_boards": bool(boards),
    }
    return render(request, "crossposting/offer.html", context, status=status)


@require_POST
@login_required
def adopt(request: HttpRequest, placement_id: int) -> HttpResponse:
    """Ask the home of a topic that it has removed to let it be at home where it stood."""
    person = signed_in(request.user)
    placement = placement_for(person, placement_id)
    change = ask_to_adopt(
        moderator=person, topic=placement.topic, to=placement.board, note=request.POST.get("note", "")
    )
    return redirect("home-change", change.pk)


@require_safe
@login_required
def home_change(request: HttpRequest, change_id: int) -> HttpResponse:
    """What is asked, by whom and why; for those who are asked, a form for their answer."""
    person = signed_in(request.user)
    return _page(request, person, _change_for(person, change_id))


@require_POST
@login_required
def accept(request: HttpRequest, change_id: int) -> HttpResponse:
    """Agree: the topic is at home there from now on."""
    return _done(request, change_id, accept_home_change, _("Agreed. It is at home there now."))


@require_POST
@login_required
def take_back(request: HttpRequest, change_id: int) -> HttpResponse:
    """Take the offer or the request back."""
    return _done(request, change_id, take_back_home_change, _("Taken back. Nobody is asked any more."))


@require_POST
@login_required
def decline(request: HttpRequest, change_id: int) -> HttpResponse:
    """Decline with a reason."""
    person = signed_in(request.user)
    change, form = _change_for(person, change_id), DecliningHomeForm(request.POST)
    if form.is_valid():
        try:
            decline_home_change(moderator=person, change=change, reason=form.cleaned_data["reason"])
        except Invalid as refusal:
            note_refusal(form, refusal)
        except Refused as refusal:
            return _page(request, person, change, refusal=refusal)
        else:
            messages.success(request, _("Declined. Whoever asked reads your reason."))
            return redirect("home-change", change_id)
    return _page(request, person, change, declining=form)


def _done(request: HttpRequest, change_id: int, act: Callable[..., HomeChange], said: str) -> HttpResponse:
    person = signed_in(request.user)
    change = _change_for(person, change_id)
    try:
        act(moderator=person, change=change)
    except Refused as refusal:
        return _page(request, person, change, refusal=refusal)
    messages.success(request, said)
    return redirect("home-change", change_id)


def _change_for(person: Person, change_id: int) -> HomeChange:
    change = change_with(change_id)
    if change is None or not may_see_change(person, change):
        raise Http404
    return change


def _page(
    request: HttpRequest,
    person: Person,
    change: HomeChange,
    *,
    declining: DecliningHomeForm | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "change": change,
        "is_named": may_name_topic(person, change, reads=topic_read_by(person, change.topic_id) is not None),
        "reads_words": may_read_words(person, change),
        "home": place_of(person, change.home),
        "there": place_of(person, change.to),
        "can_answer": bool(may_answer_change(person, change)),
        "can_take_back": bool(may_take_back_change(person, change)),
        "declining": declining or DecliningHomeForm(),
        "refusal": refusal.sentence if refusal else "",
    }
    status = refusal.status if refusal else (422 if declining else 200)
    return render(request, "crossposting/home_change.html", context, status=status)
