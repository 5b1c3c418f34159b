"""Where stewards set what holds for the whole network."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

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
    status = 200
    if request.method == "POST":
        status = _save(form, steward, request.POST.get("seen", ""))
        if status == 302:
            messages.success(
                request, _("Saved. It holds from now on; other processes follow within seconds.")
            )
            return redirect("network-settings")
    row = network_row()
    by = person_with(row.changed_by_id) if row.changed_by_id else None
    context = {"form": form, "seen": edition_of_network(row), "row": row, "by": by}
    if status == 409:
        context["stored"] = _stored_otherwise(form, NetworkForm(row=row))
    return render(request, "stewards/network.html", context, status=status)


def _save(form: NetworkForm, steward: Person, seen: str) -> int:
    """The status of the answer: 302 where it is saved; else what is wrong stands in the form."""
    if not form.is_valid():
        return 422
    try:
        change_network(actor=steward, seen=seen, **form.columns())
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
        return refusal.status
    except ValidationError as error:
        _note(form, error)
        return 422
    return 302


def _note(form: forms.Form, error: ValidationError) -> None:
    """Put what the action says beside the field that it is about."""
    for name, problems in error.message_dict.items():
        form.add_error(name if name in form.fields else None, problems)


def _stored_otherwise(typed: NetworkForm, stored: NetworkForm) -> list[tuple[str, str]]:
    """What others have stored where something else was typed: label and value."""
    found = []
    for field in stored:
        here, there = _said(typed[field.name]), _said(field)
        if here != there:
            found.append((str(field.label), there or _("nothing")))
    return found


def _said(field: Any) -> str:
    """What a field says, in words where it offers a choice."""
    value = "" if field.value() is None else str(field.value())
    choices = {str(key): str(label) for key, label in getattr(field.field, "choices", ())}
    return choices.get(value, value).replace("\r\n", "\n").strip()
