"""What moderators of a board do to a topic that stands there as a guest."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum.core.forms import note_refusal
from forum.core.verdicts import Invalid
from forum.crossposting.actions.tending import lock_here, tag_here, unlock_here
from forum.crossposting.forms.carrying import LocalTagsForm
from forum.crossposting.views.showing import placement_for, standing_on
from forum.crossposting.views.standing import standing_page
from forum.discussions.models import Placement
from forum.discussions.views.topics import readable_topic
from forum.people.actors import signed_in


@require_POST
@login_required
def lock(request: HttpRequest, placement_id: int) -> HttpResponse:
    """Let nobody reply through this board."""
    said = _("Locked on %(board)s: nobody replies through it. Elsewhere the conversation goes on.")
    return _done(request, placement_id, lock_here, said)


@require_POST
@login_required
def unlock(request: HttpRequest, placement_id: int) -> HttpResponse:
    """Let people reply through this board again."""
    return _done(request, placement_id, unlock_here, _("Open on %(board)s for replies again."))


def _done(request: HttpRequest, placement_id: int, act: Callable[..., Placement], said: str) -> HttpResponse:
    person = signed_in(request.user)
    placement = placement_for(person, placement_id)
    act(moderator=person, placement=placement)
    messages.success(request, said % {"board": placement.board.name})
    return redirect(standing_on(placement))


@require_POST
@login_required
def tag(request: HttpRequest, placement_id: int) -> HttpResponse:
    """Give the topic tags on this board."""
    person = signed_in(request.user)
    placement = placement_for(person, placement_id)
    form = LocalTagsForm(request.POST, auto_id=f"id_%s_{placement.pk}")
    if form.is_valid():
        try:
            tag_here(moderator=person, placement=placement, tags=form.cleaned_data["tags"])
        except Invalid as refusal:
            note_refusal(form, refusal)
        else:
            messages.success(request, _("Tagged on %(board)s.") % {"board": placement.board.name})
            return redirect(standing_on(placement))
    topic = readable_topic(person, placement.topic_id)
    return standing_page(request, topic, tags=(placement.pk, form), status=422)
