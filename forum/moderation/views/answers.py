"""What can be answered to each kind of thing that waits: the doors of one list to the actions of many features."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from forum.communities.actions.joining import accept_request, decline_request
from forum.core.claims import Kind
from forum.core.verdicts import Sentence
from forum.crossposting.actions.deciding import accept_placement, decline_placement
from forum.crossposting.actions.homes import accept_home_change, decline_home_change
from forum.discussions.actions.deciding import decline_held, let_through
from forum.moderation.actions.appealing import overturn_decision, uphold_decision
from forum.moderation.actions.deciding import keep_reported, remove_reported
from forum.moderation.selectors.queue import Waiting
from forum.people.models import Person


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it was given: its words, and the revision of what was read ("seen")."""

    reason: str
    seen: int


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the two answers to a kind of thing. `done` is said once it was taken; `in_bulk`, whether it may be given
    to many at once: not where each changes who reads something, or takes words away. What agrees needs no reason, but
    where it `asks_why`.
    """

    label: Sentence
    done: Sentence
    act: Callable[[Person, Any, Given], object]
    in_bulk: bool
    is_danger: bool = False
    asks_why: bool = False


YES_TO: dict[Kind, Answer] = {
    Kind.HELD: Answer(
        gettext_lazy("Let it through"),
        gettext_lazy("It appears now."),
        lambda who, row, given: let_through(moderator=who, held=row, revision=given.seen),
        in_bulk=True,
    ),
    Kind.CARRIED: Answer(
        gettext_lazy("Agree"),
        gettext_lazy("Agreed."),
        lambda who, row, given: accept_placement(moderator=who, placement=row),
        in_bulk=False,
    ),
    Kind.HOME: Answer(
        gettext_lazy("Agree"),
        gettext_lazy("Agreed. It is at home there."),
        lambda who, row, given: accept_home_change(moderator=who, change=row),
        in_bulk=False,
    ),
    Kind.ASKING: Answer(
        gettext_lazy("Let them in"),
        gettext_lazy("They belong here now, and are told so by mail."),
        lambda who, row, given: accept_request(facilitator=who, request=row, reason=given.reason),
        in_bulk=True,
    ),
    Kind.REPORTED: Answer(
        gettext_lazy("It may stay"),
        gettext_lazy("It stays. Those who reported it are told."),
        lambda who, row, given: keep_reported(moderator=who, case=row, reason=given.reason),
        in_bulk=True,
    ),
    Kind.APPEAL: Answer(
        gettext_lazy("Undo it"),
        gettext_lazy("It is undone. Both sides read why."),
        lambda who, row, given: overturn_decision(decider=who, appeal=row, reason=given.reason),
        in_bulk=False,
        is_danger=True,
        asks_why=True,
    ),
}
NO_TO: dict[Kind, Answer] = {
    Kind.HELD: Answer(
        gettext_lazy("Decline"),
        gettext_lazy("Declined. Its author reads your reason."),
        lambda who, row, given: decline_held(
            moderator=who, held=row, revision=given.seen, reason=given.reason
        ),
        in_bulk=True,
    ),
    Kind.CARRIED: Answer(
        gettext_lazy("Decline"),
        gettext_lazy("Declined. Whoever carried it reads your reason."),
        lambda who, row, given: decline_placement(moderator=who, placement=row, reason=given.reason),
        in_bulk=True,
    ),
    Kind.HOME: Answer(
        gettext_lazy("Decline"),
        gettext_lazy("Declined. Whoever asked reads your reason."),
        lambda who, row, given: decline_home_change(moderator=who, change=row, reason=given.reason),
        in_bulk=True,
    ),
    Kind.ASKING: Answer(
        gettext_lazy("Decline"),
        gettext_lazy("Declined. They read your reason by mail."),
        lambda who, row, given: decline_request(facilitator=who, request=row, reason=given.reason),
        in_bulk=True,
    ),
    Kind.REPORTED: Answer(
        gettext_lazy("Remove it"),
        gettext_lazy("Removed. Its author reads why, and those who reported it are told."),
        lambda who, row, given: remove_reported(moderator=who, case=row, reason=given.reason),
        in_bulk=False,
        is_danger=True,
    ),
    Kind.APPEAL: Answer(
        gettext_lazy("It stays"),
        gettext_lazy("It stays as it was. Both sides read why."),
        lambda who, row, given: uphold_decision(decider=who, appeal=row, reason=given.reason),
        in_bulk=False,
    ),
}


def answer(person: Person, thing: Waiting, chosen: Answer, given: Given) -> None:
    """Give the answer. Raises what the action raises: Refused, Invalid or TooMany."""
    chosen.act(person, thing.row, given)
