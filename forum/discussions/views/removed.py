"""What was removed of late in a community, for those who look after it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forum.communities.models import KEPT_DAYS, Community
from forum.communities.policies.shaping import may_moderate_something
from forum.communities.selectors.standing import gather_memberships
from forum.communities.views.looked_after import about
from forum.communities.views.places import known_community
from forum.communities.views.removals import FIRST_WORDS, RemovedList, RemovedRow
from forum.core.asked_above import AskedAbove
from forum.core.markup import excerpt
from forum.core.verdicts import require
from forum.discussions.models import Post
from forum.discussions.policies.boards import may_read_board
from forum.discussions.policies.posts import may_restore_of
from forum.discussions.policies.topics import may_restore_topic
from forum.discussions.selectors.removals import removed_posts
from forum.discussions.selectors.removed import openings_of, removed_topics
from forum.people.actors import signed_in
from forum.people.models import Person


def _nothing_else(_person: Person, _community: Community, /) -> list[RemovedList]:
    return []


# Asked above: what else was removed in a community of which somebody looks after it, such as messages in rooms.
removed_elsewhere_in = AskedAbove(_nothing_else)


@require_safe
@login_required
def removed(request: HttpRequest, slug: str) -> HttpResponse:
    """What was removed of late from the boards that one moderates in a community."""
    person, community = signed_in(request.user), known_community(request.user, slug)
    require(may_moderate_something(person, community))
    topics, posts = removed_topics(person, community), removed_posts(person, community)
    removers = [topic.removed_by for topic in topics] + [post.removal.removed_by for post in posts]
    gather_memberships([remover for remover in removers if remover is not None])
    openings = openings_of(topics)
    context = about(request, community) | {
        "topics": [
            (topic, may_restore_topic(person, topic), excerpt(openings.get(topic.pk, ""), FIRST_WORDS))
            for topic in topics
        ],
        "posts": [_row(person, post) for post in posts],
        "elsewhere": [each for each in removed_elsewhere_in(person, community) if each.rows],
        "days": KEPT_DAYS,
    }
    return render(request, "discussions/removed_topics.html", context)


def _row(person: Person, post: Post) -> RemovedRow:
    """The board that a post came through need not be one of those that look after it."""
    board = post.via_board
    return RemovedRow(
        post,
        post.removal,
        where=board.name if may_read_board(person, board) else _("a board that you do not read"),
        name=f"#{post.number}",
        topic=post.topic.title,
        words=excerpt(post.removal.html, FIRST_WORDS),
        url=reverse("post-removal", args=[post.pk]),
        restore_url=reverse("post-restore", args=[post.pk]),
        may_restore=may_restore_of(person, post, post.removal),
    )
