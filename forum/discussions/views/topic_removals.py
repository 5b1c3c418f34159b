"""The page of a topic that moderators have removed: why, for all who wrote in it; what it said, for its author."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum.communities.views.removals import RemovedRow, Ways, about_removal, appeal_of_removal
from forum.discussions.actions.whole_topics import forget_own_in_removed_topic
from forum.discussions.models import Topic
from forum.discussions.policies.boards import may_read_board
from forum.discussions.policies.topic_removals import (
    may_forget_removed_topic,
    may_read_removed_topic,
    may_read_why_topic_went,
)
from forum.discussions.policies.topics import may_restore_topic
from forum.discussions.selectors.posts import post_numbered
from forum.discussions.selectors.removed import (
    keeps_words_of_others,
    own_removed_topics,
    topic_with_removal,
)
from forum.discussions.views.acts import address_to_purge_post
from forum.discussions.views.topics import readable_topic
from forum.people.actors import signed_in
from forum.people.models import Person


@require_safe
@login_required
def removal(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Why a topic was removed: for whoever wrote in it. What it said: for its author, and for moderators."""
    person, topic = signed_in(request.user), topic_with_removal(topic_id)
    if topic is None:
        return _back_to(request, topic_id)
    if not may_read_why_topic_went(person, topic):
        raise Http404
    board = topic.home_board if may_read_board(person, topic.home_board) else None
    context = {"topic": topic, "board": board, "url": board.get_absolute_url() if board else ""}
    if not may_read_removed_topic(person, topic):
        return render(request, "discussions/topic_gone.html", context | {"removal": topic.removal})
    return render(request, "discussions/topic_removal.html", context | _words(person, topic))


def _words(person: Person, topic: Topic) -> dict[str, Any]:
    """How it began, and what its reader may do about it."""
    assert topic.removal is not None
    opening = post_numbered(topic, 1)
    ways = Ways(
        back=reverse("topic-restore", args=[topic.pk]),
        forget=reverse("topic-forget", args=[topic.pk]),
        purge=address_to_purge_post(person, opening) if opening is not None else "",
    )
    context = about_removal(
        person, topic, topic.removal,
        restores=may_restore_topic(person, topic), forgets=may_forget_removed_topic(person, topic), ways=ways,
    )  # fmt: skip
    return context | {"others_stay": keeps_words_of_others(topic)} | appeal_of_removal(person, topic)


@require_POST
@login_required
def forget(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Let all that one said in it go for good."""
    person, topic = signed_in(request.user), topic_with_removal(topic_id)
    if topic is None:
        return _back_to(request, topic_id)
    if not may_read_removed_topic(person, topic):
        raise Http404
    forget_own_in_removed_topic(author=person, topic=topic)
    if keeps_words_of_others(topic):
        said = _("Your words are deleted for good. What others wrote there stays kept, with the title.")
    else:
        said = _("Your words are deleted for good.")
    messages.success(request, said)
    return redirect("own-removed")


def _back_to(request: HttpRequest, topic_id: int) -> HttpResponse:
    topic = readable_topic(request.user, topic_id)
    messages.info(request, _("The topic stands on its board already."))
    return redirect(topic)


def own_rows(person: Person) -> list[RemovedRow]:
    """What moderators have removed of the person's topics. Title, board and community are told to whom reads them."""
    return [_row(person, topic) for topic in own_removed_topics(person)]


def _row(person: Person, topic: Topic) -> RemovedRow:
    assert topic.removal is not None
    board, where = topic.home_board, _("A board that is no longer open to you")
    if may_read_board(person, board):
        where = f"{board.community.name} · {board.name}"
        if topic.removal.has_words:
            where = f"“{topic.title}” · {where}"
    return RemovedRow(topic, topic.removal, where=where, url=reverse("topic-removal", args=[topic.pk]))
