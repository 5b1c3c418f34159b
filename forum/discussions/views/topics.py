"""The addresses of a topic: its pages, and the way to what is new in it."""

from __future__ import annotations

from collections.abc import Collection

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from forum.core.numbers import whole_number
from forum.discussions.models import Topic
from forum.discussions.policies.topic_removals import may_read_why_topic_went
from forum.discussions.selectors.reading import first_unread
from forum.discussions.selectors.relocations import where_post_went
from forum.discussions.selectors.removed import topic_with_removal
from forum.discussions.selectors.threads import TIME, TREE, Window
from forum.discussions.views.readable import topic_read_by
from forum.discussions.views.relocated import where_it_went
from forum.discussions.views.standing import as_asked, came_by
from forum.discussions.views.topic_pages import look_at, topic_page
from forum.people.actors import Actor, is_person


def readable_topic(actor: Actor, topic_id: int) -> Topic:
    """The topic with its placements, or 404 where the actor may not read it, as where there is none."""
    topic = topic_read_by(actor, topic_id)
    if topic is None:
        raise Http404
    return topic


@require_safe
def topic(request: HttpRequest, topic_id: int, slug: str = "", number: int = 0) -> HttpResponseBase:
    """A page of the thread: from the top, around post `number`, or as `from`, `before` and `branch` ask."""
    shown = topic_read_by(request.user, topic_id)
    if shown is None:
        return _elsewhere(request.user, topic_id, number)
    if slug != shown.slug:
        return redirect(_address(request, shown, number))
    seen = as_asked(request, shown)
    window = _window(request, shown, number, {placement.board_id for placement in seen})
    return topic_page(request, look_at(request.user, shown, window, seen))


def _elsewhere(actor: Actor, topic_id: int, number: int) -> HttpResponse:
    """On to the topic into which this one was merged, or to why it was removed; 404 where neither may be read."""
    there = where_it_went(actor, topic_id, number)
    if there:
        return redirect(there)
    became = where_post_went(topic_id, max(number, 1))
    gone = topic_with_removal(became[0] if became else topic_id) if is_person(actor) else None
    if gone is None or not may_read_why_topic_went(actor, gone):
        raise Http404
    return redirect("topic-removal", gone.pk)


@require_safe
def unread(request: HttpRequest, topic_id: int, slug: str) -> HttpResponse:
    """On to the first post that the reader has not seen; to the last one where all is read."""
    shown = readable_topic(request.user, topic_id)
    number = (first_unread(shown, shown.position) or shown.last_number) if shown.position else 1
    query = came_by(shown, as_asked(request, shown)[0].board_id)
    if number <= 1:
        return redirect(shown.get_absolute_url() + query)
    return redirect(reverse("post", args=[shown.pk, shown.slug, number]) + f"{query}#post-{number}")


def _address(request: HttpRequest, shown: Topic, number: int) -> str:
    """Where it is by its present title. Not for ever: a title that is changed back would lead round in circles."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    if not number:
        return shown.get_absolute_url() + query
    return reverse("post", args=[shown.pk, shown.slug, number]) + f"{query}#post-{number}"


def _window(request: HttpRequest, shown: Topic, number: int, seen: Collection[int]) -> Window:
    """`seen` are ids of the boards on which the reader sees it: another one narrows nothing."""
    wished = request.GET.get("order", getattr(request.user, "reading_order", TREE))
    order = TIME if wished == TIME else TREE
    asked = {
        name: whole_number(request.GET.get(name, "")) or 0 for name in ("branch", "before", "from", "via")
    }
    via = asked["via"] if asked["via"] in seen and number <= 1 else 0
    order = TIME if via else order
    branch = asked["branch"] if order == TREE else 0
    if number > shown.last_number:
        raise Http404
    if number > 1:
        return Window(order, number, "around")
    if asked["before"]:
        return Window(order, asked["before"], "before", branch, via)
    return Window(order, asked["from"], "from", branch, via)
