"""Live sessions of others in which a community is asked to take part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from forum.communities.policies.communities import may_know_of
from forum.core.claims import Kind
from forum.gatherings.actions.joint_in_series import agree_to_following, decline_following
from forum.gatherings.selectors.joint import numbers_that_follow
from forum.gatherings.views.showing import clock_of, hour_by
from forum.moderation.views.waiting.records import Answer, Shown, WaitingKind
from forum.people.models import Person


def _joint(person: Person, rows: Sequence[Any]) -> list[Shown]:
    clock, unnamed = clock_of(person), _("a community that you do not see")
    found, numbers = [], numbers_that_follow(rows)
    for row in rows:
        holds = row.gathering.community
        sides = {
            "holds": holds.name if may_know_of(person, holds) else unnamed,
            "asked": row.community.name,
        }
        one = Shown(
            title=row.gathering.title,
            url=reverse("joint", args=[row.pk]),
            where=_("%(holds)s, with %(asked)s") % sides,
            who=row.asked_by,
            why=row.note,
            facts=[hour_by(clock, row.gathering), *_of_series(row, numbers.get(row.pk, 0))],
            communities=[row.community_id],
        )
        found.append(one)
    return found


def _of_series(row: Any, number: int) -> list[str]:
    """That it was prolonged, and how many meetings that follow the answer is for as well. Who asks first writes a note;
    whoever is asked again is asked without one.
    """
    said = []
    if not row.note and row.gathering.series_id is not None:
        said.append(_("The series was prolonged, and it is asked again."))
    if number:
        more = ngettext(
            "The answer is for %(number)d further meeting of the series as well.",
            "The answer is for %(number)d further meetings of the series as well.",
            number,
        )
        said.append(more % {"number": number})
    return said


JOINT = WaitingKind(
    Kind.JOINT,
    name=gettext_lazy("A live session together"),
    plural=gettext_lazy("Live sessions together"),
    shown=_joint,
    yes=Answer(
        gettext_lazy("Take part"),
        gettext_lazy("Your community takes part. Its people see the session now, and can come."),
        lambda who, row, given: agree_to_following(facilitator=who, joint=row),
        in_bulk=False,
    ),
    no=Answer(
        gettext_lazy("Decline"),
        gettext_lazy("Declined. Whoever asked reads your reason."),
        lambda who, row, given: decline_following(facilitator=who, joint=row, reason=given.reason),
        in_bulk=True,
        why=gettext_lazy("Why it is declined"),
    ),
)
