"""Things that wait as those see them who decide: since when, who looks at them, and what was said of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from forum.core.claims import Kind
from forum.core.verdicts import Sentence
from forum.moderation.models import Claim, Remark
from forum.moderation.policies.sides import claim_for, gather_sides, remarks_for
from forum.moderation.selectors.claims import Thing, remarks_on
from forum.moderation.selectors.queue import Waiting, claims_that_count
from forum.moderation.selectors.replies import decided_in
from forum.moderation.views.waiting.records import Answer, Shown
from forum.moderation.views.waiting.table import KINDS
from forum.people.models import Person


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A thing that waits with all that surrounds it; `said` is what was just done with it, `problem` why not, about
    the field `problem_at`, when `pressed` was pressed. `replies_from` is the id of the community whose saved
    replies are offered.
    """

    kind: Kind
    key: int
    label: Sentence
    since: datetime
    shown: Shown
    claim: Claim | None
    is_mine: bool
    remarks: Sequence[Remark]
    replies_from: int
    yes: Answer
    no: Answer
    said: Sentence = ""
    problem: Sentence = ""
    problem_at: str = ""
    pressed: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def number(self) -> str:
        """The id of its row, as templates put it behind its kind."""
        return str(self.key)

    @property
    def can_be_ticked(self) -> bool:
        """Whether one of its answers may be given to many at once, and it is free."""
        return not self.is_anothers and (self.yes.in_bulk or self.no.in_bulk)

    @property
    def is_anothers(self) -> bool:
        """Whether somebody else looks at it just now."""
        return self.claim is not None and not self.is_mine


def rows_of(person: Person, things: Sequence[Waiting]) -> list[QueueRow]:
    """The things in their order, in a number of queries that only grows with those who look at some just now."""
    by_kind: dict[Kind, list[Waiting]] = {}
    for thing in things:
        by_kind.setdefault(thing.kind, []).append(thing)
    told: dict[str, Shown] = {}
    for kind, some in by_kind.items():
        rows = KINDS[kind].shown(person, [thing.row for thing in some])
        told |= {thing.key: row for thing, row in zip(some, rows, strict=True)}
    names: list[Thing] = [(thing.kind, thing.row.pk) for thing in things]
    claims, remarks = claims_that_count(names, reader_id=person.pk), remarks_on(names)
    gather_sides([each for some in remarks.values() for each in some], claims.values())
    return [
        _row(
            person, thing, told[thing.key], claim_for(person, thing.kind, thing.row, claims.get(name)),
            remarks_for(person, thing.kind, thing.row, remarks.get(name, [])),
        )
        for thing, name in zip(things, names, strict=True)
    ]  # fmt: skip


def _row(
    person: Person, thing: Waiting, told: Shown, claim: Claim | None, remarks: Sequence[Remark]
) -> QueueRow:
    is_mine = claim is not None and claim.person_id == person.pk
    of_kind = KINDS[thing.kind]
    replies_from = next(iter(decided_in(person, told.communities)), 0)
    return QueueRow(
        thing.kind, thing.row.pk, of_kind.name, thing.since, told, claim, is_mine, remarks, replies_from,
        of_kind.yes, of_kind.no,
    )  # fmt: skip
