"""Who is told of warnings, mutes and suspensions, and of what somebody else looks at again."""

from __future__ import annotations

from forum.communities.events import MeasureGiven, MeasureLifted
from forum.communities.selectors.measures import measure_with
from forum.moderation.events import AppealDecided, AppealMade
from forum.moderation.models import Appeal
from forum.moderation.selectors.appeals import appeal_with
from forum.notifications import kinds
from forum.notifications.actions.reading import settle_notices
from forum.notifications.handlers.telling import tell
from forum.notifications.selectors.addressees import asked_to_look, who_can_be_told


def tell_of_measure(event: MeasureGiven) -> None:
    """Whoever was given it."""
    measure = measure_with(event.measure_id)
    if measure is not None and measure.community is not None:
        tell(kinds.MEASURE_GIVEN, [measure.person_id], about=measure, at=measure.given_at)


def tell_of_lifting(event: MeasureLifted) -> None:
    """The same, once somebody has lifted it; what was looked at again is told as that."""
    measure = measure_with(event.measure_id)
    if measure is not None and measure.community is not None:
        tell(kinds.MEASURE_LIFTED, [measure.person_id], about=measure, at=measure.lifted_at)


def tell_who_looks_again(event: AppealMade) -> None:
    """Those who may decide it, but for whoever decided first; them where there is nobody else."""
    appeal = appeal_with(event.appeal_id)
    if appeal is not None and appeal.state == Appeal.State.OPEN:
        others = who_can_be_told(asked_to_look(appeal))
        tell(kinds.APPEAL_WAITS, others or [appeal.decided_first_by_id], about=appeal, at=appeal.asked_at)


def tell_both_sides(event: AppealDecided) -> None:
    """Whoever asked, and whoever decided first; nobody else is asked any more."""
    settle_notices(kinds.APPEAL_WAITS, appeal=event.appeal_id)
    appeal = appeal_with(event.appeal_id)
    if appeal is None:
        return
    sides = {kinds.APPEAL_ANSWERED: appeal.person_id, kinds.OWN_DECISION: appeal.decided_first_by_id}
    for kind, person_id in sides.items():
        tell(kind, [person_id], but_for=[appeal.decided_by_id], about=appeal, at=appeal.decided_at)
