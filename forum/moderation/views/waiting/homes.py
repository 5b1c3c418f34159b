"""Topics that are offered another home, or asked for by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum.core.claims import Kind
from forum.crossposting.actions.homes import accept_home_change, decline_home_change
from forum.crossposting.views.showing_homes import shown_homes
from forum.moderation.views.waiting.between import from_to
from forum.moderation.views.waiting.records import Answer, Shown, WaitingKind
from forum.people.models import Person


def _homes(person: Person, rows: Sequence[Any]) -> list[Shown]:
    found = []
    for told in shown_homes(person, rows):
        row = told.change
        one = Shown(
            title=told.title or _("A topic that you do not read"),
            url=reverse("home-change", args=[row.pk]),
            where=from_to(told.home, told.there),
            who=row.asked_by,
            why=row.note,
            facts=[told.outcome],
            communities=[row.to.community_id, row.home.community_id],
        )
        found.append(one)
    return found


HOME = WaitingKind(
    Kind.HOME,
    name=gettext_lazy("Another home"),
    plural=gettext_lazy("Other homes"),
    shown=_homes,
    yes=Answer(
        gettext_lazy("Agree"),
        gettext_lazy("Agreed. It is at home there."),
        lambda who, row, given: accept_home_change(moderator=who, change=row),
        in_bulk=False,
    ),
    no=Answer(
        gettext_lazy("Decline"),
        gettext_lazy("Declined. Whoever asked reads your reason."),
        lambda who, row, given: decline_home_change(moderator=who, change=row, reason=given.reason),
        in_bulk=True,
        why=gettext_lazy("Why it is declined"),
    ),
)
