"""What those who look after a place do about people, and what is looked at again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from forum.chat.actions.taking_down import take_down, take_down_message
from forum.chat.models import Message
from forum.communities.models import Measure, Rank, Role
from forum.discussions.actions.taking_down import take_down_post
from forum.discussions.models import Post
from forum.moderation.models import Appeal
from forum.people.models import Person
from tests.factories import make_board_moderator, make_member, make_steward
from tests.rights.acts import doing, opening, reading
from tests.rights.places import Place
from tests.rights.roles import moderates, signed_in, stewards, tends_board


def _community(place: Place) -> list[Any]:
    return [place.community.slug]


def _member(place: Place) -> list[Any]:
    return [place.community.slug, place.member.handle]


def _reason(_place: Place) -> dict[str, str]:
    return {"reason": "Please be kind."}


def _warning(_place: Place) -> dict[str, Any]:
    return {"kind": "warning", "where": "", "reason": "Be kind."}


def _mute_here(place: Place) -> dict[str, Any]:
    return {"kind": "mute", "where": place.board.pk, "lasts": "1w", "reason": "Be kind."}


def _suspension(_place: Place) -> dict[str, Any]:
    return {"kind": "suspension", "where": "", "lasts": "1w", "reason": "Be kind."}


def _given(place: Place) -> Measure:
    """What a moderator gave the member for the whole community."""
    other = make_member(place.community, role=Role.MODERATOR)
    return Measure.objects.create(
        person=place.member, community=place.community, kind="warning", reason="Be kind.", given_by=other,
        given_as=Rank.MODERATOR, given_at=timezone.now() - timedelta(days=1),
    )  # fmt: skip


def _measure(place: Place) -> list[Any]:
    return [*_member(place), Measure.objects.get(kind="warning").pk]


def _appealed(place: Place) -> None:
    measure = _given(place)
    Appeal.objects.create(
        person=place.member, measure=measure, words="It was a joke.", decided_first_by=measure.given_by
    )


def _appealed_removal(place: Place) -> None:
    _appeal_removal_by(place, make_member(place.community, role=Role.MODERATOR))


def _appealed_removal_by_name(place: Place) -> None:
    _appeal_removal_by(place, make_board_moderator(place.board))


def _appeal_removal_by(place: Place, other: Person) -> None:
    post = Post.objects.select_related("topic__home_board__community").get(pk=place.post.pk)
    taken = take_down_post(moderator=other, post=post, reason="We sell nothing here.")
    Appeal.objects.create(
        person=place.member,
        post=taken,
        removed_at=taken.removed_at,
        words="I sell nothing.",
        decided_first_by=other,
    )


def _appealed_removal_of_message(place: Place) -> None:
    other = make_member(place.community, role=Role.MODERATOR)
    message = Message.objects.select_related("room__community", "author").get(pk=place.message.pk)
    _ask_about_message(
        take_down_message(moderator=other, message=message, reason="We sell nothing here."), other
    )


def _appealed_between_two(place: Place) -> None:
    steward = make_steward()
    message = Message.objects.select_related("room", "author").get(pk=place.between_two.pk)
    take_down(message, steward, "We sell nothing here.", timezone.now())
    _ask_about_message(message, steward)


def _ask_about_message(message: Message, first: Person) -> None:
    Appeal.objects.create(
        person=message.author,
        message=message,
        removed_at=message.removed_at,
        words="I sell nothing.",
        decided_first_by=first,
    )


def _appeal(_place: Place) -> list[Any]:
    return [Appeal.objects.get().pk]


def _nothing(_place: Place) -> list[Any]:
    return []


MEASURING = [
    reading("read how one stands oneself", signed_in, "own-standing", _nothing),
    doing("warn a member", moderates, "community-measure", _member, _warning),
    doing("mute a member on a board", tends_board, "community-measure", _member, _mute_here),
    doing("suspend a member", moderates, "community-measure", _member, _suspension),
    doing(
        "take a warning back",
        moderates,
        "community-measure-lift",
        _measure,
        lambda _place: {"why": "We talked."},
        before=_given,
    ),
    reading("see what is appealed in the community", tends_board, "community-appeals", _community),
    reading("see what is appealed in the network", stewards, "network-appeals", _nothing),
    doing("let a measure stay", moderates, "appeal-uphold", _appeal, _reason, before=_appealed),
    doing("overturn a measure", moderates, "appeal-overturn", _appeal, _reason, before=_appealed),
    doing(
        "let a post stay removed",
        tends_board,
        "appeal-uphold",
        _appeal,
        _reason,
        before=_appealed_removal_by_name,
    ),
    doing(
        "overturn a removal",
        tends_board,
        "appeal-overturn",
        _appeal,
        _reason,
        before=_appealed_removal_by_name,
    ),
    doing(
        "overturn a removal by a moderator",
        moderates,
        "appeal-overturn",
        _appeal,
        _reason,
        before=_appealed_removal,
    ),
    opening(
        "read an appeal about a message", moderates, "appeal", _appeal, before=_appealed_removal_of_message
    ),
    doing(
        "let a message stay removed",
        moderates,
        "appeal-uphold",
        _appeal,
        _reason,
        before=_appealed_removal_of_message,
    ),
    doing(
        "overturn that a message was removed",
        moderates,
        "appeal-overturn",
        _appeal,
        _reason,
        before=_appealed_removal_of_message,
    ),
    opening("read an appeal of one of two", stewards, "appeal", _appeal, before=_appealed_between_two),
    doing(
        "let stay removed what one of two said",
        stewards,
        "appeal-uphold",
        _appeal,
        _reason,
        before=_appealed_between_two,
    ),
    doing(
        "overturn that something between two was removed",
        stewards,
        "appeal-overturn",
        _appeal,
        _reason,
        before=_appealed_between_two,
    ),
]
