"""Where facilitators change what a community says of itself, and archive it or take it back into use."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forum.communities.actions.describing import describe_community
from forum.communities.actions.opening import archive_community, restore_community
from forum.communities.forms.describing import SettingsForm
from forum.communities.models import Community
from forum.communities.selectors.describing import DESCRIPTION, description_of, edition_of_description
from forum.communities.views.looked_after import about, note_problems, shaped_community
from forum.core.editions import ChangedMeanwhile
from forum.core.verdicts import Refused
from forum.people.actors import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """What the community says of itself; an edit that crossed another shows both and loses neither."""
    community = shaped_community(request, slug)
    begun = description_of(community) | {"seen": edition_of_description(community)}
    form = SettingsForm(request.POST if request.method == "POST" else None, initial=begun)
    if request.method != "POST":
        return _page(request, community, form)
    status, theirs = 422, []
    if form.is_valid():
        try:
            describe_community(
                editor=signed_in(request.user),
                community=community,
                seen=form.cleaned_data["seen"],
                **form.description,
            )
        except ChangedMeanwhile as refusal:
            present = shaped_community(request, slug)
            status, theirs = refusal.status, _differences(form, present)
            form = _begun_anew(request, form, present, refusal)
        except Refused as refusal:
            status = refusal.status
            form.add_error(None, str(refusal.sentence))
        except ValidationError as error:
            note_problems(form, error)
        else:
            messages.success(request, _("Saved. This is what the community says of itself now."))
            return redirect("community-settings", slug)
    return _page(request, community, form, theirs=theirs, status=status)


def _page(
    request: HttpRequest,
    community: Community,
    form: SettingsForm,
    *,
    theirs: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = about(request, community) | {"form": form, "theirs": theirs or []}
    return render(request, "communities/settings.html", context, status=status)


def _differences(form: SettingsForm, stored: Community) -> list[tuple[str, str]]:
    """Label and stored value of each field in which the editor typed something else."""
    typed = form.description
    return [
        (str(form.fields[name].label), _said(stored, name))
        for name in DESCRIPTION
        if typed[name] != getattr(stored, name)
    ]


def _said(community: Community, name: str) -> str:
    shown = getattr(community, f"get_{name}_display", None)
    value: Any = shown() if shown else getattr(community, name)
    return "\n".join(value) if isinstance(value, list) else str(value)


def _begun_anew(
    request: HttpRequest, form: SettingsForm, stored: Community, refusal: ChangedMeanwhile
) -> SettingsForm:
    """What was typed, from now on on top of what is stored."""
    typed = request.POST.copy()
    typed["seen"] = edition_of_description(stored)
    again = SettingsForm(typed, initial=form.initial)
    again.is_valid()
    again.add_error(None, str(refusal.sentence))
    return again


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def archive(request: HttpRequest, slug: str) -> HttpResponse:
    """What archiving means, and the button; of an archived community, the way back into use."""
    community = shaped_community(request, slug)
    if request.method == "POST":
        person = signed_in(request.user)
        if request.POST.get("wish") == "restore":
            restore_community(restorer=person, community=community)
            messages.success(request, _("%(name)s is in use again.") % {"name": community.name})
        else:
            archive_community(archiver=person, community=community)
            messages.success(
                request, _("%(name)s is archived. It stays readable.") % {"name": community.name}
            )
        return redirect(community)
    return render(request, "communities/archive.html", about(request, community))
