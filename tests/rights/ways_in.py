"""The acts of facilitators who let people in, and of whoever holds an invitation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from forum.communities.forms.joining import AskingForm
from forum.communities.models import Community
from tests.rights.acts import doing, reading
from tests.rights.places import Place
from tests.rights.roles import ELSEWHERE, STEWARD, STRANGER, knows, only, shapes


def _community(place: Place) -> list[Any]:
    return [place.community.slug]


def _request(place: Place) -> list[Any]:
    return [place.community.slug, place.waiting.pk]


def _mailed(place: Place) -> list[Any]:
    return [place.community.slug, place.mailed.pk]


def _token(place: Place) -> list[Any]:
    return [place.link.token]


def _form(**fields: str) -> Callable[[Place], dict[str, str]]:
    return lambda _place: {"role": "20", "days": "30", **fields}


def _on_request(place: Place) -> None:
    Community.objects.filter(pk=place.community.pk).update(joining=Community.Joining.REQUEST)


def _may_ask(role: str, visibility: str) -> bool:
    return knows(role, visibility) and role in {STRANGER, ELSEWHERE, STEWARD}


def _asking(place: Place) -> dict[str, Any]:
    return {"seen": AskingForm(community=place.community)["seen"].value(), "answer_0": "I teach too."}


WAYS_IN = [
    doing("ask to join", _may_ask, "community-ask", _community, _asking, before=_on_request),
    reading("read who asks to join", shapes, "community-requests", _community),
    doing("let someone in who asks", shapes, "community-request", _request, _form(answer="accept")),
    doing("decline a request", shapes, "community-request", _request, _form(answer="decline", reason="No.")),
    reading("see who was invited", shapes, "community-invitations", _community),
    doing(
        "invite by mail", shapes, "community-invitations", _community, _form(part="mail", email="a@b.example")
    ),
    doing("invite by link", shapes, "community-invitations", _community, _form(part="link", most_uses="5")),
    doing("take an invitation back", shapes, "invitation-revoke", _mailed),
    reading("begin a list of people to invite", shapes, "invite-list", _community),
    doing(
        "accept an invitation", only(STRANGER, ELSEWHERE, STEWARD), "invitation", _token, lambda _place: {}
    ),
]
