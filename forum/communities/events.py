"""What happens to communities."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import Event


@dataclass(frozen=True, slots=True)
class CommunityFounded(Event):
    community_id: int


@dataclass(frozen=True, slots=True)
class CommunityProposed(Event):
    request_id: int


@dataclass(frozen=True, slots=True)
class ProposalAnswered(Event):
    request_id: int


@dataclass(frozen=True, slots=True)
class CommunityDescribed(Event):
    community_id: int


@dataclass(frozen=True, slots=True)
class CommunityVisibilityChanged(Event):
    """`before` and `after` are values of `Community.Visibility`."""

    community_id: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class CommunityArchived(Event):
    community_id: int


@dataclass(frozen=True, slots=True)
class CommunityRestored(Event):
    community_id: int


@dataclass(frozen=True, slots=True)
class PartnersChanged(Event):
    community_id: int


@dataclass(frozen=True, slots=True)
class MemberJoined(Event):
    community_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class MemberLeft(Event):
    community_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class MemberTakenOut(Event):
    community_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class RoleGiven(Event):
    community_id: int
    person_id: int
    role: int


@dataclass(frozen=True, slots=True)
class JoiningRequested(Event):
    community_id: int
    request_id: int


@dataclass(frozen=True, slots=True)
class RequestWithdrawn(Event):
    community_id: int
    request_id: int


@dataclass(frozen=True, slots=True)
class RequestAnswered(Event):
    """A facilitator accepted or declined; what they said is in the request."""

    community_id: int
    request_id: int


@dataclass(frozen=True, slots=True)
class PeopleInvited(Event):
    """Invitations were made; `mailed` are the ids of those that go by mail, also once more."""

    community_id: int
    mailed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SignedUpByInvitation(Event):
    community_id: int
    invitation_id: int


@dataclass(frozen=True, slots=True)
class InvitationRevoked(Event):
    community_id: int
    invitation_id: int


@dataclass(frozen=True, slots=True)
class SettledIn(Event):
    community_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class FirstStepsTakenOut(Event):
    community_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class MeasureGiven(Event):
    """A warning, a mute or a suspension in a community; what it says is in the measure."""

    measure_id: int
    community_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class MeasureLifted(Event):
    """Somebody ended it early, or took it back."""

    measure_id: int
    community_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class MeasureOverturned(Event):
    """The same, because the person asked somebody else to look at it."""

    measure_id: int
    community_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class MeasureReplaced(Event):
    """Another one of its kind was put in its place."""

    measure_id: int


@dataclass(frozen=True, slots=True)
class KeptWordsForgotten(Event):
    """An author has let the words of one post or message go that moderators had removed; `column` is which."""

    column: str
    thing_id: int
