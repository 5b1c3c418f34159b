"""Where stewards set what holds for the whole network."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from forum.core.editions import ChangedMeanwhile
from forum.core.forms import Conflict, conflict_of, note_problems, note_refusal
from forum.core.verdicts import Refused
from forum.network.actions import change_network
from forum.network.forms import NetworkForm
from forum.network.selectors import edition_of_network, network_row
from forum.people.models import Person
from forum.people.selectors.people import person_with
from forum.people.views.stewards import steward_or_404


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def network(request: HttpRequest) -> HttpResponse:
    """The network's name and welcome, who comes in, who opens communities, and how much at once."""
    steward = steward_or_404(request)
    form = NetworkForm(request.POST if request.method == "POST" else None, row=network_row())
    status, conflict = 200, None
    if request.method == "POST":
        status, conflict = _save(form, steward, request.POST.get("seen", ""))
        if status == 302:
            messages.success(
                request, _("Saved. It holds from now on; other processes follow within seconds.")
            )
            return redirect("network-settings")
    row = network_row()
    by = person_with(row.changed_by_id) if row.changed_by_id else None
    context = {"form": form, "seen": edition_of_network(row), "row": row, "by": by, "conflict": conflict}
    return render(request, "stewards/network.html", context, status=status)


def _save(form: NetworkForm, steward: Person, seen: str) -> tuple[int, Conflict | None]:
    """The status of the answer: 302 where it is saved; else what is wrong stands in the form, or in the conflict."""
    if not form.is_valid():
        return 422, None
    try:
        change_network(actor=steward, seen=seen, **form.columns())
    except ChangedMeanwhile as refusal:
        return refusal.status, conflict_of(refusal, typed=form, stored=NetworkForm(row=network_row()))
    except Refused as refusal:
        note_refusal(form, refusal)
        return refusal.status, None
    except ValidationError as error:
        note_problems(form, error)
        return 422, None
    return 302, None
