"""The first steward of a network in which people have signed up already."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forum.core.verdicts import Refused
from forum.people.actions.placeholders import system_person
from forum.people.actions.stewards import make_steward
from forum.people.selectors.stewards import account_named


class Command(BaseCommand):
    help = "Make a steward of somebody who has an account; for the first one, or where the last one cannot sign in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("person", help="their handle or mail address")

    def handle(self, *args: Any, **options: Any) -> None:
        person = account_named(options["person"])
        if person is None:
            raise CommandError(f"Nobody has an account as {options['person']}.")
        try:
            make_steward(
                steward=system_person("machine", "The machine"),
                person=person,
                reason="On the machine itself.",
            )
        except Refused as refusal:
            raise CommandError(str(refusal.sentence)) from refusal
        self.stdout.write(f"{person.display_name} is a steward now.")
