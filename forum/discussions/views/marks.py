"""The small acts: a button each, answered by the place it was pressed at."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum.core.pieces import asks_for_part
from forum.discussions.actions import marks, topics
from forum.discussions.models import Board, Post, Topic
from forum.discussions.views.feet import own_foot
from forum.discussions.views.posts import address_of, readable_post
from forum.discussions.views.standing import as_asked, came_by
from forum.discussions.views.topics import readable_topic
from forum.people.actors import signed_in
from forum.people.models import Person


def _on_post(act: Callable[..., Post]) -> Callable[..., HttpResponse]:
    """A view that lets the signed-in person do `act` with a post and leads back to it, or gives scripts its foot.

    `act` gives the post back as it is afterwards.
    """

    @wraps(act)
    def view(request: HttpRequest, post_id: int, **details: str) -> HttpResponse:
        person = signed_in(request.user)
        post = act(person, readable_post(person, post_id), **details)
        return HttpResponse(own_foot(person, post)) if asks_for_part(request) else redirect(address_of(post))

    return require_POST(login_required(view))


def _pinning(act: Callable[[Person, Topic, Board], str]) -> Callable[..., HttpResponse]:
    """A view that lets the signed-in person do `act` on the board where they read the topic (`?in=`), else its home.

    It leads back to the topic, or to where it stands (`?standing`) for who came from there.
    """

    @wraps(act)
    def view(request: HttpRequest, topic_id: int) -> HttpResponse:
        person = signed_in(request.user)
        topic = readable_topic(person, topic_id)
        here = as_asked(request, topic)[0]
        messages.success(request, act(person, topic, here.board))
        is_from_standing = "standing" in request.GET
        address = reverse("topic-standing", args=[topic.pk]) if is_from_standing else topic.get_absolute_url()
        return redirect(address + came_by(topic, here.board_id))

    return require_POST(login_required(view))


def _on_topic(act: Callable[[Person, Topic], str]) -> Callable[..., HttpResponse]:
    """A view that lets the signed-in person do `act` with a topic, leads back to it and says what `act` says."""

    @wraps(act)
    def view(request: HttpRequest, topic_id: int) -> HttpResponse:
        person = signed_in(request.user)
        topic = readable_topic(person, topic_id)
        messages.success(request, act(person, topic))
        return redirect(topic)

    return require_POST(login_required(view))


@_on_post
def react(person: Person, post: Post, kind: str) -> Post:
    """Put a reaction on a post."""
    return marks.react(person=person, post=post, kind=kind)


@_on_post
def take_back_reaction(person: Person, post: Post, kind: str) -> Post:
    """Take a reaction off again."""
    return marks.take_back_reaction(person=person, post=post, kind=kind)


@_on_post
def bookmark(person: Person, post: Post) -> Post:
    """Keep a post for later."""
    marks.bookmark_post(person=person, post=post)
    return post


@_on_post
def drop_bookmark(person: Person, post: Post) -> Post:
    """Forget a bookmark."""
    marks.drop_bookmark(person=person, post=post)
    return post


@require_POST
@login_required
def accept(request: HttpRequest, post_id: int) -> HttpResponse:
    """Mark a post as the answer, and say so: it may take another's place."""
    person = signed_in(request.user)
    post = readable_post(person, post_id)
    before = post.topic.accepted_post_id
    marks.accept_answer(person=person, post=post)
    said = _("#%(number)d is the accepted answer now.") % {"number": post.number}
    if before not in (None, post.pk):
        said = _("#%(number)d is the accepted answer now, in place of the one before.") % {
            "number": post.number
        }
    messages.success(request, said)
    return redirect(address_of(post))


@_on_post
def unaccept(person: Person, post: Post) -> Post:
    """Take that mark away."""
    marks.unaccept_answer(person=person, topic=post.topic)
    return post


@_on_topic
def lock(person: Person, topic: Topic) -> str:
    """Let a topic be read but not answered."""
    topics.lock_topic(moderator=person, topic=topic)
    return _("The topic is locked: it can be read, and nobody can reply.")


@_on_topic
def unlock(person: Person, topic: Topic) -> str:
    """Let a topic be answered again."""
    if topics.unlock_topic(moderator=person, topic=topic).stays_open:
        return _("The topic is open for replies again, and stays open however long nobody replies.")
    return _("The topic is open for replies again.")


@_pinning
def pin(person: Person, topic: Topic, board: Board) -> str:
    """Keep a topic at the head of a board."""
    topics.pin_topic(moderator=person, topic=topic, board=board)
    return _("The topic stays at the head of %(board)s now.") % {"board": board.name}


@_pinning
def unpin(person: Person, topic: Topic, board: Board) -> str:
    """Let a topic take its place by activity."""
    topics.unpin_topic(moderator=person, topic=topic, board=board)
    return _("The topic takes its place on %(board)s by activity again.") % {"board": board.name}
