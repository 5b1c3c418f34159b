"""Where posts are removed: taken back by their authors, or taken down by moderators; and what is kept of these."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum.communities.models import KEPT_DAYS
from forum.communities.views.removals import (
    RemovedList,
    RemovedRow,
    Ways,
    about_removal,
    appeal_of_removal,
    take_down_page,
)
from forum.core.asked_above import AskedAbove
from forum.core.verdicts import require
from forum.discussions.actions.edits import remove_post
from forum.discussions.actions.taking_down import forget_removed_post, restore_post, take_down_post
from forum.discussions.models import Post
from forum.discussions.policies.boards import may_read_board
from forum.discussions.policies.posts import (
    may_forget_removed,
    may_read_removal,
    may_remove,
    may_restore_post,
)
from forum.discussions.policies.topics import boards_seen
from forum.discussions.selectors.removals import own_removed_posts, removed_post
from forum.discussions.selectors.removed import titles_told
from forum.discussions.selectors.topics import topic_with_placements
from forum.discussions.views.acts import address_to_purge_post
from forum.discussions.views.posts import address_of, own_or_readable_post, post_context
from forum.discussions.views.topic_removals import own_rows
from forum.people.actors import signed_in
from forum.people.models import Person


def _nothing_else(_person: Person, /) -> list[RemovedList]:
    return []


# Asked above: what others have removed of what somebody wrote elsewhere, such as in rooms.
own_removed_elsewhere = AskedAbove(_nothing_else)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: HttpRequest, post_id: int) -> HttpResponse:
    """Ask once, then take one's own post back; ask why, and then take down that of somebody else."""
    person = signed_in(request.user)
    post = own_or_readable_post(person, post_id)
    require(may_remove(person, post))
    if post.author_id != person.pk:
        return _take_down(request, person, post)
    if request.method != "POST":
        return render(request, "discussions/remove.html", post_context(person, post))
    removed = remove_post(author=person, post=post)
    seen = boards_seen(person, post.topic)
    if removed.topic.removed_at is not None:
        messages.success(request, _("The topic is removed."))
        return redirect(seen[0] if seen else "home")
    messages.success(request, _("#%(number)d is removed. Its number stays.") % {"number": post.number})
    return redirect(post.topic if seen else "home")


def _take_down(request: HttpRequest, person: Person, post: Post) -> HttpResponse:
    if post.topic.post_count == 1:
        messages.info(request, _("Nothing else stands in this topic, so the whole topic is removed."))
        return redirect("topic-remove", post.topic_id)

    def done(taken: Post) -> HttpResponse:
        said = _("#%(number)d is removed. Its author reads why; for %(days)d days it can be brought back.")
        kept = removed_post(taken.pk)
        if kept is not None and not kept.removal.has_words:  # its author has left, perhaps at this moment
            said = _("#%(number)d is removed, and nothing of its words is kept.")
        messages.success(request, said % {"number": taken.number, "days": KEPT_DAYS})
        return redirect(taken.topic)

    return take_down_page(
        request,
        "discussions/take_down.html",
        post_context(person, post) | {"url": address_of(post), "is_final": post.author.is_former},
        communities=[post.topic.home_board.community_id, post.via_board.community_id],
        act=lambda reason: take_down_post(moderator=person, post=post, reason=reason),
        then=done,
    )


@require_safe
@login_required
def removal(request: HttpRequest, post_id: int) -> HttpResponse:
    """Why a moderator has removed a post, and what it said: for its author, and for moderators."""
    person, post = signed_in(request.user), _removed_post_for(request, post_id)
    if post is None:
        return _back_to(request, post_id)
    topic = topic_with_placements(post.topic_id)
    seen = boards_seen(person, topic) if topic is not None and topic.removed_at is None else []
    ways = Ways(
        back=reverse("post-restore", args=[post.pk]),
        forget=reverse("post-forget", args=[post.pk]),
        purge=address_to_purge_post(person, post),
    )
    context = about_removal(
        person, post, post.removal,
        restores=may_restore_post(person, post), forgets=may_forget_removed(person, post), ways=ways,
    )  # fmt: skip
    context |= {"post": post, "topic": topic if seen else None, "board": seen[0] if seen else None}
    context |= appeal_of_removal(person, post)
    return render(request, "discussions/removal.html", context)


@require_POST
@login_required
def restore(request: HttpRequest, post_id: int) -> HttpResponse:
    """Bring a removed post back."""
    person, post = signed_in(request.user), _removed_post_for(request, post_id)
    if post is None:  # somebody else was faster, or the button was pressed twice
        return _back_to(request, post_id)
    restored = restore_post(moderator=person, post=post)
    messages.success(request, _("#%(number)d stands in its place again.") % {"number": restored.number})
    return redirect(address_of(restored))


@require_POST
@login_required
def forget(request: HttpRequest, post_id: int) -> HttpResponse:
    """Let the words of one's own removed post go for good."""
    person, post = signed_in(request.user), _removed_post_for(request, post_id)
    if post is None:
        return _back_to(request, post_id)
    forget_removed_post(author=person, post=post)
    messages.success(request, _("Your words are deleted for good."))
    return redirect("own-removed")


@require_safe
@login_required
def own_removed(request: HttpRequest) -> HttpResponse:
    """What moderators have removed of one's own words, and why."""
    person = signed_in(request.user)
    removed = own_removed_posts(person)
    titles = titles_told(person, [post.topic_id for post in removed])
    posts = [replace(_row(person, post), topic=titles.get(post.topic_id, "")) for post in removed]
    context = {
        "topics": own_rows(person),
        "posts": posts,
        "elsewhere": [each for each in own_removed_elsewhere(person) if each.rows],
        "days": KEPT_DAYS,
    }
    return render(request, "discussions/own_removed.html", context)


def _row(person: Person, post: Post) -> RemovedRow:
    """Board and community are named to whom reads it."""
    board, where = post.via_board, _("A board that is no longer open to you")
    if may_read_board(person, board):
        where = f"{board.community.name} · {board.name}"
    address = reverse("post-removal", args=[post.pk])
    return RemovedRow(post, post.removal, where=where, name=f"#{post.number}", url=address)


def _removed_post_for(request: HttpRequest, post_id: int) -> Post | None:
    """The removed post, or None where it stands again; 404 for those whom it does not concern."""
    person, post = signed_in(request.user), removed_post(post_id)
    if post is None:
        own_or_readable_post(person, post_id)
        return None
    if not may_read_removal(person, post):
        raise Http404
    return post


def _back_to(request: HttpRequest, post_id: int) -> HttpResponse:
    post = own_or_readable_post(signed_in(request.user), post_id)
    if post.removed_at is not None:
        raise Http404
    messages.info(request, _("#%(number)d stands in its place already.") % {"number": post.number})
    return redirect(address_of(post))
