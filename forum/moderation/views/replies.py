"""Where those who look after a community keep what they say often."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forum.communities.policies.shaping import may_look_after
from forum.communities.views.looked_after import about
from forum.communities.views.places import known_community
from forum.core.forms import act_on
from forum.core.verdicts import require
from forum.moderation.actions.saving_replies import forget_reply, save_reply
from forum.moderation.forms import SavedReplyForm
from forum.moderation.selectors.replies import replies_in
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
    context = about(request, community) | {"form": form, "replies": replies_in(community)}
    return render(request, "moderation/replies.html", context, status=status)


@require_POST
@login_required
def forget(request: HttpRequest, slug: str, reply_id: int) -> HttpResponse:
    """Keep it no longer."""
    person, community = signed_in(request.user), known_community(request.user, slug)
    forget_reply(moderator=person, community=community, reply_id=reply_id)
    messages.success(request, _("It is kept no longer."))
    return redirect("saved-replies", slug)
