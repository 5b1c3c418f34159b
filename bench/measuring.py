"""Puts a server under load, one scenario after the other, and notes what each costs."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from dataclasses import dataclass, replace

from bench.plans import Answers, Ask, Scenario
from bench.servers import Server
from config.embedded.places import CHECKOUT

CONNECTIONS = 16
WARM_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Measured:
    """One line of the result. Processor times are milliseconds a request; `alone` is one connection at a time."""

    scenario: str
    server: str
    answers: Answers
    server_ms: float
    database_ms: float
    alone: Answers

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.answers.count / self.answers.seconds if self.answers.seconds else 0.0


def measured(server: Server, scenario: Scenario, seconds: float) -> Measured:
    """Warm the scenario up, then measure it with one connection and with sixteen. Raises where answers are wrong."""
    if scenario.once:
        asks = scenario.asks
        alone = under_load(server, replace(scenario, asks=asks[:100]), seconds, connections=1)
        scenario = replace(scenario, asks=asks[100:])
    else:
        under_load(server, scenario, WARM_SECONDS)
        alone = under_load(server, scenario, seconds / 4, connections=1)
    before = server.cost()
    answers = under_load(server, scenario, seconds)
    after = server.cost()
    each = 1000 / max(answers.count, 1)
    return Measured(
        scenario.name,
        server.kind,
        answers,
        server_ms=(after.server - before.server) * each,
        database_ms=(after.database - before.database) * each,
        alone=alone,
    )


def made_once(server: Server, scenario: Scenario) -> Answers:
    """Pages of the scenario that nobody has asked for yet, one at a time, after the first tenth has warmed the server.

    What the database has read stays in its memory and the system's; call it while the shared cache is empty.
    """
    first = max(len(scenario.asks) // 10, 4)
    under_load(server, replace(scenario, asks=scenario.asks[:first]), 60, connections=1)
    return under_load(server, replace(scenario, asks=scenario.asks[first:]), 60, connections=1)


def under_load(server: Server, scenario: Scenario, seconds: float, connections: int = CONNECTIONS) -> Answers:
    """Run the client. Raises RuntimeError where an answer has another status than the scenario says."""
    plan = scenario.plan(server.host, seconds=seconds, connections=connections)
    client = subprocess.run(
        [sys.executable, "-m", "bench.client", str(server.port)],
        cwd=CHECKOUT,
        input=plan,
        capture_output=True,
        text=True,
        check=True,
        timeout=seconds + 60,
    )
    answers = Answers(**json.loads(client.stdout))
    if set(answers.statuses) != {str(scenario.status)}:
        raise RuntimeError(f"{scenario.name}: {answers.statuses} instead of {scenario.status}.")
    return answers


def with_tags(server: Server, scenario: Scenario) -> Scenario:
    """The scenario as a browser repeats it: each request names the tag of the page it has."""
    asks = tuple(replace(ask, etag=_tag_of(server, ask)) for ask in scenario.asks)
    return replace(scenario, name=f"{scenario.name}, unchanged", asks=asks, status=304)


def _tag_of(server: Server, ask: Ask) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    headers = {"Host": server.host, "Accept": "text/html"} | ({"Cookie": ask.cookies} if ask.cookies else {})
    connection.request("GET", ask.path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.headers["ETag"] or ""
