"""What is asked and answered: for who asks, and for those whose words they are."""

from __future__ import annotations

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum.core.editions import ChangedMeanwhile
from forum.core.markup import safe
from forum.core.verdicts import Refused
from forum.lifting.actions.answering import agree, decline
from forum.lifting.actions.ending import withdraw
from forum.lifting.actions.publishing import publish_agreed
from forum.lifting.actions.standing import take_own_words_out
from forum.lifting.models import Lift, LiftedMessage
from forum.lifting.selectors.lifts import (
    Progress,
    asked_of,
    own_lifts,
    own_words_on_boards,
    progress_of,
    rows_of,
)
from forum.lifting.views.lift_pages import addresses_on_boards, by_lift, lift_for, lift_page, room_name
from forum.people.actors import signed_in

_State = LiftedMessage.State


@require_safe
@login_required
def lifts(request: HttpRequest) -> HttpResponse:
    """What waits for one's word, what one has taken oneself, and where one's words stand."""
    person = signed_in(request.user)
    own = own_lifts(person)
    places = addresses_on_boards(person, own)
    context = {
        "asked": [{"lift": row, "room": room_name(person, row)} for row in asked_of(person, timezone.now())],
        "own": [
            {"lift": row, "room": room_name(person, row), "place": places.get(row.pk, ("", ""))}
            for row in own
        ],
        "standing": by_lift(person, own_words_on_boards(person)),
    }
    return render(request, "lifting/lifts.html", context)


@require_safe
@login_required
def lift(request: HttpRequest, lift_id: int) -> HttpResponse:
    """What is to be taken where, and how far it is; for whom it takes words of, exactly those words."""
    return lift_page(request, lift_id)


@require_POST
@login_required
def agree_to(request: HttpRequest, lift_id: int) -> HttpResponse:
    """Let one's words be taken."""
    person = signed_in(request.user)
    found, _rows = lift_for(person, lift_id)
    try:
        answered = agree(author=person, lift=found, seen=request.POST.get("seen", ""))
    except ChangedMeanwhile as refusal:
        return lift_page(request, lift_id, refusal)
    notices.success(request, _thanks(answered))
    return redirect(answered)


def _thanks(answered: Lift) -> str:
    if answered.post_id:
        return _("Thank you. It stands on the board now.")
    if progress_of(answered, rows_of(answered)) == Progress.HINDERED:
        return _("Thank you. It could not go up by itself: who asked sees why, and goes on with it.")
    return _("Thank you. It goes up once everybody has agreed.")


@require_POST
@login_required
def decline_to(request: HttpRequest, lift_id: int) -> HttpResponse:
    """Keep one's words in the room."""
    person = signed_in(request.user)
    found, _rows = lift_for(person, lift_id)
    decline(author=person, lift=found)
    notices.success(request, _("Your words stay where they are. Who asked sees that, and nobody asks why."))
    return redirect("lifts")


@require_POST
@login_required
def publish_now(request: HttpRequest, lift_id: int) -> HttpResponse:
    """Put up what was agreed, without the rest."""
    person = signed_in(request.user)
    found, _rows = lift_for(person, lift_id)
    try:
        post = publish_agreed(lifter=person, lift=found)
    except Refused as refusal:
        if found.lifter_id != person.pk:
            raise
        return lift_page(request, lift_id, refusal)
    notices.success(request, _("It stands on the board."))
    return redirect("post", post.topic_id, post.topic.slug, post.number)


@require_POST
@login_required
def take_back(request: HttpRequest, lift_id: int) -> HttpResponse:
    """Ask nobody any more."""
    person = signed_in(request.user)
    found, _rows = lift_for(person, lift_id)
    withdraw(lifter=person, lift=found)
    notices.success(request, _("Taken back. Nobody is asked any more."))
    return redirect("lifts")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def take_out(request: HttpRequest, lift_id: int) -> HttpResponse:
    """Ask once, then take one's own words out of the post where they stand."""
    person = signed_in(request.user)
    found, rows = lift_for(person, lift_id)
    mine = [row for row in rows if row.author_id == person.pk and row.state == _State.STANDS]
    if request.method == "POST":
        take_own_words_out(author=person, lift=found)
        notices.success(
            request, _("Your words are out of the post. That there were some is still said there.")
        )
        return redirect("lifts")
    if not mine:
        raise Http404
    context = {"lift": found, "words": [safe(row.html) for row in mine]}
    return render(request, "lifting/take_out.html", context)
