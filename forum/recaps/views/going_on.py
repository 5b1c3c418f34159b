"""The page where hosts let questions of a live session go on as topics."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from forum.core.forms import note_refusal
from forum.core.limits import STARTING
from forum.core.verdicts import Refused, require
from forum.discussions.models import Topic
from forum.discussions.views.sent_words import asked_in, cleared_in
from forum.gatherings.models import Gathering, Question
from forum.gatherings.views.places import prepared_gathering
from forum.people.actors import signed_in
from forum.recaps.actions.carrying import let_question_go_on
from forum.recaps.forms.recaps import GoingOnForm
from forum.recaps.policies.recaps import boards_for, may_sum_up
from forum.recaps.selectors.going_on import questions_to_go_on


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def going_on(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """Which questions, and on which board. Those that became topics stay so where a later one is refused."""
    found = prepared_gathering(request, gathering_id)
    require(may_sum_up(request.user, found))
    questions, boards = questions_to_go_on(found), boards_for(request.user, found)
    if request.method != "POST":
        form = GoingOnForm(questions=questions, boards=boards, initial={"questions": _most_wanted(questions)})
        return _page(request, found, form, questions)
    form = GoingOnForm(request.POST, questions=questions, boards=boards)
    if not form.is_valid():
        return _page(request, found, form, questions, status=422)
    chosen = [each for each in questions if each.pk in form.cleaned_data["questions"]]
    done, refusal = _carried(request, form, chosen)
    if done:
        said = ngettext(
            "It is a topic now; %(number)d went on.", "They are topics now; %(number)d went on.", len(done)
        )
        messages.success(request, said % {"number": len(done)})
    if refusal is None:
        return redirect(done[0] if len(done) == 1 else found)
    typed = request.POST.copy()
    typed.setlist("questions", [str(each.pk) for each in chosen[len(done) :]])
    again = GoingOnForm(typed, questions=questions, boards=boards)
    note_refusal(again, refusal)
    return _page(
        request, found, again, questions_to_go_on(found), status=refusal.status, asked=asked_in(refusal)
    )


def _most_wanted(questions: list[Question]) -> list[int]:
    """Ids of those that are ticked at first: what waits and is no topic yet, as many as may be started in an hour."""
    waiting = [
        each for each in questions if each.state != Question.State.ANSWERED and not hasattr(each, "going_on")
    ]
    return [each.pk for each in waiting[: STARTING.times]]


def _carried(
    request: HttpRequest, form: GoingOnForm, chosen: list[Question]
) -> tuple[list[Topic], Refused | None]:
    """What became topics, in their order, and why the next one did not."""
    done: list[Topic] = []
    board = form.chosen
    assert board is not None
    for question in chosen:
        try:
            done.append(let_question_go_on(
                host=signed_in(request.user), question=question, board=board, cleared=cleared_in(request)
            ))  # fmt: skip
        except Refused as refusal:
            return done, refusal
    return done, None


def _page(
    request: HttpRequest,
    found: Gathering,
    form: GoingOnForm,
    questions: list[Question],
    *,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    ticked = {str(key) for key in form["questions"].value() or ()}
    context = {
        "gathering": found,
        "community": found.community,
        "form": form,
        "rows": [(each, str(each.pk) in ticked) for each in questions if not hasattr(each, "going_on")],
        "most": STARTING.times,
    } | more
    return render(request, "recaps/going_on.html", context, status=status)
