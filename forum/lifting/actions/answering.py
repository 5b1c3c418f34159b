"""Saying whether one's words may be taken to a board."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.core.editions import ChangedMeanwhile
from forum.core.events import publish
from forum.core.limits import TENDING, spend
from forum.core.verdicts import Refused, require
from forum.lifting.actions.locking import LockedLift, locked_lift
from forum.lifting.actions.publishing import put_up
from forum.lifting.events import LiftAnswered
from forum.lifting.models import Lift, LiftedMessage
from forum.lifting.policies.asking import may_answer
from forum.lifting.selectors.lifts import is_agreed, is_gone, is_open, wording_of
from forum.people.models import Person

_State = LiftedMessage.State


@transaction.atomic
def agree(*, author: Person, lift: Lift, seen: str, now: datetime | None = None) -> Lift:
    """Let one's words be taken as they say now; `seen` is the `wording_of` what was agreed to.

    Once everybody has agreed it goes up at that moment; where it cannot, its lifter is told why. Raises
    ChangedMeanwhile, Refused or TooMany.
    """
    moment = now or timezone.now()
    locked = _begun(author, lift, moment)
    mine = [row for row in locked.rows if row.author_id == author.pk]
    if seen != wording_of(mine):
        raise ChangedMeanwhile(
            _("What you said was changed in the meantime. Look at it once more, then answer.")
        )
    for row in mine:
        if is_open(row) or row.state == _State.DECLINED:
            _answer(row, _State.AGREED, moment)
    publish(LiftAnswered(lift_id=locked.lift.pk, person_id=author.pk))
    if all(is_agreed(row) or is_gone(row) for row in locked.rows):
        _put_up_if_possible(locked, moment)
    return locked.lift


@transaction.atomic
def decline(*, author: Person, lift: Lift, now: datetime | None = None) -> Lift:
    """Keep one's words in the room. No reason is asked for. Raises Refused or TooMany."""
    moment = now or timezone.now()
    locked = _begun(author, lift, moment)
    for row in locked.rows:
        if row.author_id == author.pk and row.state in {_State.ASKED, _State.AGREED}:
            _answer(row, _State.DECLINED, moment)
    publish(LiftAnswered(lift_id=locked.lift.pk, person_id=author.pk))
    return locked.lift


def _begun(author: Person, lift: Lift, now: datetime) -> LockedLift:
    locked = locked_lift(lift, author)
    require(may_answer(author, locked.lift, locked.rows))
    if locked.lift.expires_at <= now:
        raise Refused(_("This waited for two weeks and is over. Nothing was taken."))
    spend(TENDING, author.pk)
    return locked


def _answer(row: LiftedMessage, state: LiftedMessage.State, now: datetime) -> None:
    row.state, row.answered_at = state, now
    if row.message is not None:
        row.revision = row.message.revision
    row.save(update_fields=["state", "answered_at", "revision"])


def _put_up_if_possible(locked: LockedLift, now: datetime) -> None:
    """The agreement holds, whether or not its lifter may still write there."""
    try:
        with transaction.atomic():
            put_up(locked, now)
    except Refused as refusal:
        Lift.objects.filter(pk=locked.lift.pk).update(hindrance=str(refusal.sentence)[:500])
        locked.lift.refresh_from_db(fields=["state", "post", "ended_at", "hindrance"])
