"""Where moderators give topics another home: one, or many of a board at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from forum.core.numbers import keys_among, whole_number
from forum.core.verdicts import Refused, require
from forum.discussions.actions.agreements import NotAgreed
from forum.discussions.actions.moving import MOST_AT_ONCE, MoveReport, move_topics
from forum.discussions.forms.boards import MoveForm
from forum.discussions.models import Board, Topic
from forum.discussions.policies.board_management import boards_to_move_to, may_move_from
from forum.discussions.policies.topics import boards_seen
from forum.discussions.selectors.moving import topics_at_home, topics_to_move
from forum.discussions.views.boards import readable_board_or_404
from forum.discussions.views.topics import readable_topic
from forum.people.actors import signed_in

TITLES_SAID = 5


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def topic(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Give one topic another home."""
    person = signed_in(request.user)
    shown = readable_topic(person, topic_id)
    require(may_move_from(person, shown.home_board))
    targets = boards_to_move_to(person, shown.home_board)
    form = MoveForm(request.POST if request.method == "POST" else None, boards=targets)
    context = {"topic": shown, "board": boards_seen(person, shown)[0], "form": form, "targets": targets}
    if request.method != "POST" or not form.is_valid():
        return render(request, "discussions/topic_move.html", context, status=422 if form.errors else 200)
    outcome = _moved(request, form, [shown], targets)
    if isinstance(outcome, NotAgreed):
        return _question(
            request, outcome, form, [shown], shown.home_board, targets, back=shown.get_absolute_url()
        )
    if isinstance(outcome, Refused):
        form.add_error(None, str(outcome.sentence))
        return render(request, "discussions/topic_move.html", context, status=outcome.status)
    _say(request, outcome, missing=0)
    return redirect(shown)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def board(request: HttpRequest, community_slug: str, board_slug: str) -> HttpResponse:
    """The topics at home on a board, to choose from those that are to have another home."""
    person = signed_in(request.user)
    shown = readable_board_or_404(person, community_slug, board_slug)
    require(may_move_from(person, shown))
    targets = boards_to_move_to(person, shown)
    form = MoveForm(request.POST if request.method == "POST" else None, boards=targets)
    if request.method != "POST":
        return _choice(request, shown, form, targets)
    chosen = keys_among(request.POST.getlist("topics"))
    chosen = list(dict.fromkeys(chosen))
    found = topics_to_move(person, chosen[: MOST_AT_ONCE + 1])
    if not form.is_valid():
        return _choice(request, shown, form, targets, chosen=chosen, status=422)
    outcome = _moved(request, form, found, targets)
    if isinstance(outcome, NotAgreed):
        back = request.get_full_path()
        return _question(request, outcome, form, found, shown, targets, back=back)
    if isinstance(outcome, Refused):
        form.add_error(None, str(outcome.sentence))
        return _choice(request, shown, form, targets, chosen=chosen, status=outcome.status)
    _say(request, outcome, missing=len(chosen) - len(found))
    return redirect("board-move", community_slug, board_slug)


def _moved(
    request: HttpRequest, form: MoveForm, topics: Sequence[Topic], targets: Sequence[Board]
) -> MoveReport | Refused:
    """What became of it, or the refusal of the whole."""
    to = next(each for each in targets if each.pk == form.cleaned_data["to"])
    try:
        return move_topics(
            mover=signed_in(request.user),
            topics=topics,
            to=to,
            agreed_level=whole_number(request.POST.get("agreed", "")),
            reason=form.cleaned_data["reason"],
        )
    except Refused as refusal:
        return refusal


def _question(
    request: HttpRequest,
    question: NotAgreed,
    form: MoveForm,
    topics: Sequence[Topic],
    shown: Board,
    targets: Sequence[Board],
    *,
    back: str,
) -> HttpResponse:
    """Ask, with all that was chosen, whether others are to read it."""
    context = {
        "board": shown,
        "community": shown.community,
        "question": question.sentence,
        "agreed": question.level,
        "topics": topics,
        "to": next(each for each in targets if each.pk == form.cleaned_data["to"]),
        "reason": form.cleaned_data["reason"],
        "back": back,
    }
    return render(request, "discussions/move_question.html", context, status=question.status)


def _choice(
    request: HttpRequest,
    shown: Board,
    form: MoveForm,
    targets: Sequence[Board],
    *,
    chosen: Sequence[int] = (),
    status: int = 200,
) -> HttpResponse:
    page = topics_at_home(shown, after=request.GET.get("after", "")[:80])
    is_all = "all" in request.GET and not chosen
    context: dict[str, Any] = {
        "board": shown,
        "community": shown.community,
        "form": form,
        "targets": targets,
        "page": page,
        "chosen": {row.topic_id for row in page.placements} if is_all else set(chosen),
        "is_all": is_all,
        "after": request.GET.get("after", "")[:80],
    }
    return render(request, "discussions/board_move.html", context, status=status)


def _say(request: HttpRequest, report: MoveReport, *, missing: int) -> None:
    """Tell what was moved, what was not, and why."""
    count, to = len(report.moved), report.to.name
    if count:
        said = ngettext(
            "%(count)d topic is on %(board)s now.", "%(count)d topics are on %(board)s now.", count
        )
        messages.success(request, said % {"count": count, "board": to})
    by_reason: dict[str, list[str]] = defaultdict(list)
    for each, reason in report.stayed:
        by_reason[str(reason)].append(each.title)
    for reason, titles in by_reason.items():
        named = ", ".join(f"“{title}”" for title in titles[:TITLES_SAID])
        more = len(titles) - TITLES_SAID
        if more > 0:
            named = _("%(titles)s and %(count)d more") % {"titles": named, "count": more}
        messages.warning(
            request, _("Not moved: %(titles)s. %(reason)s") % {"titles": named, "reason": reason}
        )
    if missing:
        said = ngettext(
            "%d topic was not moved: it was removed in the meantime.",
            "%d topics were not moved: they were removed in the meantime.",
            missing,
        )
        messages.warning(request, said % missing)
