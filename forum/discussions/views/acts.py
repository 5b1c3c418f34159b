"""What else can be done with a post: a sheet that scripts lay under it, and a page where there are none."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from forum.core.asked_above import AskedAbove
from forum.core.pieces import asks_for_part
from forum.discussions.models import Post, Reaction
from forum.discussions.policies.posts import may_edit, may_remove
from forum.discussions.policies.staff_notes import may_note
from forum.discussions.policies.topics import (
    may_accept_answer,
    may_bookmark,
    may_react,
    may_reply,
    may_split,
)
from forum.discussions.selectors.marks import has_bookmarked
from forum.discussions.views.feet import is_at_hand
from forum.discussions.views.posts import address_of, post_context, readable_post
from forum.discussions.views.standing import boards_to_hide_on
from forum.people.actors import Actor, signed_in
from forum.people.models import Person

# Asked above: where somebody deletes a post everywhere; "" for whom that is not.
address_to_purge_post = AskedAbove[[Actor, Post], str](lambda _actor, _post: "")
# Asked above: whether somebody could report a post.
may_report_post = AskedAbove[[Actor, Post], bool](lambda _actor, _post: False)


@require_safe
@login_required
def acts(request: HttpRequest, post_id: int) -> HttpResponse:
    """Everything that would not be refused to the reader, beside what the foot of the post offers."""
    person = signed_in(request.user)
    post = readable_post(person, post_id)
    if post.removed_at is not None:
        raise Http404
    context = post_context(person, post) | {"url": address_of(post)} | _offered(person, post)
    if asks_for_part(request):
        response = render(request, "components/post_acts.html", context)
    else:
        response = render(request, "discussions/acts.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _offered(person: Person, post: Post) -> dict[str, Any]:
    return {
        "can": {
            "reply": may_reply(person, post.topic),
            "react": may_react(person, post.topic),
            "bookmark": may_bookmark(person, post.topic),
            "accept": not post.is_opening and may_accept_answer(person, post.topic),
            "edit": may_edit(person, post),
            "remove": may_remove(person, post),
            "report": may_report_post(person, post),
            "note": may_note(person, post.topic),
            "split": may_split(person, post.topic, post),
        },
        "purge_url": address_to_purge_post(person, post),
        "reactions": [{"key": kind, "label": label} for kind, label in _left_to_say(post)],
        "is_bookmarked": has_bookmarked(person, post),
        "hide_on": boards_to_hide_on(person, post),
        "is_accepted": post.topic.accepted_post_id == post.pk,
    }


def _left_to_say(post: Post) -> list[tuple[str, str]]:
    """The reactions that the foot does not show. What the reader has used themselves, somebody has used."""
    return [
        (kind, str(label))
        for kind, label in Reaction.Kind.choices
        if not is_at_hand(kind, post.reaction_counts)
    ]
