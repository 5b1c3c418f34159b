"""Where a topic is carried to another board: which, what happens then, and why it matters there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forum.core.forms import note_refusal
from forum.core.identifiers import Identified
from forum.core.numbers import whole_number
from forum.core.verdicts import Refused, Sentence, Verdict
from forum.core.words import one_line
from forum.crossposting.actions.proposing import carry_topic
from forum.crossposting.forms.carrying import CarryingForm
from forum.crossposting.policies.answering import OPEN_STATES
from forum.crossposting.policies.carrying import may_carry, may_carry_to, missing_words
from forum.crossposting.selectors.placements import known_placements
from forum.crossposting.selectors.trust import communities_trusting
from forum.crossposting.views.choosing import (
    begun,
    by_community,
    found_among,
    looks_for_a_board,
    refused_among,
    wanted_in,
)
from forum.crossposting.views.offers import offer_of
from forum.discussions.models import Board, Placement, Topic
from forum.discussions.policies.boards import boards_to_start_on, may_read_board
from forum.discussions.policies.topics import boards_seen
from forum.discussions.views.sent_words import asked_in, cleared_in
from forum.discussions.views.topics import readable_topic
from forum.people.actors import signed_in
from forum.people.models import Person


@dataclass(frozen=True, slots=True)
class Choice:
    """The boards that may be chosen, what was looked for among them, and what is called that and may not, with why."""

    boards: list[Board]
    wanted: str
    refused: list[tuple[Board, Sentence]]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def carry(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Choose the board, look at what will happen, and carry the topic there."""
    person = signed_in(request.user)
    topic = readable_topic(person, topic_id)
    known = known_placements(topic)
    sent = request.POST if request.method == "POST" and not looks_for_a_board(request) else None
    carried = _carried_just_so(person, known, sent) if sent else None
    if carried is not None:
        return _done(request, topic, carried)
    verdict = may_carry(person, topic)
    at_hand = boards_to_start_on(person) if verdict else []
    choice = _choice(request, at_hand, lambda board: may_carry_to(person, topic, board, known.get(board.pk)))
    # Why one of the boards is not offered any more, the action says.
    form = CarryingForm(sent, initial=begun(request), boards=at_hand)
    if not form.is_valid():
        return _page(request, topic, form, choice, verdict.reason, status=422 if form.errors else 200)
    board = next(each for each in at_hand if each.pk == form.cleaned_data["board"])
    try:
        note, cleared = form.cleaned_data["note"], cleared_in(request)
        placement = carry_topic(broker=person, topic=topic, board=board, note=note, cleared=cleared)
    except Refused as refusal:
        note_refusal(form, refusal)
        why = "" if choice.boards else refusal.sentence  # else it stands above those that are left
        return _page(request, topic, form, choice, why, asked=asked_in(refusal), status=refusal.status)
    return _done(request, topic, placement)


def _choice(request: HttpRequest, at_hand: list[Board], may_choose: Callable[[Board], Verdict]) -> Choice:
    wanted = wanted_in(request)
    boards = [board for board in at_hand if may_choose(board)]
    return Choice(boards, wanted, refused_among(at_hand, wanted, may_choose))


def _carried_just_so(person: Person, known: Mapping[int, Placement], sent: QueryDict) -> Placement | None:
    """What the person has carried already, with these words to this board: a button that was pressed twice."""
    placement = known.get(whole_number(sent.get("board", "")) or 0)
    if placement is None or placement.state not in OPEN_STATES or placement.proposed_by_id != person.pk:
        return None
    note = one_line(sent.get("note", ""))
    return placement if note == placement.note and may_read_board(person, placement.board) else None


def _done(request: HttpRequest, topic: Topic, placement: Placement) -> HttpResponse:
    said = {"board": placement.board.name}
    if placement.state == Placement.State.LIVE:
        messages.success(request, _("The topic stands on %(board)s now.") % said)
        return redirect(f"{topic.get_absolute_url()}?in={placement.board_id}")
    messages.success(request, _("You have proposed it for %(board)s.") % said)
    return redirect("carried-one", placement.pk)


def _page(
    request: HttpRequest,
    topic: Topic,
    form: CarryingForm,
    choice: Choice,
    refusal: Sentence,
    *,
    asked: Identified | None = None,
    status: int = 200,
) -> HttpResponse:
    person = signed_in(request.user)
    found, more = found_among(choice.boards, choice.wanted)
    home, trusting = topic.home_board, communities_trusting(topic.home_board.community)
    offers = (offer_of(home, board, missing_words(person, home, board, trusting)) for board in found)
    context = {
        "topic": topic,
        "board": boards_seen(person, topic)[0],
        "form": form,
        "chosen": form["board"].value(),
        "communities": by_community(offers),
        "wanted": choice.wanted,
        "refused": choice.refused,
        "more": more,
        "is_author": topic.author_id == person.pk,
        "refusal": refusal,
        "asked": asked,
        "has_boards": bool(choice.boards),
    }
    return render(request, "crossposting/carry.html", context, status=status)
