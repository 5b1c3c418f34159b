"""Where stewards find people and decide who is a steward and to whom the network is closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from forum.communities.selectors.figures import (
    communities_facilitated_alone,
    memberships_by_person,
    memberships_for_stewards,
)
from forum.core.numbers import whole_number
from forum.core.verdicts import Sentence, Verdict, require
from forum.pages.forms import ClosingForm, ReasonForm
from forum.people.actions.stewards import end_steward, let_back_in, make_steward, shut_out
from forum.people.actors import Actor
from forum.people.models import Person
from forum.people.policies.stewards import may_end_steward, may_let_back_in, may_make_steward, may_shut_out
from forum.people.selectors.stewards import account_for_stewards, account_page
from forum.people.views.stewards import steward_or_404


@dataclass(frozen=True, slots=True)
class Act:
    """Something a steward can do with an account, and how it is asked for and answered."""

    label: Sentence
    consequence: Sentence
    done: Sentence
    may: Callable[[Actor, Person], Verdict]
    do: Callable[..., Person]
    is_danger: bool = False
    needs_reason: bool = False
    has_end: bool = False


ACTS = {
    "make-steward": Act(
        gettext_lazy("Make a steward"),
        gettext_lazy(
            "%(name)s will read everything in the network, private and hidden communities too, and look after it "
            "as you do: people, settings, the machine."
        ),
        gettext_lazy("%(name)s is a steward now."),
        may_make_steward,
        make_steward,
    ),
    "end-steward": Act(
        gettext_lazy("End being a steward"),
        gettext_lazy(
            "%(name)s will read and do what their own communities allow, and no more. It holds at once."
        ),
        gettext_lazy("%(name)s is no longer a steward."),
        may_end_steward,
        end_steward,
        is_danger=True,
    ),
    "close": Act(
        gettext_lazy("Close the account"),
        gettext_lazy(
            "%(name)s is signed out everywhere at once and cannot sign in again; their page is gone, and links "
            "by which they let people in lead nowhere. What they wrote stays, under their name. They read why, and can "
            "ask another steward to look at it again. It opens by itself at the end that you choose, or when you "
            "open it."
        ),
        gettext_lazy("The network is closed to %(name)s."),
        may_shut_out,
        shut_out,
        is_danger=True,
        needs_reason=True,
        has_end=True,
    ),
    "open": Act(
        gettext_lazy("Open the account again"),
        gettext_lazy("%(name)s can sign in again and is in their communities what they were before."),
        gettext_lazy("%(name)s can sign in again."),
        may_let_back_in,
        let_back_in,
    ),
}


@never_cache
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everyone with an account, to search and to narrow."""
    steward_or_404(request)
    words, state = request.GET.get("q", "")[:80], request.GET.get("state", "")
    after = whole_number(request.GET.get("after", ""), digits=18) or 0
    page = account_page(words=words, state=state, after=after)
    belongs = memberships_by_person([person.pk for person in page.people])
    context = {
        "rows": [(person, belongs.get(person.pk, 0)) for person in page.people],
        "more": page.more,
        "words": words,
        "state": state,
        "is_first_page": not after,
    }
    return render(request, "stewards/people.html", context)


@never_cache
@require_safe
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """One account: what it is, where it belongs, and what a steward can do with it."""
    steward, shown = steward_or_404(request), _account_or_404(person_id)
    verdicts = {name: act.may(steward, shown) for name, act in ACTS.items()}
    context = {
        "person": shown,
        "memberships": memberships_for_stewards(shown),
        "acts": [(name, ACTS[name]) for name, verdict in verdicts.items() if verdict],
        "reasons": _closed_doors(shown, verdicts),
    }
    return render(request, "stewards/person.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, person_id: int, act: str) -> HttpResponse:
    """Ask whether it is meant, with what follows from it, and do it."""
    steward, shown = steward_or_404(request), _account_or_404(person_id)
    wished = ACTS.get(act)
    if wished is None:
        raise Http404
    require(wished.may(steward, shown))
    form = _form_for(wished, request)
    if request.method == "POST" and form.is_valid():
        wished.do(steward=steward, person=shown, **form.told())
        messages.success(request, str(wished.done) % {"name": shown.display_name})
        # Whoever ended being a steward finds none of these pages any more.
        is_out = steward.pk == shown.pk
        return redirect("home") if is_out else redirect("steward-person", person_id=shown.pk)
    context: dict[str, Any] = {
        "person": shown,
        "act": wished,
        "form": form,
        "consequence": str(wished.consequence) % {"name": shown.display_name},
        "left_alone": communities_facilitated_alone(shown) if wished.needs_reason else [],
    }
    return render(request, "stewards/act.html", context, status=422 if form.errors else 200)


def _form_for(wished: Act, request: HttpRequest) -> ReasonForm | ClosingForm:
    data = request.POST if request.method == "POST" else None
    return ClosingForm(data) if wished.has_end else ReasonForm(data, is_required=wished.needs_reason)


def _account_or_404(person_id: int) -> Person:
    found = account_for_stewards(person_id)
    if found is None:
        raise Http404
    return found


def _closed_doors(shown: Person, verdicts: dict[str, Verdict]) -> list[Sentence]:
    """Why something that would make sense for this account cannot be done now."""
    sensible = ["end-steward"] if shown.is_steward else []
    sensible.append("close" if shown.is_active else "open")
    return list(dict.fromkeys(verdicts[name].reason for name in sensible if not verdicts[name]))
