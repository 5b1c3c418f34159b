"""Holds what clients were told against what the database says: lost, doubled, out of order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import psycopg

from tests.faults.client import Client, Heard


@dataclass
class Verdict:
    """Counts over one run or several. `recoveries` are seconds, one for each event and reader or writer touched."""

    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    disordered: int = 0
    wrong: int = (
        0  # heard without a right to it, said to be stored and not, too much memory: what a kind asks itself
    )
    recoveries: list[float] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Nothing was found."""
        return not (self.lost or self.doubled or self.disordered or self.wrong)

    @property
    def worst(self) -> float:
        """The longest recovery."""
        return max(self.recoveries, default=0.0)

    def add(self, other: Verdict) -> None:
        """Count another run in."""
        for name in ("acknowledged", "lost", "doubled", "disordered", "wrong"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.recoveries += other.recoveries
        self.notes += other.notes

    def require(self, holds: bool, note: str) -> None:
        """Something that a kind of fault asks beside the rest."""
        if not holds:
            self.wrong += 1
            self.notes.append(note)


@dataclass(frozen=True)
class Row:
    """One event as the database has it."""

    seq: int
    kind: str
    cid: str
    at: float


def rows_of(database: psycopg.Connection[Any], room: int) -> list[Row]:
    """The log of a room."""
    found = database.execute(
        "SELECT e.seq, e.kind, coalesce(m.client_id::text, ''), extract(epoch FROM e.created_at)::float8"
        " FROM forum_roomevent e LEFT JOIN forum_message m ON m.id = e.message_id AND m.seq = e.seq"
        " WHERE e.room_id = %s AND e.lane = 0 ORDER BY e.seq",
        [room],
    )
    return [Row(*row) for row in found.fetchall()]


def judged(
    database: psycopg.Connection[Any], room: int, clients: Iterable[Client], *, fault: tuple[float, float]
) -> Verdict:
    """What is to be said of a room once all is quiet. `fault` is from when to when it lasted."""
    told = [(client, list(client.log)) for client in clients]  # first, or they could be ahead
    rows, verdict = rows_of(database, room), Verdict()
    counted = database.execute(
        "SELECT client_id::text, count(*) FROM forum_message WHERE room_id = %s GROUP BY 1", [room]
    )
    stored = dict(counted.fetchall())
    verdict.doubled += sum(count - 1 for count in stored.values())
    (head,) = database.execute("SELECT last_seq FROM forum_room WHERE id = %s", [room]).fetchone() or (0,)
    if [row.seq for row in rows] != list(range(1, head + 1)):
        verdict.disordered += 1
        verdict.notes.append(f"the log has {len(rows)} rows and the room is at {head}")
    for client, log in told:
        _judge_writing(verdict, client, stored, fault)
        if not client.revoked_at:
            _judge_reading(verdict, client, log, rows, fault)
    return verdict


def _judge_writing(
    verdict: Verdict, client: Client, stored: dict[str, int], fault: tuple[float, float]
) -> None:
    verdict.acknowledged += len(client.acknowledged)
    missing = [cid for cid in client.acknowledged if not stored.get(cid)]
    verdict.lost += len(missing)
    if missing:
        verdict.notes.append(f"acknowledged and not stored: {missing[:3]}")
    waiting = [line for line in client.outbox.values() if not line.refused]
    verdict.lost += len(waiting)
    if waiting:
        verdict.notes.append(f"never arrived: {len(waiting)} of {len(client.written)}")
    for line in client.written:
        if line.arrived_at > fault[0]:
            verdict.recoveries.append(max(0.0, line.arrived_at - max(line.written_at, fault[1])))


def _judge_reading(
    verdict: Verdict, client: Client, log: list[Heard], rows: list[Row], fault: tuple[float, float]
) -> None:
    heard = [(each.seq, each.kind, each.cid) for each in log]
    expected = [(row.seq, row.kind, row.cid) for row in rows if row.seq > client.begins_after]
    if heard == expected:
        moments = {row.seq: row.at for row in rows}
        verdict.recoveries += [
            max(0.0, each.at - max(moments[each.seq], fault[1]))
            for each in log
            if each.at > fault[0] and moments[each.seq] >= client.opened_at
        ]
        return
    doubles = sum(count - 1 for count in Counter(seq for seq, _kind, _cid in heard).values())
    missing = {seq for seq, _kind, _cid in expected} - {seq for seq, _kind, _cid in heard}
    verdict.doubled += doubles
    verdict.lost += len(missing)
    if not doubles and not missing:
        verdict.disordered += 1
    verdict.notes.append(
        f"a reader at {client.last} of {rows[-1].seq if rows else 0} heard {doubles} twice, lacks {sorted(missing)[:5]}"
    )
