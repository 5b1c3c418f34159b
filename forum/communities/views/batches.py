"""Where facilitators invite a whole list: first what would become of each line, then all of it at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from forum.communities.actions.batches import edition_of_list, invite_list_as_shown, look_over_list
from forum.communities.forms.invitations import ListForm
from forum.communities.models import Community, InvitationBatch
from forum.communities.policies.invitations import may_invite
from forum.communities.selectors.invitations import batch_in
from forum.communities.sorting_lists import Outcome
from forum.communities.views.looked_after import about
from forum.communities.views.places import shaped_community
from forum.core.editions import ChangedMeanwhile
from forum.core.forms import note_refusal
from forum.core.spreadsheets import as_spreadsheet
from forum.core.verdicts import Refused, require
from forum.people.actors import signed_in
from forum.people.models import Person

BEFORE = {
    Outcome.INVITED: gettext_lazy("will be invited"),
    Outcome.BELONGS: gettext_lazy("belongs here already"),
    Outcome.OPEN: gettext_lazy("invited already"),
    Outcome.ASKED: gettext_lazy("has asked to join"),
    Outcome.TWICE: gettext_lazy("stands in the list twice"),
    Outcome.BROKEN: gettext_lazy("cannot be used"),
}
AFTERWARDS = BEFORE | {Outcome.INVITED: gettext_lazy("invited")}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def invite_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Read a list and say what would become of it; `step` "invite" carries out what was shown."""
    person = signed_in(request.user)
    community = shaped_community(person, slug)
    require(may_invite(person, community))
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if request.method != "POST" or not form.is_valid():
        return _page(request, community, form, 422 if request.method == "POST" else 200)
    try:
        if request.POST.get("step") == "invite":
            with suppress(ChangedMeanwhile):  # then they look at it anew
                return redirect("invitation-batch", slug, _invited(request, person, community, form).pk)
        return _page(request, community, _carried(form), 200, **_looked_over(person, community, form))
    except Refused as refusal:
        note_refusal(form, refusal)
        return _page(request, community, form, refusal.status)


def _page(
    request: HttpRequest, community: Community, form: ListForm, status: int, **report: Any
) -> HttpResponse:
    context = about(request, community) | {"form": form} | report
    return render(request, "communities/invite_list.html", context, status=status)


def _looked_over(person: Person, community: Community, form: ListForm) -> dict[str, Any]:
    said = {key: form.cleaned_data[key] for key in ("text", "role", "message")}
    found = look_over_list(inviter=person, community=community, **said)
    rows = [each.reported() for each in found]
    return {"rows": _rows(rows, BEFORE), "counts": _counts(rows, BEFORE), "good": _good(rows)}


def _invited(request: HttpRequest, person: Person, community: Community, form: ListForm) -> InvitationBatch:
    said = {key: form.cleaned_data[key] for key in ("name", "text", "role", "message", "days", "seen")}
    batch = invite_list_as_shown(inviter=person, community=community, **said)
    good = _good(batch.report)
    told = ngettext("%d invitation is on its way.", "%d invitations are on their way.", good) % good
    messages.success(request, told)
    return batch


def _carried(form: ListForm) -> ListForm:
    """The form once more, with a file's words as text, and with what was looked at."""
    return ListForm(initial=form.cleaned_data | {"seen": edition_of_list(**form.cleaned_data)})


@require_safe
@login_required
def batch(request: HttpRequest, slug: str, batch_id: int) -> HttpResponse:
    """What became of every line of a list."""
    community = shaped_community(request.user, slug)
    found = _batch(community, batch_id)
    context = about(request, community) | {
        "batch": found,
        "rows": _rows(found.report, AFTERWARDS),
        "counts": _counts(found.report, AFTERWARDS),
    }
    return render(request, "communities/invitation_batch.html", context)


@require_safe
@login_required
def batch_report(request: HttpRequest, slug: str, batch_id: int) -> HttpResponse:
    """The same for a spreadsheet."""
    found = _batch(shaped_community(request.user, slug), batch_id)
    heads = [_("line"), _("address"), _("name"), _("outcome"), _("note")]
    rows = _rows(found.report, AFTERWARDS)
    cells = ([row["line"], row["email"], row["name"], row["said"], row["note"]] for row in rows)
    return as_spreadsheet(f"invitations-{found.pk}", heads, cells)


def _batch(community: Community, batch_id: int) -> InvitationBatch:
    found = batch_in(community, batch_id)
    if found is None:
        raise Http404
    return found


def _rows(report: list[Any], words: Mapping[Outcome, Any]) -> list[dict[str, Any]]:
    return [row | {"said": words[Outcome(row["outcome"])]} for row in report]


def _counts(report: list[Any], words: Mapping[Outcome, Any]) -> list[tuple[str, Any, int]]:
    """Outcome, its words and how often it occurs, for those that occur."""
    counted = Counter(row["outcome"] for row in report)
    return [(each, words[each], counted[each]) for each in Outcome if counted[each]]


def _good(report: list[Any]) -> int:
    return sum(row["outcome"] == Outcome.INVITED for row in report)
