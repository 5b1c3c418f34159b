"""People who ask to be let in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from forum.communities.actions.joining import accept_request, decline_request
from forum.core.claims import Kind
from forum.moderation.views.waiting.records import Answer, Shown, WaitingKind
from forum.people.models import Person


def _asking(_person: Person, rows: Sequence[Any]) -> list[Shown]:
    return [
        Shown(
            title=row.person.display_name,
            url=reverse("community-request", args=[row.community.slug, row.pk]),
            where=row.community.name,
            who=row.person,
            facts=[row.person.role_title] if row.person.role_title else [],
            answers=row.answers,
            communities=[row.community_id],
        )
        for row in rows
    ]


ASKING = WaitingKind(
    Kind.ASKING,
    name=gettext_lazy("Asks to join"),
    plural=gettext_lazy("People who ask to join"),
    shown=_asking,
    yes=Answer(
        gettext_lazy("Let them in"),
        gettext_lazy("They belong here now, and are told so by mail."),
        lambda who, row, given: accept_request(facilitator=who, request=row, reason=given.reason),
        in_bulk=True,
    ),
    no=Answer(
        gettext_lazy("Decline"),
        gettext_lazy("Declined. They read your reason by mail."),
        lambda who, row, given: decline_request(facilitator=who, request=row, reason=given.reason),
        in_bulk=True,
        why=gettext_lazy("Why they are declined"),
    ),
)
