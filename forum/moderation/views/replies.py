"""Where those who look after a community keep what they say often."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forum.communities.models import Community
from forum.communities.policies.shaping import may_look_after
from forum.communities.views.looked_after import about
from forum.communities.views.places import known_community
from forum.core.editions import ChangedMeanwhile
from forum.core.forms import Conflict, act_on, conflict_of, note_refusal
from forum.core.verdicts import Refused, require
from forum.moderation.actions.saving_replies import DELETED, change_reply, forget_reply, save_reply
from forum.moderation.forms import ChangedReplyForm, SavedReplyForm
from forum.moderation.models import SavedReply
from forum.moderation.selectors.replies import edition_of_reply, replies_in, reply_with
from forum.people.actors import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def replies(request: HttpRequest, slug: str) -> HttpResponse:
    """All of them, and a form for another one."""
    person, community = signed_in(request.user), known_community(request.user, slug)
    require(may_look_after(person, community))
    form, status = SavedReplyForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        reply, status = act_on(form, lambda given: save_reply(moderator=person, community=community, **given))
        if reply is not None:
            messages.success(request, _("Kept. It is offered wherever a reason is asked for."))
            return redirect("saved-replies", slug)
    return _list(request, community, form, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def reply(request: HttpRequest, slug: str, reply_id: int) -> HttpResponse:
    """Say something else, or under another name."""
    person, community = signed_in(request.user), known_community(request.user, slug)
    require(may_look_after(person, community))
    kept = reply_with(community, reply_id)
    if request.method != "POST":
        if kept is None:
            raise Http404
        return _page(request, community, kept, _begun(kept))
    if kept is None:
        return _gone(request, community)
    form = ChangedReplyForm(request.POST)
    if not form.is_valid():
        return _page(request, community, kept, form, status=422)
    try:
        change_reply(moderator=person, community=community, reply_id=reply_id, **form.cleaned_data)
    except ChangedMeanwhile as refusal:
        return _overtaken(request, community, reply_id, refusal)
    except Refused as refusal:
        note_refusal(form, refusal)
        return _page(request, community, kept, form, status=refusal.status)
    messages.success(request, _("Changed. It is offered as it says now."))
    return redirect("saved-replies", slug)


def _gone(request: HttpRequest, community: Community) -> HttpResponse:
    """The words that were typed, to be kept as another one: the one that they were for is there no longer."""
    form = SavedReplyForm(request.POST)
    form.add_error(None, str(DELETED))
    return _list(request, community, form, status=ChangedMeanwhile.status)


def _overtaken(
    request: HttpRequest, community: Community, reply_id: int, refusal: ChangedMeanwhile
) -> HttpResponse:
    """The words that were typed, beside what it says by now; saving once more means it."""
    present = reply_with(community, reply_id)
    if present is None:
        return _gone(request, community)
    typed = request.POST.copy()
    typed["seen"] = edition_of_reply(present)
    again = ChangedReplyForm(typed)
    conflict = conflict_of(refusal, typed=again, stored=_begun(present))
    return _page(request, community, present, again, status=refusal.status, conflict=conflict)


def _begun(kept: SavedReply) -> ChangedReplyForm:
    return ChangedReplyForm(initial={"name": kept.name, "words": kept.words, "seen": edition_of_reply(kept)})


def _list(request: HttpRequest, community: Community, form: SavedReplyForm, *, status: int) -> HttpResponse:
    context = about(request, community) | {"form": form, "replies": replies_in(community)}
    return render(request, "moderation/replies.html", context, status=status)


def _page(
    request: HttpRequest,
    community: Community,
    kept: SavedReply,
    form: ChangedReplyForm,
    *,
    status: int = 200,
    conflict: Conflict | None = None,
) -> HttpResponse:
    context = about(request, community) | {"reply": kept, "form": form, "conflict": conflict}
    return render(request, "moderation/reply.html", context, status=status)


@require_POST
@login_required
def forget(request: HttpRequest, slug: str, reply_id: int) -> HttpResponse:
    """Keep it no longer."""
    person, community = signed_in(request.user), known_community(request.user, slug)
    forget_reply(moderator=person, community=community, reply_id=reply_id)
    messages.success(request, _("It is kept no longer."))
    return redirect("saved-replies", slug)
