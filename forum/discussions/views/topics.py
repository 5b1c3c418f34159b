"""The addresses of a topic: its pages, and the way to what is new in it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from forum.core.numbers import whole_number
from forum.discussions.models import Topic
from forum.discussions.policies.topics import may_read_topic
from forum.discussions.selectors.reading import first_unread
from forum.discussions.selectors.threads import TIME, TREE, Window
from forum.discussions.selectors.topics import topic_with_placements
from forum.discussions.views.standing import as_asked
from forum.discussions.views.topic_pages import look_at, topic_page
from forum.people.actors import Actor, is_person


def readable_topic(actor: Actor, topic_id: int) -> Topic:
    """The topic with its placements, or 404 where the actor may not read it, as where there is none."""
    topic = topic_with_placements(topic_id, reader=actor if is_person(actor) else None)
    if topic is None or not may_read_topic(actor, topic):
        raise Http404
    return topic


@require_safe
def topic(request: HttpRequest, topic_id: int, slug: str = "", number: int = 0) -> HttpResponseBase:
    """A page of the thread: from the top, around post `number`, or as `from`, `before` and `branch` ask."""
    shown = readable_topic(request.user, topic_id)
    if slug != shown.slug:
        return redirect(_address(request, shown, number))
    window = _window(request, shown, number)
    return topic_page(request, look_at(request.user, shown, window, as_asked(request, shown)))


@require_safe
def unread(request: HttpRequest, topic_id: int, slug: str) -> HttpResponse:
    """On to the first post that the reader has not seen; to the last one where all is read."""
    shown = readable_topic(request.user, topic_id)
    number = (first_unread(shown, shown.position) or shown.last_number) if shown.position else 1
    if number <= 1:
        return redirect(shown)
    return redirect(reverse("post", args=[shown.pk, shown.slug, number]) + f"#post-{number}")


def _address(request: HttpRequest, shown: Topic, number: int) -> str:
    """Where it is by its present title. Not for ever: a title that is changed back would lead round in circles."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    if not number:
        return shown.get_absolute_url() + query
    return reverse("post", args=[shown.pk, shown.slug, number]) + f"{query}#post-{number}"


def _window(request: HttpRequest, shown: Topic, number: int) -> Window:
    wished = request.GET.get("order", getattr(request.user, "reading_order", TREE))
    order = TIME if wished == TIME else TREE
    asked = {name: whole_number(request.GET.get(name, "")) or 0 for name in ("branch", "before", "from")}
    branch = asked["branch"] if order == TREE else 0
    if number > shown.last_number:
        raise Http404
    if number > 1:
        return Window(order, number, "around")
    if asked["before"]:
        return Window(order, asked["before"], "before", branch)
    return Window(order, asked["from"], "from", branch)
