"""One carried topic: what is asked, who answers, and what became of it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from forum.core.forms import note_refusal
from forum.core.verdicts import Invalid, Refused
from forum.crossposting.actions.deciding import accept_placement, decline_placement
from forum.crossposting.actions.ending import end_placement
from forum.crossposting.actions.homes import ask_to_adopt
from forum.crossposting.forms.carrying import AdoptingForm, DecliningForm, ReasonForm
from forum.crossposting.policies.answering import (
    OPEN_STATES,
    may_answer,
    may_look_before,
    side_that_ends,
    sides_asked,
)
from forum.crossposting.policies.carrying import may_carry_to
from forum.crossposting.policies.homes import may_ask_to_adopt, may_see_change
from forum.crossposting.selectors.homes import changes_of
from forum.crossposting.selectors.seeing import Fruit, fruit_of
from forum.crossposting.views.showing import (
    Shown,
    communities_looked_after,
    opening_lines,
    placement_for,
    shown,
)
from forum.discussions.models import Placement, Topic
from forum.discussions.policies.topics import may_read_topic
from forum.discussions.readers import readers_of
from forum.discussions.selectors.topics import topic_with_placements
from forum.people.actors import signed_in
from forum.people.models import Person

State, Side = Placement.State, Placement.Side


@require_safe
@login_required
def proposal(request: HttpRequest, placement_id: int) -> HttpResponse:
    """What is carried where, by whom and why; for those who are asked, a form for their answer."""
    person = signed_in(request.user)
    return _page(request, person, placement_for(person, placement_id))


@require_POST
@login_required
def accept(request: HttpRequest, placement_id: int) -> HttpResponse:
    """Agree for every side for which one may speak."""
    person = signed_in(request.user)
    placement = placement_for(person, placement_id)
    try:
        answered = accept_placement(moderator=person, placement=placement)
    except Refused as refusal:
        return _page(request, person, placement_for(person, placement_id), refusal=refusal)
    stands = answered.state == State.LIVE
    said = _("Agreed. The topic stands there now.") if stands else _("Agreed. The other side is still asked.")
    messages.success(request, said)
    return _to_the_queue(person, placement)


@require_POST
@login_required
def decline(request: HttpRequest, placement_id: int) -> HttpResponse:
    """Decline with a reason."""
    person = signed_in(request.user)
    placement = placement_for(person, placement_id)
    form = DecliningForm(request.POST)
    if form.is_valid():
        try:
            decline_placement(moderator=person, placement=placement, reason=form.cleaned_data["reason"])
        except Invalid as refusal:
            note_refusal(form, refusal)
        except Refused as refusal:
            seen = placement_for(person, placement_id)
            return _page(request, person, seen, declining=form, refusal=refusal)
        else:
            messages.success(request, _("Declined. Whoever carried it reads your reason."))
            return _to_the_queue(person, placement)
    return _page(request, person, placement_for(person, placement_id), declining=form)


@require_POST
@login_required
def end(request: HttpRequest, placement_id: int) -> HttpResponse:
    """Take a topic off a board where it stands as a guest, or a proposal back."""
    person = signed_in(request.user)
    form = ReasonForm(request.POST)
    placement = placement_for(person, placement_id)
    if form.is_valid():
        try:
            end_placement(person=person, placement=placement, reason=form.cleaned_data["reason"])
        except Invalid as refusal:
            note_refusal(form, refusal)
        except Refused as refusal:
            seen = placement_for(person, placement_id)
            return _page(request, person, seen, ending=form, refusal=refusal)
        else:
            messages.success(request, _ENDED[State(placement.state)])
            return redirect("carried-one", placement_id)
    return _page(request, person, placement_for(person, placement_id), ending=form)


_ENDED = {
    State.LIVE: gettext_lazy("It no longer stands there. Replies that came through that board stay."),
    State.PENDING: gettext_lazy("Taken back. Nobody is asked any more."),
}


@require_POST
@login_required
def adopt(request: HttpRequest, placement_id: int) -> HttpResponse:
    """Ask the home of a topic that it has removed to let it be at home where it stood."""
    person = signed_in(request.user)
    form = AdoptingForm(request.POST)
    placement = placement_for(person, placement_id)
    if form.is_valid():
        try:
            change = ask_to_adopt(
                moderator=person, topic=placement.topic, to=placement.board, note=form.cleaned_data["note"]
            )
        except Invalid as refusal:
            note_refusal(form, refusal)
        except Refused as refusal:
            seen = placement_for(person, placement_id)
            return _page(request, person, seen, adopting=form, refusal=refusal)
        else:
            return redirect("home-change", change.pk)
    return _page(request, person, placement_for(person, placement_id), adopting=form)


def _to_the_queue(person: Person, placement: Placement) -> HttpResponse:
    """Back to what else waits for those who were asked, as the placement was before their answer."""
    sides = sides_asked(person, placement)
    if not sides:
        return redirect("carried-one", placement.pk)
    board = placement.board if Side.BOARD in sides else placement.topic.home_board
    return redirect("carried-in-community", board.community.slug)


def _page(
    request: HttpRequest,
    person: Person,
    placement: Placement,
    *,
    declining: DecliningForm | None = None,
    ending: ReasonForm | None = None,
    adopting: AdoptingForm | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    """The page for whom it concerns; with the form that came back, or the refusal of what was just tried."""
    topic = topic_with_placements(placement.topic_id)
    reads = topic is not None and bool(may_read_topic(person, topic))
    sees = reads or may_look_before(person, placement)
    told = shown(person, placement, sees_title=sees, reads_topic=reads)
    side = side_that_ends(person, placement)
    context = {
        "told": told,
        "opening": opening_lines([placement.topic_id]).get(placement.topic_id) if sees else None,
        "readers": readers_of(placement.board) if told.there.name else "",
        "can_answer": bool(may_answer(person, placement)),
        "can_end": str(side) if side else "",
        "is_broker": placement.proposed_by_id == person.pk,
        "is_author": placement.topic.author_id == person.pk,
        "can_adopt": bool(may_ask_to_adopt(person, placement.topic, placement.board, placement)),
        "asked": next((row for row in changes_of(placement.topic) if may_see_change(person, row)), None),
        "can_carry_again": _may_carry_again(person, topic, placement),
        "fruit": _fruit(told),
        "queues": communities_looked_after(person, [placement.board, placement.topic.home_board]),
        "declining": declining or DecliningForm(),
        "ending": ending or ReasonForm(),
        "adopting": adopting or AdoptingForm(),
        "refusal": refusal.sentence if refusal else "",
    }
    wrong = 422 if declining or ending or adopting else 200
    return render(request, "crossposting/proposal.html", context, status=refusal.status if refusal else wrong)


def _may_carry_again(person: Person, topic: Topic | None, placement: Placement) -> bool:
    has_ended = placement.state not in OPEN_STATES
    return has_ended and topic is not None and bool(may_carry_to(person, topic, placement.board, placement))


def _fruit(told: Shown) -> Fruit | None:
    """What came of a topic that stands, for who reads the board; None where that is not to be said."""
    row = told.placement
    if row.state != State.LIVE or not told.there.name:
        return None
    return fruit_of([row]).get((row.topic_id, row.board_id), Fruit())
