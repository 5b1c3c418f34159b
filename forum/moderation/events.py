"""What happens to what is reported, and to what somebody is asked to look at again."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import Event


@dataclass(frozen=True, slots=True)
class CaseOpened(Event):
    """Somebody has reported what nobody had reported since it was last decided on; or it was handed up."""

    case_id: int


@dataclass(frozen=True, slots=True)
class CaseDecided(Event):
    """It stays, or was removed; or was gone."""

    case_id: int


@dataclass(frozen=True, slots=True)
class ProfileTakenDown(Event):
    """Stewards have taken down something of a person's page. CaseDecided comes as well."""

    case_id: int


@dataclass(frozen=True, slots=True)
class NoteTakenAway(Event):
    """A note that was reported is removed. CaseDecided comes as well."""

    case_id: int


@dataclass(frozen=True, slots=True)
class AppealMade(Event):
    """Somebody asks others to look at a decision again."""

    appeal_id: int


@dataclass(frozen=True, slots=True)
class AppealDecided(Event):
    """It stays as it was, or was overturned."""

    appeal_id: int


@dataclass(frozen=True, slots=True)
class WordsPurged(Event):
    """What somebody wrote in a community, or None to one other, is gone for good, everywhere; `why` is one of
    `WhyPurged`.

    Two of `post_id`, `message_id` and `question_id` are None.
    """

    author_id: int
    by_id: int
    community_id: int | None
    why: str
    post_id: int | None
    message_id: int | None = None
    question_id: int | None = None
