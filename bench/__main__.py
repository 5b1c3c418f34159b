"""`python -m bench [medium|large] …`: measures pages and writes results/<date>-pages.md."""

from __future__ import annotations

import argparse
import pickle
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from bench.measuring import made_once, measured, with_tags
from bench.places import VAR, Place, enter, place_of
from bench.plans import Answers, Scenario
from bench.report import Outcome, written
from bench.seed.database import is_seeded
from bench.servers import Server
from config.embedded.places import CHECKOUT

SERVERS = ("granian", "daphne")
SIZES = ("medium", "large")


def main() -> int:
    """Measure each size in a process of its own, then write the report. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("sizes", nargs="*", metavar="medium|large", help="both where none is named")
    parser.add_argument("--seconds", type=float, default=5.0, help="of load for each page")
    parser.add_argument("--only", default="", help="pages whose name holds these words, and the floor")
    parser.add_argument("--server", choices=SERVERS, help="one server instead of both")
    parser.add_argument(
        "--into", type=Path, help=argparse.SUPPRESS
    )  # one size, measured for the process above
    arguments = parser.parse_args()
    if arguments.into:
        arguments.into.write_bytes(pickle.dumps(_outcome(arguments)))
        return 0
    outcomes = [_apart(size) for size in arguments.sizes or SIZES]
    command = " ".join(["python -m bench", *sys.argv[1:]])
    print(f"\nKept in {written(outcomes, command, datetime.now(UTC)).relative_to(CHECKOUT)}")
    return 0


def _apart(size: str) -> Outcome:
    """Measure one size in a process of its own: Django is set up for one database only."""
    into = VAR / f"{size}.pickle"
    VAR.mkdir(parents=True, exist_ok=True)
    options = [argument for argument in sys.argv[1:] if argument not in SIZES]
    subprocess.run([sys.executable, "-m", "bench", size, *options, "--into", into], cwd=CHECKOUT, check=True)
    outcome: Outcome = pickle.loads(into.read_bytes())  # noqa: S301 - written by the line above
    return outcome


def _outcome(arguments: argparse.Namespace) -> Outcome:
    size = arguments.sizes[0]
    place = place_of(size)
    _prepare(size, place)
    from django.core.cache import cache

    from bench.counting import count_page
    from bench.targets import find_targets, scenarios, slopes
    from forum.discussions.models import Post

    targets = find_targets(size)

    def asked() -> list[Scenario]:
        return [each for each in scenarios(targets) if arguments.only in each.name or each.name == "floor"]

    outcome = Outcome(size, Post.objects.count())
    outcome.counts = {scenario.name: count_page(scenario.asks[0]) for scenario in asked()}
    for kind in [arguments.server] if arguments.server else SERVERS:
        cache.clear()
        with Server(kind, place) as server:
            _say(f"{size}, {kind}")
            for scenario in asked():
                outcome.lines.append(measured(server, scenario, arguments.seconds))
                _say(_told(outcome))
                if scenario.name in {"board, signed in", "topic, first page, signed in"}:
                    unchanged = with_tags(server, scenario)
                    outcome.lines.append(measured(server, unchanged, arguments.seconds))
                    _say(_told(outcome))
            outcome.memory[kind] = server.memory()
    cache.clear()
    outcome.made = _made_for_the_first_time(place, slopes(targets))
    return outcome


def _prepare(size: str, place: Place) -> None:
    """Fill the place where it is empty, and bring it to what this code expects."""
    enter(place)
    if not is_seeded(place):
        from bench.seed.__main__ import seed

        seed(size)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)


def _made_for_the_first_time(place: Place, wanted: list[Scenario]) -> dict[str, Answers]:
    from django.core.cache import cache

    answers = {}
    with Server(SERVERS[0], place) as server:
        for each in wanted:
            cache.clear()  # pages of another order are made of the same posts
            answers[each.name] = made_once(server, each)
    return answers


def _told(outcome: Outcome) -> str:
    line = outcome.lines[-1]
    return f"  {line.scenario:<42} {line.rate:8,.0f}/s {line.answers.p50:7.1f} ms {line.server_ms:6.2f} ms of processor"


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
