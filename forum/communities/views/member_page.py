"""The page of one person among those who look after a community: role, measures, and the end of a membership."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.forms.measures import LiftForm, MeasureForm
from forum.communities.forms.people import ReasonForm, RoleForm
from forum.communities.models import Community, Measure, Membership, Rank, Role
from forum.communities.policies.communities import may_shape_community
from forum.communities.policies.measures import may_lift, may_measure_somewhere, may_suspend
from forum.communities.policies.shaping import (
    LAST_FACILITATOR,
    facilitates_itself,
    may_give_role,
    may_hand_over,
    may_moderate_something,
    may_take_out,
)
from forum.communities.selectors.measures import (
    boards_looked_after,
    has_written_in,
    measures_looked_after,
    names_of_boards,
    rank_in,
    was_measured_in,
)
from forum.communities.selectors.members import member_at
from forum.communities.views.looked_after import about
from forum.communities.views.places import known_community
from forum.core.refusals import is_page_of_ours
from forum.core.verdicts import require
from forum.people.actors import Actor, signed_in
from forum.people.models import Person
from forum.people.selectors.people import person_at

Kind = Measure.Kind
LATEST = 3  # so many measures that are over are shown at once; the earlier ones are folded away


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure as a list shows it: its state in a word, the board's name if its reader sees it, and a form to lift it
    where they may.
    """

    measure: Measure
    state: str
    is_running: bool
    board: str
    lift: LiftForm | None = None


def measure_rows(actor: Actor, measures: Iterable[Measure], now: datetime) -> list[MeasureRow]:
    """The measures in their order, for someone who may see them."""
    found = list(measures)
    names = names_of_boards(actor, {each.board_key for each in found if each.board_key is not None})
    return [
        MeasureRow(each, state_of(each, now), each.is_running(now), names.get(each.board_key or 0, ""))
        for each in found
    ]


def state_of(measure: Measure, now: datetime) -> str:
    """How a measure stands, in a word or two."""
    if measure.lifted_at is not None:
        return _("taken back") if measure.kind == Kind.WARNING else _("lifted")
    if measure.replaced_by_id is not None:
        return _("replaced by another one")
    if measure.kind == Kind.WARNING:
        return _("given")
    return _("running") if measure.is_running(now) else _("over")


def person_looked_after(request: HttpRequest, slug: str, handle: str) -> tuple[Community, Person]:
    """The community and a person who belongs there, was given a measure or has written there; 404 for others."""
    community = known_community(request.user, slug)
    require(may_moderate_something(request.user, community))
    membership = member_at(community, handle)
    if membership is not None:
        return community, membership.person
    person = person_at(request.user, handle)
    if person is None:
        raise Http404
    if not was_measured_in(person, community) and not has_written_in(person, community):
        raise Http404
    return community, person


def measure_form(
    actor: Actor, community: Community, person: Person, data: Any = None, *, kind: str = ""
) -> MeasureForm:
    """The form with what the actor may give the person; `kind` is chosen already where an address names one."""
    is_moderator = rank_in(actor, community) >= Rank.MODERATOR
    kinds = [Kind.WARNING, Kind.MUTE]
    if may_suspend(actor, community, person):
        kinds.append(Kind.SUSPENSION)
    everywhere = _("everywhere in %(name)s") % {"name": community.name} if is_moderator else ""
    boards = boards_looked_after(actor, community)
    form = MeasureForm(data, boards=boards, kinds=kinds, everywhere=everywhere)
    if kind in kinds:
        form.initial = {**form.initial, "kind": kind}
    return form


def way_back(request: HttpRequest) -> str:
    """Where whoever opened the page came from, and goes again once they have given a measure; "" for nowhere."""
    asked = request.POST.get("next", "") or request.GET.get("next", "")
    return asked if asked.startswith("/") and is_page_of_ours(request, asked) else ""


def person_page(
    request: HttpRequest,
    community: Community,
    person: Person,
    *,
    role_form: RoleForm | None = None,
    reason_form: ReasonForm | None = None,
    measure: MeasureForm | None = None,
    lifting: tuple[int, LiftForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; forms that come back are given, `lifting` with the id of the measure that it is about."""
    actor, now = signed_in(request.user), timezone.now()
    found = member_at(community, person.handle)
    may_measure = may_measure_somewhere(actor, community, person)
    measures = _liftable(actor, person, community, lifting, now)
    earlier = [
        row for row in measures[LATEST:] if not row.is_running and row.measure.pk != (lifting or (0,))[0]
    ]
    context = about(request, community) | {
        "person": person,
        "is_self": person.pk == actor.pk,
        "membership": found,
        "row": standing_row(found, now) if found is not None else None,
        "measures": [row for row in measures if row not in earlier],
        "earlier": earlier,
        "may_measure": may_measure,
        "measure_form": measure or (_fresh_form(request, community, person) if may_measure else None),
        "way_back": way_back(request),
    }
    if found is not None and may_shape_community(actor, community):
        context |= _shaping(actor, community, found, role_form, reason_form)
    return render(request, "communities/member.html", context, status=status)


def _fresh_form(request: HttpRequest, community: Community, person: Person) -> MeasureForm:
    return measure_form(signed_in(request.user), community, person, kind=request.GET.get("kind", ""))


def _shaping(
    actor: Person,
    community: Community,
    membership: Membership,
    role_form: RoleForm | None,
    reason_form: ReasonForm | None,
) -> dict[str, Any]:
    """What facilitators find there beside: the role, handing over, and the end of the membership."""
    steps_down = may_give_role(actor, community, membership, Role.GUEST)
    return {
        "shapes": True,
        "role_form": role_form or RoleForm(initial={"role": membership.role}),
        "reason_form": reason_form or ReasonForm(),
        "no_other_role": LAST_FACILITATOR if not steps_down else "",
        "take_out": may_take_out(actor, community, membership),
        "facilitates": facilitates_itself(actor, community),
        "hand_over": may_hand_over(actor, community, membership),
    }


def standing_row(membership: Membership, now: datetime) -> dict[str, Any]:
    """A membership with what runs of measures, as lists show it."""
    return {
        "membership": membership,
        "person": membership.person,
        "muted_until": membership.muted_until if membership.is_muted(now) else None,
        "suspended_until": membership.suspended_until if membership.is_suspended(now) else None,
        "board_count": len(membership.boards_moderated),
    }


def _liftable(
    actor: Person, person: Person, community: Community, lifting: tuple[int, LiftForm] | None, now: datetime
) -> list[MeasureRow]:
    rows = measure_rows(actor, measures_looked_after(actor, person, community), now)
    key, typed = lifting or (0, None)
    return [
        MeasureRow(row.measure, row.state, row.is_running, row.board, _lift_form(actor, row, key, typed))
        for row in rows
    ]


def _lift_form(actor: Person, row: MeasureRow, key: int, typed: LiftForm | None) -> LiftForm | None:
    if not (row.is_running or row.measure.kind == Kind.WARNING) or not may_lift(actor, row.measure):
        return None
    return typed if row.measure.pk == key else LiftForm(auto_id=f"lift-{row.measure.pk}-%s")
