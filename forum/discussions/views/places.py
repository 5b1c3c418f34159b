"""Finds the place that something typed belongs to; what the reader may not see is 404."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy

from forum.core.numbers import whole_number
from forum.core.verdicts import Refused
from forum.discussions.models import Board, HeldPost, Post, Topic
from forum.discussions.selectors.boards import boards_readable_by
from forum.discussions.selectors.holding import own_held
from forum.discussions.selectors.posts import posts_visible_to
from forum.discussions.views.topics import readable_topic
from forum.people.actors import Actor, is_person
from forum.people.models import Person

# One word for every door to the composer: the page keeps what was typed.
_SIGN_IN = gettext_lazy("You are signed out. What you wrote is kept; sign in to go on.")
_PLACE = re.compile(r"(topic|board|post|heldpost):([1-9][0-9]{0,17})")


def writer_of(request: HttpRequest) -> Person:
    """Whoever writes. Raises Refused for visitors, whose session may have ended meanwhile."""
    if not is_person(request.user):
        raise Refused(_SIGN_IN)
    return request.user


def posted_number(request: HttpRequest, name: str) -> int | None:
    """The whole number in a field of the form; None where it is missing or none."""
    return whole_number(request.POST.get(name, ""))


def place_called(actor: Actor, text: str) -> Board | Topic | Post | HeldPost:
    """The place that "topic:7", "board:3", or "post:12" or "heldpost:5" (an edit of them) names."""
    found = _PLACE.fullmatch(text)
    if found is None:
        raise Http404
    kind, number = found[1], int(found[2])
    if kind == "topic":
        return readable_topic(actor, number)
    place: Board | Post | HeldPost | None
    if kind == "heldpost":
        place = own_held(actor).filter(pk=number).first() if is_person(actor) else None
    elif kind == "board":
        place = boards_readable_by(actor).filter(pk=number).first()
    else:
        place = (
            posts_visible_to(actor).filter(pk=number).select_related("topic__home_board__community").first()
        )
    if place is None:
        raise Http404
    return place


def place_of(request: HttpRequest) -> Board | Topic:
    """What a request names by `topic` or `board`, each an id, or by `place`, in its address or its form."""
    for sent in (request.GET, request.POST):
        named = next(
            (f"{kind}:{sent[kind]}" for kind in ("topic", "board") if kind in sent), sent.get("place")
        )
        if named:
            return _read_at(request.user, place_called(request.user, named))
    raise Http404


def _read_at(actor: Actor, place: Board | Topic | Post | HeldPost) -> Board | Topic:
    """Where the words of a place will be read."""
    if isinstance(place, HeldPost):
        key = f"topic:{place.topic_id}" if place.topic_id else f"board:{place.board_id}"
        return _read_at(actor, place_called(actor, key))
    return place.topic if isinstance(place, Post) else place
