"""Topics that were carried to a board and wait for its word, or for that of their home."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum.core.claims import Kind
from forum.crossposting.actions.deciding import accept_placement, decline_placement
from forum.crossposting.views.showing import opening_lines, shown_all
from forum.moderation.views.waiting.between import from_to
from forum.moderation.views.waiting.records import Answer, Shown, WaitingKind
from forum.people.models import Person


def _carried(person: Person, rows: Sequence[Any]) -> list[Shown]:
    openings = opening_lines([row.topic_id for row in rows])
    found = []
    for told in shown_all(person, rows):
        row, opening = told.placement, openings.get(told.placement.topic_id) if told.title else None
        one = Shown(
            title=told.title or _("A topic that you do not read"),
            url=reverse("carried-one", args=[row.pk]),
            where=from_to(told.home, told.there),
            who=row.proposed_by,
            words=opening.words if opening else "",
            why=told.note,
            facts=[told.outcome],
            communities=[row.board.community_id, row.topic.home_board.community_id],
        )
        found.append(one)
    return found


CARRIED = WaitingKind(
    Kind.CARRIED,
    name=gettext_lazy("Carried topic"),
    plural=gettext_lazy("Carried topics"),
    shown=_carried,
    yes=Answer(
        gettext_lazy("Agree"),
        gettext_lazy("Agreed."),
        lambda who, row, given: accept_placement(moderator=who, placement=row),
        in_bulk=False,
    ),
    no=Answer(
        gettext_lazy("Decline"),
        gettext_lazy("Declined. Whoever carried it reads your reason."),
        lambda who, row, given: decline_placement(moderator=who, placement=row, reason=given.reason),
        in_bulk=True,
        why=gettext_lazy("Why it is declined"),
    ),
)
