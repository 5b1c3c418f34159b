"""Following a topic and no longer following it: a button that turns where it stands, or leads back to where it was."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum.core.pieces import asks_for_part
from forum.discussions.actions.following import follow_topic, unfollow_topic
from forum.discussions.models import Topic
from forum.discussions.views.follow_button import follow_html
from forum.discussions.views.topics import readable_topic
from forum.people.actors import signed_in


@require_POST
@login_required
def follow(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Follow a topic that one may read."""
    person = signed_in(request.user)
    topic = readable_topic(person, topic_id)
    follow_topic(person=person, topic=topic)
    said = _("You follow this topic now. What is new in it waits under “Following” in your menu.")
    return _turned(request, topic, said, is_followed=True)


@require_POST
@login_required
def unfollow(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Follow it no longer."""
    person = signed_in(request.user)
    topic = readable_topic(person, topic_id)
    unfollow_topic(person=person, topic=topic)
    said = _("You no longer follow “%(title)s”.") % {"title": topic.title}
    return _turned(request, topic, said, is_followed=False)


def _turned(request: HttpRequest, topic: Topic, said: str, *, is_followed: bool) -> HttpResponse:
    there = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    back = there if is_ours else topic.get_absolute_url()
    if asks_for_part(request):
        return HttpResponse(follow_html(topic.pk, is_followed=is_followed, back=back))
    messages.success(request, said)
    return redirect(back)
