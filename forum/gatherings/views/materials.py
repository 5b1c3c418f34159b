"""Where hosts put what people read before a live session."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forum.core.forms import note_refusal
from forum.core.verdicts import Refused, require
from forum.gatherings.actions.materials import add_material, take_material_away
from forum.gatherings.forms.materials import MaterialForm
from forum.gatherings.policies.gatherings import may_add_material
from forum.gatherings.views.places import prepared_gathering
from forum.people.actors import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def materials(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """What is there, and one more."""
    found = prepared_gathering(request, gathering_id)
    require(may_add_material(request.user, found))
    form = MaterialForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                added = add_material(
                    host=signed_in(request.user), gathering=found, pasted=form.cleaned_data["pasted"]
                )
            except Refused as refusal:
                note_refusal(form, refusal)
                status = refusal.status
            else:
                messages.success(request, _("“%s” is there now.") % added.title)
                return redirect("gathering-materials", gathering_id)
    context = {
        "gathering": found,
        "community": found.community,
        "form": form,
        "materials": found.materials.all(),
    }
    return render(request, "gatherings/materials.html", context, status=status)


@require_POST
@login_required
def remove(request: HttpRequest, gathering_id: int, material_id: int) -> HttpResponse:
    """Take one away."""
    found = prepared_gathering(request, gathering_id)
    take_material_away(host=signed_in(request.user), gathering=found, material_id=material_id)
    messages.success(request, _("It is taken away."))
    return redirect("gathering-materials", gathering_id)
