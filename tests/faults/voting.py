"""In a live session people also ask and vote while something goes wrong; in the end the sums are those of the votes."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import psycopg

from tests.faults.judging import Verdict
from tests.faults.world import World

_VOTE = "SELECT is_on FROM forum_questionvote WHERE person_id = %s AND question_id = %s"
_UNCOUNTED = """
SELECT count(*) FROM forum_questionvote AS vote JOIN forum_question AS question ON question.id = vote.question_id
WHERE question.gathering_id = %s AND NOT vote.is_counted
"""
_SUMS = """
SELECT question.id, question.votes, count(vote.id) FILTER (WHERE vote.is_on)
FROM forum_question AS question LEFT JOIN forum_questionvote AS vote ON vote.question_id = question.id
WHERE question.gathering_id = %s GROUP BY question.id
"""
_LAST_TOLD = """
SELECT (data->'questions'->>%s)::int FROM forum_roomevent
WHERE room_id = %s AND kind = 'sums' AND data->'questions' ? %s ORDER BY seq DESC LIMIT 1
"""


class Voting:
    """People of a session who ask and vote by pages, one act after another, and what was acknowledged of it."""

    def __init__(self, world: World, place: dict[str, Any], chance: random.Random) -> None:
        self._world, self._place, self._chance = world, place, chance
        self._questions: list[int] = list(place["questions"])
        self._votes: dict[tuple[int, int], bool] = {}  # those whose last act was acknowledged
        self._is_over = False
        self._task = asyncio.ensure_future(self._go_on())

    async def stop(self) -> None:
        """Nobody votes any more, once the act that is under way is done. Raises what went wrong with the voting."""
        self._is_over = True
        await self._task

    async def _go_on(self) -> None:
        while not self._is_over:
            await (self._ask() if self._chance.random() < 0.1 else self._vote())
            await asyncio.sleep(self._chance.uniform(0.02, 0.15))

    async def _ask(self) -> None:
        person = self._chance.choice(self._place["people"])["id"]
        asked = await self._done("ask", person=person, gathering=self._place["gathering"])
        if asked is not None:
            self._questions.append(asked)

    async def _vote(self) -> None:
        person, question = (
            self._chance.choice(self._place["people"])["id"],
            self._chance.choice(self._questions),
        )
        is_on = not self._votes.get((person, question), False)
        self._votes.pop((person, question), None)  # until it is acknowledged nobody knows
        if await self._done("vote", person=person, question=question, is_on=is_on):
            self._votes[person, question] = is_on

    async def _done(self, do: str, **facts: Any) -> Any:
        """What the page answers; None where it fails, as pages do while something is wrong."""
        try:
            return await asyncio.to_thread(self._world.elsewhere.ask, do, **facts)
        except AssertionError:
            return None

    def is_counted(self, database: psycopg.Connection[Any]) -> bool:
        """Whether the tick has summed every vote."""
        found = database.execute(_UNCOUNTED, [self._place["gathering"]]).fetchone()
        return found == (0,)

    def judge(self, database: psycopg.Connection[Any], verdict: Verdict) -> None:
        """Every acknowledged vote stands, and what was told last of each question is the sum of its votes."""
        verdict.acknowledged += len(self._votes)
        verdict.require(bool(self._votes), "no vote was acknowledged")
        for (person, question), is_on in self._votes.items():
            row = database.execute(_VOTE, [person, question]).fetchone()
            if row != (is_on,):
                verdict.lost += 1
                verdict.notes.append(f"vote of {person} for {question}: {row}, acknowledged {is_on}")
        sums = database.execute(_SUMS, [self._place["gathering"]]).fetchall()
        missing = set(self._questions) - {question for question, _told, _cast in sums}
        verdict.require(not missing, f"asked, acknowledged and not there: {sorted(missing)}")
        for question, told, cast in sums:
            key = str(question)
            row = database.execute(_LAST_TOLD, [key, self._place["room"], key]).fetchone()
            in_log = row[0] if row is not None else 0
            verdict.require(
                (told, in_log) == (cast, cast), f"{question}: {cast} votes, {told} kept, {in_log} told"
            )
