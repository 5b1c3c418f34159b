"""`python -m bench.seed medium|large [--drop]`: makes the data set of a size in a database of its own."""

from __future__ import annotations

import argparse
import sys
import time
from random import Random

from bench.places import enter, place_of
from bench.seed.database import drop_database, make_database, mark_seeded


def main() -> int:
    """Make the data set, or drop it. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="bench.seed", description=__doc__)
    parser.add_argument("size", choices=("medium", "large"))
    parser.add_argument("--drop", action="store_true", help="drop the database instead")
    arguments = parser.parse_args()
    place = place_of(arguments.size)
    enter(place)
    if arguments.drop:
        drop_database(place)
        print(f"{place.database} is gone.")
        return 0
    seed(arguments.size)
    return 0


def seed(size: str) -> None:
    """Make the data set of `size` anew, check every promise about it, and say what was made in which time."""
    began = time.monotonic()
    place = place_of(size)
    make_database(place)
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from bench.seed.network import write_network
    from bench.seed.sizes import SIZES
    from bench.seed.texts import gather_texts

    call_command("migrate", verbosity=0, interactive=False)
    random = Random(f"weft {size}")
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    texts = gather_texts(SIZES[size].texts, random)
    _say(began, f"{len(texts.bodies)} texts are rendered")
    write_network(SIZES[size], texts, now, random)
    _say(began, f"{SIZES[size].all_posts:,} posts in {place.database}")
    call_command("check_invariants")
    mark_seeded(place)
    _say(began, "checked")


def _say(began: float, what: str) -> None:
    print(f"{time.monotonic() - began:6.1f} s  {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
