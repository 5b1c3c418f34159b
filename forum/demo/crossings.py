"""Lets people of the demo network carry topics to other boards, and moderators answer and tend what comes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from forum.crossposting.actions.deciding import accept_placement, decline_placement
from forum.crossposting.actions.ending import end_overdue, end_placement
from forum.crossposting.actions.proposing import carry_topic
from forum.crossposting.actions.tending import hide_post, lock_here, tag_here
from forum.demo.described_crossings import ToldCrossing
from forum.discussions.actions.topics import pin_topic
from forum.discussions.models import Board, Placement, Post, Topic
from forum.discussions.models.placements import PATIENCE
from forum.people.models import Person

Act = tuple[datetime, Callable[[], object]]


@dataclass(slots=True)
class Crossing:
    """A topic on its way to another board. `topic` and `posts` are asked for when they are there."""

    told: ToldCrossing
    board: Board
    people: Mapping[str, Person]
    author: str
    began: datetime
    topic: Callable[[], Topic]
    posts: Mapping[str, Post]
    placement: Placement = field(init=False)

    def acts(self) -> Iterator[Act]:
        """Everything that happens to it, with its moment."""
        yield self._carried_at, self._carry
        answer = {
            "agreed": self._agree, "declined": self._decline, "objected": self._object,
            "withdrawn": self._withdraw, "expired": self._run_out,
        }.get(self.told.becomes)  # fmt: skip
        if answer is not None:
            yield self._answered_at, answer
        if self.told.tended_by:
            yield self._tended_at, self._tend

    @property
    def _carried_at(self) -> datetime:
        return self.began + timedelta(hours=self.told.after_hours)

    @property
    def _answered_at(self) -> datetime:
        wait = PATIENCE if self.told.becomes == "expired" else timedelta(hours=self.told.answer_hours)
        return self._carried_at + wait

    @property
    def _tended_at(self) -> datetime:
        return self.began + timedelta(hours=self.told.tended_hours)

    def _carry(self) -> None:
        broker, at = self.people[self.told.broker], self._carried_at
        self.placement = carry_topic(
            broker=broker, topic=self.topic(), board=self.board, note=self.told.note, now=at
        )

    def _agree(self) -> None:
        for handle in self.told.answered_by:
            accept_placement(moderator=self.people[handle], placement=self.placement, now=self._answered_at)

    def _decline(self) -> None:
        moderator = self.people[self.told.answered_by[0]]
        decline_placement(
            moderator=moderator, placement=self.placement, reason=self.told.reason, now=self._answered_at
        )

    def _object(self) -> None:
        self._end(self.author)

    def _withdraw(self) -> None:
        self._end(self.told.broker)

    def _end(self, handle: str) -> None:
        person, at = self.people[handle], self._answered_at
        end_placement(person=person, placement=self.placement, reason=self.told.reason, now=at)

    def _run_out(self) -> None:
        end_overdue(self._answered_at)

    def _tend(self) -> None:
        moderator, at = self.people[self.told.tended_by], self._tended_at
        if self.told.tags:
            tag_here(moderator=moderator, placement=self.placement, tags=self.told.tags)
        if self.told.pinned:
            pin_topic(moderator=moderator, topic=self.topic(), board=self.board, now=at)
        if self.told.locked:
            lock_here(moderator=moderator, placement=self.placement, now=at)
        for key, reason in self.told.hides.items():
            hide_post(
                moderator=moderator, placement=self.placement, post=self.posts[key], reason=reason, now=at
            )
