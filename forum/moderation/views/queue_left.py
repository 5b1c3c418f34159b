"""How much waits still in the list in which somebody answers: beside its tabs and at its end, after each answer."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from forum.communities.models import Community
from forum.communities.selectors.reading import community_at
from forum.core.claims import Kind
from forum.core.words import one_line
from forum.moderation.selectors.queue import how_many_wait
from forum.moderation.views.waiting.table import KINDS, kind_named
from forum.people.models import Person


def about_left(person: Person, community: Community | None, kind: Kind | None) -> dict[str, Any]:
    """What `queue_tabs.html` and `queue_end.html` say of the list of everything, or of one community, and of the kind
    that it shows. A query for each kind.
    """
    numbers = how_many_wait(person, community)
    path = reverse("community-queue", args=[community.slug]) if community else reverse("queue")
    return {
        "kinds": [
            (each.value, KINDS[each].plural, number)
            for each, number in numbers.items()
            if number or each == kind
        ],
        "kind": kind.value if kind else "",
        "number": sum(numbers.values()),
        "left": numbers[kind] if kind else sum(numbers.values()),
        "path": path,
        "first": f"{path}?kind={kind}" if kind else path,
        "list_of": community.slug if community else "",
        "counted_at": int(timezone.now().timestamp() * 1_000_000),
    }


def left_html(request: HttpRequest, person: Person) -> str:
    """The same as HTML, for the list from which an answer came: the slug of its community (`list`, "" for everything),
    and the kind that it shows (`shows`). "" where it came from no list, or from one that is not there any more.
    """
    slug = request.POST.get("list")
    slug = None if slug is None else one_line(slug)
    community = community_at(person, slug) if slug else None
    if slug is None or (slug and community is None):
        return ""
    context = about_left(person, community, kind_named(request.POST.get("shows", "")))
    return render_to_string("moderation/queue_left.html", context | {"is_answer": True}, request)
