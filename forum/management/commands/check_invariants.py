"""The promises of the database, checked from the command line."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forum.invariants.promises import PROMISES
from forum.invariants.selectors import breaches


class Command(BaseCommand):
    help = "Check that everything holds that must hold in the database; name what does not."

    def handle(self, *args: Any, **options: Any) -> None:
        found = breaches()
        for breach in found:
            self.stderr.write(f"{breach.promise.key}: {breach.promise.sentence} Not so for {breach.rows}")
        if found:
            raise CommandError(f"{len(found)} of {len(PROMISES)} promises are broken.")
        self.stdout.write(f"All {len(PROMISES)} promises hold.")
