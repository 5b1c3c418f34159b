"""One thing that waits: its page, and what is done with it there or in the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from forum.core.claims import Kind
from forum.core.numbers import whole_number
from forum.core.verdicts import Invalid, Refused, Sentence
from forum.moderation.actions.claiming import add_remark, claim_thing, give_thing_back
from forum.moderation.actions.deciding import hand_case_up
from forum.moderation.models import Case
from forum.moderation.policies.cases import may_see_case
from forum.moderation.selectors.cases import case_with
from forum.moderation.selectors.queue import Waiting, waiting_thing
from forum.moderation.selectors.replies import replies_for
from forum.moderation.views.queue_left import left_html
from forum.moderation.views.queue_rows import QueueRow, rows_of
from forum.moderation.views.waiting.records import Answer, Given
from forum.moderation.views.waiting.table import KINDS, kind_named
from forum.people.actors import signed_in
from forum.people.models import Person

_WORDS = ("reason", "remark", "why")  # the fields that somebody types into
GONE = gettext_lazy("This does not wait for you any more: somebody has decided on it, or it was taken back.")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def thing(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    """What waits, with what surrounds it; what is pressed comes back as it is then, or as the list without it."""
    named = kind_named(kind)
    if named is None:
        raise Http404
    person = signed_in(request.user)
    waiting = waiting_thing(person, named, key)
    if waiting is None:
        return _gone(request, kind, key)
    if request.method != "POST":
        return _shown(request, person, waiting)
    pressed = request.POST.get("act", "")
    called = KINDS[named].shown(person, [waiting.row])[0].title  # before it is gone
    try:
        if pressed not in _ACTS:
            raise Invalid(_("Press one of the buttons."))
        said = _ACTS[pressed](request, person, waiting)
    except Refused as refusal:
        return _refused(request, person, waiting, refusal)
    return _done(request, person, waiting, called, said)


def _yes(request: HttpRequest, person: Person, waiting: Waiting) -> Sentence:
    return _answered(request, person, waiting, KINDS[waiting.kind].yes)


def _no(request: HttpRequest, person: Person, waiting: Waiting) -> Sentence:
    return _answered(request, person, waiting, KINDS[waiting.kind].no)


def _answered(request: HttpRequest, person: Person, waiting: Waiting, chosen: Answer) -> Sentence:
    seen = whole_number(request.POST.get("seen", "")) or 0
    chosen.act(person, waiting.row, Given(request.POST.get("reason", ""), seen))
    return chosen.done


def _claim(_request: HttpRequest, person: Person, waiting: Waiting) -> Sentence:
    claim_thing(moderator=person, kind=waiting.kind, key=waiting.row.pk)
    return _("It is yours for half an hour: nobody else decides meanwhile.")


def _give_back(_request: HttpRequest, person: Person, waiting: Waiting) -> Sentence:
    give_thing_back(moderator=person, kind=waiting.kind, key=waiting.row.pk)
    return _("Others can look at it again.")


def _remark(request: HttpRequest, person: Person, waiting: Waiting) -> Sentence:
    words = request.POST.get("remark", "")
    add_remark(moderator=person, kind=waiting.kind, key=waiting.row.pk, words=words)
    return _("Noted for the others who decide on this.")


def _hand_up(request: HttpRequest, person: Person, waiting: Waiting) -> Sentence:
    if waiting.kind != Kind.REPORTED:
        raise Invalid(_("Reports alone are handed up."))
    hand_case_up(moderator=person, case=waiting.row, why=request.POST.get("why", ""))
    return _("Handed up. Those above decide.")


_ACTS: dict[str, Callable[[HttpRequest, Person, Waiting], Sentence]] = {
    "yes": _yes,
    "no": _no,
    "claim": _claim,
    "give-back": _give_back,
    "remark": _remark,
    "up": _hand_up,
}


def _is_part(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _done(
    request: HttpRequest, person: Person, waiting: Waiting, called: Sentence, said: Sentence
) -> HttpResponse:
    left = waiting_thing(person, waiting.kind, waiting.row.pk)
    if _is_part(request):
        if left:
            return _shown(request, person, left, said=said)
        context = {"key": waiting.key, "sentence": said, "decided_at": _decided_at(person, waiting)}
        return _part(request, "moderation/queue_line.html", context, 200)
    messages.success(request, str(said) if left else f"{called} · {said}")
    return redirect(_page_of(waiting) if left else "queue")


def _decided_at(person: Person, waiting: Waiting) -> str:
    """The page that keeps what was decided, and from which it can be undone; "" where there is none."""
    case = case_with(waiting.row.pk) if isinstance(waiting.row, Case) else None
    if case is None or case.state == Case.State.OPEN or not may_see_case(person, case):
        return ""
    return case.get_absolute_url()


def _page_of(waiting: Waiting) -> str:
    """Where one thing is looked at: a report on a page of its own."""
    if isinstance(waiting.row, Case):
        return waiting.row.get_absolute_url()
    return reverse("queue-thing", args=[waiting.kind, waiting.row.pk])


def _refused(request: HttpRequest, person: Person, waiting: Waiting, refusal: Refused) -> HttpResponse:
    """What was typed comes back with what is wrong with it; what others have decided on comes back as that."""
    left = waiting_thing(person, waiting.kind, waiting.row.pk)
    if left is None:
        return _gone(request, waiting.kind, waiting.row.pk, refusal.sentence, refusal.status)
    field = refusal.field if isinstance(refusal, Invalid) else ""
    row = replace(
        _row(person, left),
        problem=refusal.sentence,
        problem_at=field,
        pressed=request.POST.get("act", ""),
        typed={name: request.POST.get(name, "") for name in _WORDS},
    )
    return _render(request, person, row, refusal.status)


def _shown(request: HttpRequest, person: Person, waiting: Waiting, said: Sentence = "") -> HttpResponse:
    return _render(request, person, replace(_row(person, waiting), said=said), 200)


def _row(person: Person, waiting: Waiting) -> QueueRow:
    return rows_of(person, [waiting])[0]


def _render(request: HttpRequest, person: Person, row: QueueRow, status: int) -> HttpResponse:
    context = {"row": row, "replies": replies_for(person, row.shown.communities)}
    if _is_part(request):
        return _part(request, "moderation/queue_row.html", context, status)
    return render(request, "moderation/queue_thing.html", context, status=status)


def _gone(
    request: HttpRequest, kind: str, key: int, sentence: Sentence = GONE, status: int = 404
) -> HttpResponse:
    """It waits no more; what was typed about it meanwhile is not lost with it."""
    typed = [words for name in _WORDS if (words := request.POST.get(name, "").strip())]
    context = {"key": f"{kind}-{key}", "sentence": sentence, "typed": typed}
    if _is_part(request):
        return _part(request, "moderation/queue_line.html", context, status)
    return render(request, "moderation/queue_gone.html", context, status=status)


def _part(request: HttpRequest, page: str, context: dict[str, Any], status: int) -> HttpResponse:
    """The thing as it is now or what became of it, and with it how much is left in the list."""
    html = render_to_string(page, context, request) + left_html(request, signed_in(request.user))
    return HttpResponse(html, status=status)
