"""Where hosts put what people read before a live session."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forum.core.forms import act_on
from forum.core.verdicts import require
from forum.discussions.actions.files import store_upload
from forum.discussions.selectors.files import files_at_hand
from forum.gatherings.actions.material_files import add_what_is_read
from forum.gatherings.actions.taking_materials_away import take_material_away
from forum.gatherings.forms.materials import MaterialForm
from forum.gatherings.models import Gathering, Material
from forum.gatherings.policies.gatherings import may_add_material, may_take_material_away
from forum.gatherings.views.places import seen_gathering
from forum.people.actors import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def materials(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """What is there, and one more."""
    found = seen_gathering(request, gathering_id)
    require(may_take_material_away(request.user, found))
    form, status = MaterialForm(), 200
    if request.method == "POST":
        require(may_add_material(request.user, found))
        sent = request.POST.copy()
        # Also what asks about words first passes on what is sent: a file that is stored by then is named there.
        request.POST = sent  # type: ignore[assignment]  # it may be added to
        form = MaterialForm(sent, request.FILES)
        added, status = act_on(form, partial(_put_there, request, found, sent))
        if added is not None:
            for material in added:
                messages.success(request, _("“%s” is there now.") % material.title)
            return redirect("gathering-materials", gathering_id)
        if not _kept(request, form):
            sent["kept"] = ""  # it is gone: the form can be sent without it
    context = {
        "gathering": found,
        "community": found.community,
        "form": form,
        "kept": _kept(request, form),
        "can_add": bool(may_add_material(request.user, found)),
        "materials": found.materials.all(),
    }
    return render(request, "gatherings/materials.html", context, status=status)


def _put_there(
    request: HttpRequest, found: Gathering, sent: QueryDict, typed: dict[str, Any]
) -> list[Material]:
    """The file is stored first, and stays its host's alone where the rest is refused: nobody chooses it twice."""
    host, file_id = signed_in(request.user), typed["kept"]
    if typed["file"] is not None:
        file_id = store_upload(owner=host, upload=typed["file"]).pk
        sent["kept"] = str(file_id)
    return add_what_is_read(
        host=host, gathering=found, pasted=typed["pasted"], file_id=file_id, called=typed["called"]
    )


def _kept(request: HttpRequest, form: MaterialForm) -> str:
    """The name of the file that came with a form that was refused, and goes with it when it is sent again."""
    try:
        key = UUID(str(form["kept"].value() or ""))
    except ValueError:
        return ""
    file = files_at_hand(signed_in(request.user).pk).filter(pk=key).first()
    return file.name if file is not None else ""


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: HttpRequest, gathering_id: int, material_id: int) -> HttpResponse:
    """Ask once, then take one away."""
    found = seen_gathering(request, gathering_id)
    if request.method != "POST":
        require(may_take_material_away(request.user, found))
        material = next((each for each in found.materials.all() if each.pk == material_id), None)
        if material is None:  # somebody else was faster
            return redirect("gathering-materials", gathering_id)
        context = {"gathering": found, "community": found.community, "material": material}
        return render(request, "gatherings/material_away.html", context)
    take_material_away(host=signed_in(request.user), gathering=found, material_id=material_id)
    messages.success(request, _("It is taken away."))
    return redirect("gathering-materials", gathering_id)
