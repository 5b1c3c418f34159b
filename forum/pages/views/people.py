"""The page of a person: who they are, where they take part, what they said lately."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from forum.chat.policies.rooms import may_talk_to
from forum.chat.selectors.blocks import is_blocking
from forum.communities.policies.people import may_see_activity
from forum.communities.selectors.members import communities_shared
from forum.core.markup import excerpt
from forum.core.words import words_between_commas
from forum.core.zones import zone_of
from forum.discussions.models import Post
from forum.discussions.selectors.listings import topics_by
from forum.discussions.selectors.posts import by_author
from forum.pages.listing import rows_for
from forum.people.actors import Actor, is_person
from forum.people.models import Person
from forum.people.selectors.people import person_at

EXCERPT_LENGTH = 240
POSTS_SHOWN = 15


@require_safe
def person(request: HttpRequest, handle: str) -> HttpResponse:
    """What this viewer may know of a person: communities, topics and posts that they may read anyway."""
    shown = person_at(request.user, handle)
    if shown is None:
        raise Http404
    is_placeholder = shown.kind == Person.Kind.PLACEHOLDER
    may_see = may_see_activity(request.user, shown)
    activity = _activity(request.user, shown) if may_see else {}
    if is_placeholder and not activity.get(
        "posts"
    ):  # who wrote to a closed list is known to its readers alone
        raise Http404
    if shown.handle != handle:
        return redirect(shown)  # for now: who gave a handle up may take it back
    context = {
        "person": shown,
        "is_self": shown.pk == request.user.pk,
        "is_placeholder": is_placeholder,
        "interests": words_between_commas(shown.interests),
        "languages": words_between_commas(shown.languages),
        "there": _moment_there(request.user, shown, timezone.now()),
        "may_see": may_see,
        "audience": shown.activity_shown_to,
    }
    return render(request, "people/person.html", context | activity | _talking(request.user, shown))


def _talking(actor: Actor, shown: Person) -> dict[str, Any]:
    """Whether the actor may write to the person alone, and whether they let them; nothing for visitors."""
    if not is_person(actor) or actor.pk == shown.pk or shown.kind != Person.Kind.HUMAN:
        return {}
    return {
        "may_talk": bool(may_talk_to(actor, shown)),
        "is_blocking": is_blocking(actor, shown),
        "can_block": True,
    }


def _activity(actor: Actor, shown: Person) -> dict[str, Any]:
    return {
        "communities": communities_shared(shown, actor),
        "topics": rows_for(actor, topics_by(actor, shown.pk)),
        "posts": [_said(post) for post in by_author(actor, shown.pk, limit=POSTS_SHOWN)],
    }


def _moment_there(actor: Actor, shown: Person, now: datetime) -> time | None:
    """How late it is where the person is, for others; None where they have not said where that is."""
    if shown.time_zone == "UTC" or shown.pk == actor.pk:
        return None
    zone = zone_of(shown.time_zone)
    return now.astimezone(zone).time() if zone is not None else None


def _said(post: Post) -> dict[str, object]:
    return {
        "url": f"{post.get_absolute_url()}#post-{post.number}",
        "title": post.topic.title,
        "words": excerpt(post.html, EXCERPT_LENGTH),
        "created_at": post.created_at,
        "is_opening": post.is_opening,
    }
