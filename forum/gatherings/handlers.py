"""How live sessions react: mails to those who come, and places of those who belong no longer."""

from __future__ import annotations

from forum.communities.events import MeasureGiven, MemberLeft, MemberTakenOut
from forum.communities.models import Measure
from forum.communities.selectors.measures import measure_with
from forum.gatherings.actions import letters
from forum.gatherings.actions.asked_by import renew_asker
from forum.gatherings.actions.coming import forget_answers, let_go_while_suspended
from forum.gatherings.actions.hands import lower_hands_of_who_is_out, lower_hands_through, renew_hands
from forum.gatherings.actions.leading import tell_cancelled
from forum.gatherings.actions.leaving import lead_no_more, let_go_of_sessions
from forum.gatherings.actions.rooms import doubt_room_of, open_rooms_of
from forum.gatherings.events import (
    GatheringCancelled,
    GatheringMoved,
    GatheringNear,
    GatheringScheduled,
    JointAnswered,
    PlaceFound,
    QuestionTakenDown,
)
from forum.gatherings.selectors.coming import who_is_mailed
from forum.gatherings.selectors.joint import joint_with
from forum.gatherings.tasks import mail_gathering, mail_why_question_removed
from forum.people.events import AccountClosed, ProfileChanged


def mail_near(event: GatheringNear) -> None:
    """Remind those of it who come."""
    _mail(event.gathering_id, letters.NEAR)


def mail_moved(event: GatheringMoved) -> None:
    """Tell those who come, or wait for a place."""
    _mail(event.gathering_id, letters.MOVED)


def mail_cancelled(event: GatheringCancelled) -> None:
    """Tell those who come, or wait for a place."""
    _mail(event.gathering_id, letters.CANCELLED)


def mail_place(event: PlaceFound) -> None:
    """Tell whoever has a place now."""
    _mail(event.gathering_id, letters.PLACE, only=event.person_id)


def _mail(gathering_id: int, about: str, only: int | None = None) -> None:
    revision, people = who_is_mailed(gathering_id)
    for person_id in people if only is None else {only} & set(people):
        mail_gathering.defer(gathering_id=gathering_id, person_id=person_id, about=about, revision=revision)


def mail_asker_of_removed_question(event: QuestionTakenDown) -> None:
    """Queue the mail in the transaction of the removal, so that neither exists without the other."""
    mail_why_question_removed.defer(question_id=event.question_id)


def open_rooms(event: GatheringScheduled) -> None:
    """Whoever may come may ask and talk there."""
    open_rooms_of(gathering_id=event.gathering_id)


def ask_anew_who_takes_part(event: JointAnswered) -> None:
    """Others may be in its room, or no longer: who comes through a community that takes part no longer is out."""
    gathering_id = joint_with(event.joint_id).gathering_id
    lower_hands_of_who_is_out(gathering_id=gathering_id)
    doubt_room_of(gathering_id=gathering_id)


def ask_anew_who_is_there(event: GatheringCancelled) -> None:
    """Nobody talks where nothing takes place, or waits to."""
    tell_cancelled(gathering_id=event.gathering_id)
    doubt_room_of(gathering_id=event.gathering_id)


def give_places_of(event: MemberLeft | MemberTakenOut) -> None:
    """Who belongs no longer does not come through this community."""
    forget_answers(person_id=event.person_id, community_id=event.community_id)
    lower_hands_through(person_id=event.person_id, community_id=event.community_id)


def end_parts_of(event: MemberTakenOut) -> None:
    """Who was taken out leads nothing there. Before they are asked about: who leads takes part."""
    lead_no_more(person_id=event.person_id, community_id=event.community_id)


def lower_hands_of(event: MeasureGiven) -> None:
    """Who may not speak does not wait to, and who is suspended from the community does not come through it."""
    measure = measure_with(event.measure_id)
    if measure is not None and measure.kind == Measure.Kind.SUSPENSION and measure.ends_at is not None:
        let_go_while_suspended(
            person_id=event.person_id, community_id=event.community_id, until=measure.ends_at
        )
    lower_hands_through(person_id=event.person_id, community_id=event.community_id)


def show_new_name_in_questions(event: ProfileChanged | AccountClosed) -> None:
    """Whoever reads up on a session reads who somebody is now."""
    renew_hands(person_id=event.person_id)  # first: rooms are held before lines of their log
    renew_asker(person_id=event.person_id)


def forget_sessions(event: AccountClosed) -> None:
    """Whoever leaves comes nowhere, and leads nothing."""
    let_go_of_sessions(person_id=event.person_id)
