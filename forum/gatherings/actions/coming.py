"""Saying whether one comes, and who has a place where there are few."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.core.events import publish
from forum.core.limits import REACTING, spend
from forum.core.verdicts import Invalid, require
from forum.gatherings.actions.locking import locked_gathering
from forum.gatherings.events import PlaceFound
from forum.gatherings.models import Coming, Gathering
from forum.gatherings.policies.gatherings import may_come, may_let_go, taking_part, ways_in
from forum.gatherings.selectors.gatherings import TO_COME
from forum.people.models import Person

State = Coming.State


@transaction.atomic
def answer_whether_one_comes(
    *,
    person: Person,
    gathering: Gathering,
    comes: State,
    through_id: int | None = None,
    by_mail: bool = True,
    now: datetime | None = None,
) -> Coming:
    """Say that one comes, or does not. Where all places are taken one waits, in the order of asking.

    `comes` is COMING or NOT_COMING; `through_id` names the community through which one comes, where there is a choice.
    Raises Refused, Invalid or TooMany.
    """
    moment = now or timezone.now()
    gathering = locked_gathering(person, gathering)
    row = Coming.objects.filter(gathering=gathering, person=person).first()
    if row is not None and comes == State.NOT_COMING:
        require(may_let_go(gathering, now=moment))
        spend(REACTING, person.pk)
        return _let_go(gathering, row, by_mail)
    require(may_come(person, gathering, now=moment))
    spend(REACTING, person.pk)
    ways = {each.pk: each for each in ways_in(person, taking_part(gathering))}
    through = ways.get(through_id) if through_id is not None else next(iter(ways.values()))
    if through is None:
        raise Invalid(_("You do not belong to this community any more. Choose another one."), field="through")
    row = row or Coming(gathering=gathering, person=person, state=State.NOT_COMING)
    row.through, row.by_mail = through, by_mail
    if comes != State.NOT_COMING and row.state == State.NOT_COMING:
        row.state = State.COMING if _has_place(gathering) else State.WAITING
        row.asked_at = moment
    row.save()
    return row


def _let_go(gathering: Gathering, row: Coming, by_mail: bool) -> Coming:
    had_place = row.state == State.COMING
    row.state, row.by_mail = State.NOT_COMING, by_mail
    row.save()
    if had_place:
        fill_places(gathering)
    return row


def fill_places(gathering: Gathering) -> list[Coming]:
    """Give free places to those who wait, the first first. Part of actions that hold the session's row."""
    found = []
    for row in Coming.objects.filter(gathering=gathering, state=State.WAITING).order_by("asked_at", "pk"):
        if not _has_place(gathering):
            break
        row.state = State.COMING
        row.save(update_fields=["state"])
        publish(PlaceFound(gathering_id=gathering.pk, person_id=row.person_id))
        found.append(row)
    return found


def _has_place(gathering: Gathering) -> bool:
    if gathering.capacity is None:
        return True
    taken = Coming.objects.filter(gathering=gathering, state=State.COMING).count()
    return taken < gathering.capacity


def forget_answers(*, person_id: int, community_id: int) -> None:
    """Somebody no longer belongs to a community: they do not come through it, and others get their places."""
    let_go_of_places(Coming.objects.filter(person=person_id, through=community_id))


def let_go_while_suspended(*, person_id: int, community_id: int, until: datetime) -> None:
    """Somebody is suspended from a community: to what begins before that ends they do not come through it."""
    answers = Coming.objects.filter(person=person_id, through=community_id)
    let_go_of_places(answers.filter(gathering__starts_at__lt=until, gathering__state__in=TO_COME))


def let_go_of_places(answers: QuerySet[Coming]) -> None:
    """Forget these answers, and give the places to those who wait. The sessions are locked by id before.

    Those too for whose place somebody still waits: they may be given it at this moment.
    """
    held = answers.exclude(state=State.NOT_COMING).values("gathering")
    rows = Gathering.objects.select_for_update(no_key=True).filter(pk__in=held).order_by("pk")
    locked = list(rows)
    answers.delete()
    for gathering in locked:
        if gathering.is_to_come:
            fill_places(gathering)
