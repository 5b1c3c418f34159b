"""What a new topic may be besides: carried to other boards as soon as it stands, or asked out of another topic."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from forum.core.markup import safe
from forum.core.numbers import keys_among, whole_number
from forum.core.verdicts import Refused
from forum.crossposting.actions.proposing import carry_topic
from forum.crossposting.actions.questions import tie_question
from forum.crossposting.policies.carrying import may_go_along, missing_words
from forum.crossposting.policies.questions import may_ask_there
from forum.crossposting.selectors.trust import communities_trusting
from forum.crossposting.views.offers import Offer, offer_of
from forum.discussions.models import Board, HeldPost, Placement, Topic
from forum.discussions.models.placements import LONGEST_NOTE, MOST_ELSEWHERE
from forum.discussions.policies.boards import boards_to_start_on
from forum.discussions.views.readable import topic_read_by
from forum.people.actors import signed_in
from forum.people.models import Person

MOST_OFFERED = 30


def along_html(request: HttpRequest, board: Board) -> str:
    """What stands in the form of a new topic: what it is asked out of, and to which boards it may be carried too."""
    person = signed_in(request.user)
    source = _source(request)
    context = {
        "source": source,
        "refusal": "" if source is None else may_ask_there(person, source, board).reason,
        "offers": _offers(person, board),
        "chosen": keys_among(request.POST.getlist("also")),
        "note": request.POST.get("also_note", ""),
        "longest_note": LONGEST_NOTE,
        "most": MOST_ELSEWHERE,
    }
    return safe(render_to_string("crossposting/along.html", context).strip())


def _source(request: HttpRequest) -> Topic | None:
    said = request.POST.get("out_of") or request.GET.get("out-of", "")
    number = whole_number(said)
    return topic_read_by(request.user, number) if number else None


def _offers(person: Person, home: Board) -> list[Offer]:
    if home.outbound == Board.Outbound.CLOSED:
        return []
    boards = [board for board in boards_to_start_on(person) if may_go_along(person, home, board)]
    trusting = communities_trusting(home.community) if boards else frozenset()
    shown = sorted(boards, key=lambda board: board.community_id != home.community_id)[:MOST_OFFERED]
    return [offer_of(home, board, missing_words(person, home, board, trusting)) for board in shown]


def carry_along(request: HttpRequest, sent: Topic | HeldPost) -> None:
    """Do with a topic that was just sent what its form asks for besides, and say what came of it."""
    person = signed_in(request.user)
    source = _source(request)
    if source is not None:
        _tie(request, person, source, sent)
    chosen = keys_among(request.POST.getlist("also"))
    if not chosen:
        return
    if isinstance(sent, HeldPost):
        messages.info(request, _("Once a moderator has let it through, you can carry it to other boards."))
        return
    _carry_to(request, person, sent, [board for board in boards_to_start_on(person) if board.pk in chosen])


def _tie(request: HttpRequest, person: Person, source: Topic, sent: Topic | HeldPost) -> None:
    try:
        tie_question(asker=person, source=source, sent=sent)
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))


def _carry_to(request: HttpRequest, person: Person, topic: Topic, boards: list[Board]) -> None:
    """What came of it in a sentence for all that went alike, and one for each that did not."""
    came: dict[str, list[Board]] = {Placement.State.LIVE: [], Placement.State.PENDING: []}
    for board in boards[:MOST_ELSEWHERE]:
        try:
            note = request.POST.get("also_note", "")
            placement = carry_topic(broker=person, topic=topic, board=board, note=note)
        except Refused as refusal:
            messages.warning(request, f"{board.name}: {refusal.sentence}")
        else:
            came[placement.state].append(board)
    if came[Placement.State.LIVE]:
        said = _("The topic stands on %(boards)s as well.")
        messages.success(request, said % {"boards": _names(came[Placement.State.LIVE])})
    if came[Placement.State.PENDING]:
        said = _("You have proposed it for %(boards)s.")
        messages.success(request, said % {"boards": _names(came[Placement.State.PENDING])})
    if boards[MOST_ELSEWHERE:]:
        said = _("A topic stands on %(most)d boards beside its home at most; not carried to %(boards)s.")
        messages.warning(request, said % {"most": MOST_ELSEWHERE, "boards": _names(boards[MOST_ELSEWHERE:])})


def _names(boards: list[Board]) -> str:
    return get_text_list([board.name for board in boards], _("and"))
