"""Where a topic is carried to another board: which, what happens then, and why it matters there."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forum.core.forms import note_refusal
from forum.core.verdicts import Refused, Sentence
from forum.crossposting.actions.proposing import carry_topic
from forum.crossposting.forms.carrying import CarryingForm
from forum.crossposting.policies.carrying import may_carry, may_carry_to, missing_words
from forum.crossposting.selectors.placements import known_placements
from forum.crossposting.selectors.trust import communities_trusting
from forum.crossposting.views.choosing import by_community, found_among, wanted_in
from forum.crossposting.views.offers import offer_of
from forum.discussions.models import Board, Placement, Topic
from forum.discussions.policies.boards import boards_to_start_on
from forum.discussions.policies.topics import boards_seen
from forum.discussions.views.topics import readable_topic
from forum.people.actors import signed_in
from forum.people.models import Person


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def carry(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Choose the board, look at what will happen, and carry the topic there."""
    person = signed_in(request.user)
    topic = readable_topic(person, topic_id)
    verdict = may_carry(person, topic)
    wanted = wanted_in(request)
    boards = _possible(person, topic) if verdict else []
    form = CarryingForm(request.POST if request.method == "POST" else None, boards=boards)
    if request.method != "POST" or not form.is_valid():
        return _page(request, topic, form, boards, wanted, verdict.reason, status=422 if form.errors else 200)
    board = next(each for each in boards if each.pk == form.cleaned_data["board"])
    try:
        placement = carry_topic(broker=person, topic=topic, board=board, note=form.cleaned_data["note"])
    except Refused as refusal:
        note_refusal(form, refusal)
        return _page(request, topic, form, boards, wanted, "", status=refusal.status)
    if placement.state == Placement.State.LIVE:
        messages.success(request, _("The topic stands on %(board)s now.") % {"board": board.name})
        return redirect(f"{topic.get_absolute_url()}?in={board.pk}")
    messages.success(request, _("You have proposed it for %(board)s.") % {"board": board.name})
    return redirect("carried-one", placement.pk)


def _possible(person: Person, topic: Topic) -> list[Board]:
    """Where the person may carry it, by community and order."""
    known = known_placements(topic)
    return [
        board
        for board in boards_to_start_on(person)
        if may_carry_to(person, topic, board, known.get(board.pk))
    ]


def _page(
    request: HttpRequest,
    topic: Topic,
    form: CarryingForm,
    boards: list[Board],
    wanted: str,
    refusal: Sentence,
    *,
    status: int = 200,
) -> HttpResponse:
    person = signed_in(request.user)
    found, more = found_among(boards, wanted)
    home, trusting = topic.home_board, communities_trusting(topic.home_board.community)
    offers = (offer_of(home, board, missing_words(person, home, board, trusting)) for board in found)
    context = {
        "topic": topic,
        "board": boards_seen(person, topic)[0],
        "form": form,
        "communities": by_community(offers),
        "wanted": wanted,
        "more": more,
        "is_author": topic.author_id == person.pk,
        "refusal": refusal,
        "has_boards": bool(boards),
    }
    return render(request, "crossposting/carry.html", context, status=status)
