"""What people do with topics that are carried to another board, or that came from one."""

from __future__ import annotations

from typing import Any

from forum.communities.models import Community
from forum.crossposting.actions.deciding import accept_placement
from forum.crossposting.actions.tending import hide_post
from forum.crossposting.models import Trust
from forum.discussions.models import Placement
from tests.rights.acts import doing, reading
from tests.rights.places import Place
from tests.rights.roles import reads_signed_in, shapes, signed_in, stewards, tends_board


def _stewards_and_widens_nothing(role: str, visibility: str) -> bool:
    """Stewards, who moderate the other side too; what members alone read goes nowhere."""
    return stewards(role, visibility) and visibility in {"open", "network"}


def _nothing(_place: Place) -> list[Any]:
    return []


def _community(place: Place) -> list[Any]:
    return [place.community.slug]


def _topic(place: Place) -> list[Any]:
    return [place.topic.pk]


def _coming(place: Place) -> list[Any]:
    return [place.coming.pk]


def _going(place: Place) -> list[Any]:
    return [place.going.pk]


def _post(place: Place) -> list[Any]:
    return [place.guest_post.pk]


def _there(place: Place) -> dict[str, Any]:
    return {"board": place.board.pk, "reason": "It names a patient."}


def _reason(_place: Place) -> dict[str, str]:
    return {"reason": "It is off our subject."}


def _tags(_place: Place) -> dict[str, str]:
    return {"tags": "nights"}


def _came(place: Place) -> None:
    accept_placement(moderator=place.facilitator, placement=Placement.objects.get(pk=place.coming.pk))


def _came_and_is_locked(place: Place) -> None:
    _came(place)
    Placement.objects.filter(pk=place.coming.pk).update(locked_at=place.topic.created_at)


def _came_and_hides(place: Place) -> None:
    _came(place)
    row = Placement.objects.get(pk=place.coming.pk)
    hide_post(moderator=place.facilitator, placement=row, post=place.guest_post, reason="")


def _trusted(place: Place) -> dict[str, str]:
    return {"trusted": place.coming.topic.home_board.community.name}


def _trusts(place: Place) -> None:
    community = Community.objects.get(pk=place.community.pk)
    Trust.objects.create(community=community, trusted=place.coming.topic.home_board.community)


CARRYING = [
    reading("see what one carries", signed_in, "carried", _nothing),
    reading("see where a topic stands", reads_signed_in, "topic-standing", _topic),
    reading("choose where a topic is carried", reads_signed_in, "topic-carry", _topic),
    reading("see what would come in", tends_board, "carried-one", _coming),
    reading("see what would go out", tends_board, "carried-one", _going),
    doing("accept what would come in", tends_board, "carried-accept", _coming),
    doing("accept for others what would go out", _stewards_and_widens_nothing, "carried-accept", _going),
    doing("decline what would come in", tends_board, "carried-decline", _coming, _reason),
    doing("decline for others what would go out", stewards, "carried-decline", _going, _reason),
    doing("end what would come in", tends_board, "carried-end", _coming, _reason),
    doing("end what would go out", tends_board, "carried-end", _going, _reason),
    doing("end what came in", tends_board, "carried-end", _coming, _reason, before=_came),
    doing("lock what came in", tends_board, "carried-lock", _coming, before=_came),
    doing("unlock what came in", tends_board, "carried-unlock", _coming, before=_came_and_is_locked),
    doing("tag what came in", tends_board, "carried-tags", _coming, _tags, before=_came),
    doing("hide a post of what came in", tends_board, "post-hide", _post, _there, before=_came),
    doing("show it again", tends_board, "post-show", _post, _there, before=_came_and_hides),
    reading("see what is carried in the community", tends_board, "carried-in-community", _community),
    reading("see whom it trusts", shapes, "trust", _community),
    doing("trust a community", shapes, "trust", _community, _trusted),
    doing(
        "trust it no longer",
        shapes,
        "trust-end",
        lambda place: [place.community.slug, place.coming.topic.home_board.community.slug],
        before=_trusts,
    ),
]
