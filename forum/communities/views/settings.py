"""Where facilitators change what a community says of itself, and archive it or take it back into use."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forum.communities.actions.describing import describe_community
from forum.communities.actions.opening import archive_community, restore_community
from forum.communities.forms.describing import SettingsForm
from forum.communities.models import Community
from forum.communities.selectors.describing import description_of, edition_of_description
from forum.communities.selectors.invitations import open_invitations
from forum.communities.views.looked_after import about
from forum.communities.views.places import shaped_community
from forum.core.editions import ChangedMeanwhile
from forum.core.forms import Conflict, conflict_of, note_problems, note_refusal
from forum.core.verdicts import Refused
from forum.people.actors import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """What the community says of itself; an edit that crossed another shows both and loses neither."""
    community = shaped_community(request.user, slug)
    form = SettingsForm(request.POST if request.method == "POST" else None, initial=_begun(community))
    if request.method != "POST":
        return _page(request, community, form)
    status, conflict = 422, None
    if form.is_valid():
        try:
            describe_community(
                editor=signed_in(request.user),
                community=community,
                seen=form.cleaned_data["seen"],
                **form.description,
            )
        except ChangedMeanwhile as refusal:
            present = shaped_community(request.user, slug)
            status, form, conflict = refusal.status, *_compared(request, present, refusal)
        except Refused as refusal:
            status = refusal.status
            note_refusal(form, refusal)
        except ValidationError as error:
            note_problems(form, error)
        else:
            messages.success(request, _("Saved. This is what the community says of itself now."))
            return redirect("community-settings", slug)
    return _page(request, community, form, conflict=conflict, status=status)


def _page(
    request: HttpRequest,
    community: Community,
    form: SettingsForm,
    *,
    conflict: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    context = about(request, community) | {"form": form, "conflict": conflict}
    return render(request, "communities/settings.html", context, status=status)


def _begun(community: Community) -> dict[str, Any]:
    return description_of(community) | {"seen": edition_of_description(community)}


def _compared(
    request: HttpRequest, present: Community, refusal: ChangedMeanwhile
) -> tuple[SettingsForm, Conflict]:
    """What was typed, from now on on top of what is stored, and where the two differ."""
    begun = _begun(present)
    typed = request.POST.copy()
    typed["seen"] = begun["seen"]
    form = SettingsForm(typed, initial=begun)
    return form, conflict_of(refusal, typed=form, stored=SettingsForm(initial=begun))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def archive(request: HttpRequest, slug: str) -> HttpResponse:
    """What archiving means, and the button; of an archived community, the way back into use."""
    community = shaped_community(request.user, slug)
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
    invited = open_invitations(community, timezone.now()).count()
    return render(request, "communities/archive.html", about(request, community) | {"invited": invited})
