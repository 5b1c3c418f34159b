"""An archive on this machine, brought onto a board from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from forum.core.verdicts import Refused
from forum.discussions.models import Board
from forum.importing.actions.carrying import carry_out
from forum.importing.actions.runs import open_local_import
from forum.importing.models import ImportRun
from forum.people.actions.placeholders import system_person
from forum.people.models import Person


class Command(BaseCommand):
    """Imports a mail archive.

    Run it again after an interruption, or with a newer archive: nothing comes twice.
    """

    help = "Bring a mail archive (mbox, packed with gzip or not) onto a board."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, where it goes and who answers for it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--board", required=True, help="community/board, as in the board's address")
        parser.add_argument(
            "--as", dest="handle", help="handle of the moderator who imports; else the software does"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Carry the import out and print its report."""
        path: Path = options["file"].resolve()
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        try:
            run = open_local_import(
                importer=_importer(options["handle"]), board=_board(options["board"]), path=path
            )
        except Refused as refusal:
            raise CommandError(str(refusal.sentence)) from refusal
        run = carry_out(run_id=run.pk, attempt=run.attempt)
        self._report(run)
        if run.state != ImportRun.State.FINISHED:
            raise CommandError(run.failure or f"The import ended as {run.get_state_display()}.")

    def _report(self, run: ImportRun) -> None:
        self.stdout.write(
            f"{run.total} messages: {run.imported_count} imported into {run.topic_count} new topics, "
            f"{run.known_count} were here before, {run.skipped_count} left out."
        )
        for row in run.skipped:
            self.stdout.write(f"  message {row['number']} ({row['headline']}): {row['reason']}")


def _importer(handle: str | None) -> Person:
    if handle is None:
        return system_person("importer", "Importer")
    person = Person.objects.filter(handle__iexact=handle, kind=Person.Kind.HUMAN, is_active=True).first()
    if person is None:
        raise CommandError(f"Nobody here is called {handle}.")
    return person


def _board(address: str) -> Board:
    community, _, slug = address.strip("/").partition("/")
    boards = Board.objects.select_related("community")
    board = boards.filter(community__slug=community, slug=slug).first()
    if board is None:
        raise CommandError(f"There is no board {address}. Give it as community/board.")
    return board
