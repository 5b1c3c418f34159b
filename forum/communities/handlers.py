"""How communities react to what happens in them, and how the log keeps account of power that is used elsewhere."""

from __future__ import annotations

from procrastinate.types import JSONValue

from forum.communities.actions.invitations import close_links_of
from forum.communities.actions.leaving import end_belonging
from forum.communities.actions.log import note_change
from forum.communities.actions.partings import count_parting
from forum.communities.actions.shutting_out import note_let_back_in, note_shut_out
from forum.communities.events import (
    MeasureGiven,
    MeasureLifted,
    MemberLeft,
    MemberTakenOut,
    PeopleInvited,
    ProposalAnswered,
    RequestAnswered,
)
from forum.communities.models import Verb
from forum.communities.tasks import (
    mail_answer_to_proposal,
    mail_answer_to_request,
    mail_end_of_membership,
    mail_invitation,
    mail_lifted_measure,
    mail_measure,
)
from forum.network.events import NetworkChanged
from forum.people.events import (
    AccountClosed,
    PersonAdmitted,
    PersonLetBackIn,
    PersonShutOut,
    PersonTurnedAway,
    StewardEnded,
    StewardMade,
)
from forum.people.selectors.people import person_with

_VERBS = {
    StewardMade: Verb.STEWARD_MADE,
    StewardEnded: Verb.STEWARD_ENDED,
    PersonLetBackIn: Verb.PERSON_LET_BACK_IN,
}


def mail_the_proposer(event: ProposalAnswered) -> None:
    """Queue the mail in the transaction of the answer, so that neither exists without the other."""
    mail_answer_to_proposal.defer(request_id=event.request_id)


def mail_who_was_taken_out(event: MemberTakenOut) -> None:
    """The same for the end of a membership."""
    mail_end_of_membership.defer(community_id=event.community_id, person_id=event.person_id)


def mail_who_is_measured(event: MeasureGiven) -> None:
    """Whoever is warned, muted or suspended reads why, and how to appeal."""
    mail_measure.defer(measure_id=event.measure_id)


def mail_whose_measure_was_lifted(event: MeasureLifted) -> None:
    """And that it holds no longer."""
    mail_lifted_measure.defer(measure_id=event.measure_id)


def mail_who_asked_to_join(event: RequestAnswered) -> None:
    """Queue the mail in the transaction of the answer, so that neither exists without the other."""
    mail_answer_to_request.defer(request_id=event.request_id)


def mail_invitations(event: PeopleInvited) -> None:
    """Queue a mail for each invitation that goes by mail, all at once."""
    if event.mailed:
        jobs: list[dict[str, JSONValue]] = [{"invitation_id": each} for each in event.mailed]
        mail_invitation.batch_defer(*jobs)


def note_parting(event: MemberLeft | MemberTakenOut) -> None:
    """Facilitators see how many left in a month."""
    count_parting(community_id=event.community_id)


def log_who_was_admitted(event: PersonAdmitted) -> None:
    """Who let whom into the network."""
    _log(Verb.PERSON_ADMITTED, event)


def log_who_was_turned_away(event: PersonTurnedAway) -> None:
    """Who did not let whom into the network."""
    _log(Verb.PERSON_NOT_ADMITTED, event)


def log_change_of_network(event: NetworkChanged) -> None:
    """What holds for the network was changed: by whom, from what to what."""
    details = {"before": dict(event.before), "after": dict(event.after)}
    note_change(Verb.NETWORK_CHANGED, by=person_with(event.by_id), details=details)


def log_act_of_steward(event: StewardMade | StewardEnded | PersonLetBackIn) -> None:
    """A steward decided about somebody: who, about whom, and why."""
    _log(_VERBS[type(event)], event, event.reason)


def close_links_and_log(event: PersonShutOut) -> None:
    """The same where the network is closed to somebody: nor do they come in anew by a link that they made."""
    links = close_links_of(person=person_with(event.person_id))
    details: dict[str, object] = {"links": {"before": links, "after": 0}} if links else {}
    _log(Verb.PERSON_SHUT_OUT, event, event.reason, **details, until=event.ends_at.isoformat())
    measure = note_shut_out(
        person_id=event.person_id, by_id=event.by_id, reason=event.reason, ends_at=event.ends_at
    )
    mail_measure.defer(measure_id=measure.pk)


def lift_shutting_out(event: PersonLetBackIn) -> None:
    """What closed the network to somebody holds no longer."""
    note_let_back_in(person_id=event.person_id, by_id=event.by_id, reason=event.reason)


def end_memberships(event: AccountClosed) -> None:
    """Who has left belongs nowhere, asks for nothing and invites nobody."""
    end_belonging(person_id=event.person_id, addresses=event.addresses, now=event.closed_at)


def _log(
    verb: Verb,
    event: PersonAdmitted | PersonTurnedAway | StewardMade | StewardEnded | PersonShutOut | PersonLetBackIn,
    reason: str = "",
    **details: object,
) -> None:
    person, by = person_with(event.person_id), person_with(event.by_id)
    note_change(verb, by=by, person=person, about=person.display_name, details=details, reason=reason)
