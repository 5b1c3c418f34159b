"""The page of a person: who they are, where they take part, what they said lately."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from forum.communities.selectors.members import communities_shared
from forum.core.markup import excerpt
from forum.discussions.models import Post
from forum.discussions.selectors.listings import topics_by
from forum.discussions.selectors.posts import by_author
from forum.pages.listing import rows_for
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
    posts = by_author(request.user, shown.pk, limit=POSTS_SHOWN)
    is_placeholder = shown.kind == Person.Kind.PLACEHOLDER
    if is_placeholder and not posts:  # who wrote to a closed list is known to its readers alone
        raise Http404
    if shown.handle != handle:
        return redirect(shown)
    context = {
        "person": shown,
        "is_self": shown.pk == request.user.pk,
        "is_placeholder": is_placeholder,
        "interests": [word.strip() for word in shown.interests.split(",") if word.strip()],
        "communities": communities_shared(shown, request.user),
        "topics": rows_for(request.user, topics_by(request.user, shown.pk)),
        "posts": [_said(post) for post in posts],
    }
    return render(request, "people/person.html", context)


def _said(post: Post) -> dict[str, object]:
    return {
        "url": f"{post.get_absolute_url()}#post-{post.number}",
        "title": post.topic.title,
        "words": excerpt(post.html, EXCERPT_LENGTH),
        "created_at": post.created_at,
        "is_opening": post.is_opening,
    }
