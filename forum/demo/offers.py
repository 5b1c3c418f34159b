"""Lets moderators of the demo network offer topics a home in other communities, and those who are asked answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from forum.crossposting.actions.homes import (
    accept_home_change,
    decline_home_change,
    object_to_home_change,
    offer_home,
)
from forum.crossposting.models import HomeChange
from forum.demo.described_crossings import ToldOffer
from forum.discussions.models import Board, Topic
from forum.people.models import Person

Act = tuple[datetime, Callable[[], object]]


@dataclass(slots=True)
class Offer:
    """A topic that may get another home. `topic` is asked for when it is there."""

    told: ToldOffer
    board: Board
    people: Mapping[str, Person]
    author: str
    began: datetime
    topic: Callable[[], Topic]
    change: HomeChange = field(init=False)

    def acts(self) -> Iterator[Act]:
        """Everything that happens to it, with its moment."""
        yield self._offered_at, self._offer
        answers = {"agreed": self._agree, "declined": self._decline, "objected": self._object}
        if self.told.becomes:
            yield self._answered_at, answers[self.told.becomes]

    @property
    def _offered_at(self) -> datetime:
        return self.began + timedelta(hours=self.told.after_hours)

    @property
    def _answered_at(self) -> datetime:
        return self._offered_at + timedelta(hours=self.told.answer_hours)

    def _offer(self) -> None:
        moderator, at = self.people[self.told.offered_by], self._offered_at
        self.change = offer_home(
            moderator=moderator, topic=self.topic(), to=self.board, note=self.told.note, now=at
        )

    def _agree(self) -> None:
        moderator = self.people[self.told.answered_by]
        accept_home_change(moderator=moderator, change=self.change, now=self._answered_at)

    def _decline(self) -> None:
        moderator, at = self.people[self.told.answered_by], self._answered_at
        decline_home_change(moderator=moderator, change=self.change, reason=self.told.reason, now=at)

    def _object(self) -> None:
        object_to_home_change(author=self.people[self.author], change=self.change, now=self._answered_at)
