"""Who is told of live sessions: those who come, and those whose community is asked to take part."""

from __future__ import annotations

from forum.gatherings.events import (
    GatheringCancelled,
    GatheringMoved,
    GatheringNear,
    JointAnswered,
    JointAsked,
    PartGiven,
    PlaceFound,
)
from forum.gatherings.models import Joint
from forum.gatherings.selectors.coming import who_comes, who_comes_or_waits
from forum.gatherings.selectors.joint import facilitators_asked, is_told_before, joint_with
from forum.notifications import kinds
from forum.notifications.actions.reading import settle_notices
from forum.notifications.handlers.telling import tell


def tell_that_it_is_near(event: GatheringNear) -> None:
    """Those who come; a day before and shortly before are two occasions."""
    gathering, people = who_comes(event.gathering_id)
    tell(kinds.SESSION_NEAR, people, about=gathering, occasion=(gathering.revision, event.minutes), at=None)


def tell_that_it_moved(event: GatheringMoved) -> None:
    """Those who come, or wait for a place."""
    gathering, people = who_comes_or_waits(event.gathering_id)
    tell(kinds.SESSION_MOVED, people, about=gathering, occasion=gathering.revision, at=gathering.changed_at)


def tell_that_it_is_cancelled(event: GatheringCancelled) -> None:
    """The same."""
    gathering, people = who_comes_or_waits(event.gathering_id)
    tell(kinds.SESSION_CANCELLED, people, about=gathering, at=gathering.changed_at)


def tell_who_found_a_place(event: PlaceFound) -> None:
    """Who waited, and comes now."""
    gathering, _people = who_comes_or_waits(event.gathering_id)
    tell(kinds.SESSION_PLACE, [event.person_id], about=gathering, at=None)


def tell_who_is_named(event: PartGiven) -> None:
    """Who leads it or speaks in it from now on, but for who says so."""
    gathering, _people = who_comes(event.gathering_id)
    tell(kinds.SESSION_PART, event.person_ids, but_for=[event.by_id], about=gathering, at=None)


def tell_facilitators(event: JointAsked) -> None:
    """Those who answer for the community that is asked."""
    joint = joint_with(event.joint_id)
    people = facilitators_asked(joint)
    tell(
        kinds.PART_WAITS,
        people,
        but_for=[joint.asked_by_id],
        about=joint,
        occasion=joint.asked_at,
        at=joint.asked_at,
    )


def tell_who_asked(event: JointAnswered) -> None:
    """Whoever asked; nobody else is asked any more. Of a series that is answered as one, of the first session."""
    settle_notices(kinds.PART_WAITS, joint=event.joint_id)
    joint = joint_with(event.joint_id)
    if joint.state in {Joint.State.AGREED, Joint.State.DECLINED} and not is_told_before(joint):
        by = [joint.answered_by_id]
        tell(
            kinds.PART_ANSWERED,
            [joint.asked_by_id],
            but_for=by,
            about=joint,
            occasion=joint.answered_at,
            at=joint.answered_at,
        )
