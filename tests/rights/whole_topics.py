"""What moderators do with whole topics, and who asks elsewhere."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from forum.crossposting.models import HomeChange
from forum.discussions.actions.whole_topics import remove_topic
from forum.discussions.models import Topic
from forum.discussions.models.placements import PATIENCE
from forum.moderation.models import Appeal
from forum.people.models import Person
from tests.factories import make_board_moderator
from tests.rights.acts import doing, opening, reading
from tests.rights.places import Place
from tests.rights.roles import nobody, shapes, small_acts, stewards, tends_board


def _topic(place: Place) -> list[Any]:
    return [place.topic.pk]


def _community(place: Place) -> list[Any]:
    return [place.community.slug]


def _reason(_place: Place) -> dict[str, str]:
    return {"reason": "It is off our subject."}


def _branch(place: Place) -> dict[str, Any]:
    return {"post": place.post.number, "title": "Another matter"}


def _into(place: Place) -> dict[str, Any]:
    return {"into": place.locked.pk, "go": "1"}


def _removed(place: Place) -> None:
    _remove(place, place.facilitator)


def _removed_by_name(place: Place) -> None:
    _remove(place, make_board_moderator(place.board))


def _remove(place: Place, moderator: Person) -> None:
    topic = Topic.objects.select_related("home_board__community").get(pk=place.topic.pk)
    remove_topic(moderator=moderator, topic=topic, reason="Off subject.")


def _ask_about_removal(place: Place, moderator: Person) -> None:
    _remove(place, moderator)
    topic = Topic.objects.get(pk=place.topic.pk)
    Appeal.objects.create(
        person=topic.author, topic=topic, board=place.board, removed_at=topic.removed_at, words="It fits.",
        decided_first_by=moderator,
    )  # fmt: skip


def _asked_about(place: Place) -> None:
    _ask_about_removal(place, place.facilitator)


def _asked_about_by_name(place: Place) -> None:
    _ask_about_removal(place, make_board_moderator(place.board))


def _appeal(_place: Place) -> list[Any]:
    return [Appeal.objects.get().pk]


def _offered(place: Place) -> None:
    """The topic of another community is offered to the board."""
    topic = place.coming.topic
    HomeChange.objects.create(
        topic=topic, home=topic.home_board, to=place.board, awaits=HomeChange.Awaits.BOARD, asked_by=topic.author,
        expires_at=timezone.now() + PATIENCE,
    )  # fmt: skip


def _change(_place: Place) -> list[Any]:
    return [HomeChange.objects.get().pk]


def _tends_where_its_author_reads(role: str, visibility: str) -> bool:
    return tends_board(role, visibility) and visibility in {"open", "network"}


WHOLE_TOPICS = [
    doing("remove a topic", tends_board, "topic-remove", _topic, _reason),
    doing("bring a topic back", tends_board, "topic-restore", _topic, before=_removed_by_name),
    doing("bring a topic back that a facilitator removed", shapes, "topic-restore", _topic, before=_removed),
    opening("read why a topic was removed", tends_board, "topic-removal", _topic, before=_removed),
    opening("read an appeal about a topic", tends_board, "appeal", _appeal, before=_asked_about_by_name),
    doing(
        "let a topic stay removed",
        tends_board,
        "appeal-uphold",
        _appeal,
        _reason,
        before=_asked_about_by_name,
    ),
    doing(
        "overturn that a topic was removed",
        tends_board,
        "appeal-overturn",
        _appeal,
        _reason,
        before=_asked_about_by_name,
    ),
    doing(
        "overturn that a facilitator removed a topic",
        shapes,
        "appeal-overturn",
        _appeal,
        _reason,
        before=_asked_about,
    ),
    doing(
        "let go of what somebody else wrote in a removed topic",
        nobody,
        "topic-forget",
        _topic,
        before=_removed,
    ),
    doing("make a topic of a reply", tends_board, "topic-split", _topic, _branch),
    doing("unite two topics", tends_board, "topic-unite", _topic, _into),
    reading("see what was removed", tends_board, "removed-topics", _community),
    reading("choose where a topic is asked", small_acts, "topic-ask", _topic),
    reading("choose to whom a topic is offered", tends_board, "topic-offer", _topic),
    doing(
        "decline a topic that is offered",
        tends_board,
        "home-change-decline",
        _change,
        _reason,
        before=_offered,
    ),
    doing(
        "accept a topic that is offered",
        _tends_where_its_author_reads,
        "home-change-accept",
        _change,
        before=_offered,
    ),
    doing("take back what others offer", stewards, "home-change-take-back", _change, before=_offered),
    doing(
        "object to a home as anybody but its author", nobody, "home-change-object", _change, before=_offered
    ),
]
