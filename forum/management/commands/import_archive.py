"""An archive on this machine, brought in from the command line: mail onto a board, a chat into rooms."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from forum.chat.models import Room
from forum.communities.models import Community
from forum.core.verdicts import Refused
from forum.discussions.models import Board
from forum.importing.actions.carrying import carry_out
from forum.importing.actions.runs import open_local_import
from forum.importing.actions.talk_runs import open_local_talk_import
from forum.importing.models import ImportRun
from forum.people.actions.placeholders import system_person
from forum.people.models import Person


class Command(BaseCommand):
    """Imports an archive of mail or of a chat.

    Run it again after an interruption, or with a newer archive: nothing comes twice.
    """

    help = (
        "Bring a mail archive (mbox, packed with gzip or not) onto a board, or the archive of a chat (an export of "
        "Slack, or what the zulip-archive tool wrote, as ZIP or .tar.gz) into rooms."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, where it goes and who answers for it."""
        parser.add_argument("file", type=Path)
        place = parser.add_mutually_exclusive_group(required=True)
        place.add_argument("--board", help="mail: community/board, as in the board's address")
        place.add_argument(
            "--room", help="a chat, all of it into one room: community/room, as the room's address"
        )
        place.add_argument(
            "--rooms", help="a chat, into a room for each channel: the community, as in its address"
        )
        parser.add_argument(
            "--as", dest="handle", help="handle of the moderator who imports; else the software does"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Carry the import out and print its report."""
        path: Path = options["file"].resolve()
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        importer = _importer(options["handle"])
        try:
            if options["board"]:
                run = open_local_import(importer=importer, board=_board(options["board"]), path=path)
            else:
                community, room = _rooms(options["rooms"] or options["room"], is_one=bool(options["room"]))
                run = open_local_talk_import(importer=importer, community=community, room=room, path=path)
        except Refused as refusal:
            raise CommandError(str(refusal.sentence)) from refusal
        run = carry_out(run_id=run.pk, attempt=run.attempt)
        self._report(run)
        if run.state != ImportRun.State.FINISHED:
            raise CommandError(run.failure or f"The import ended as {run.get_state_display()}.")

    def _report(self, run: ImportRun) -> None:
        place = f"{run.room_count} new rooms" if run.is_talk else f"{run.topic_count} new topics"
        self.stdout.write(
            f"{run.total} messages: {run.imported_count} imported into {place}, "
            f"{run.known_count} were here before, {run.skipped_count} left out."
        )
        for row in run.skipped:
            which = f"message {row['number']} ({row['headline']})" if row["number"] else row["headline"]
            self.stdout.write(f"  {which}: {row['reason']}")


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


def _rooms(address: str, *, is_one: bool) -> tuple[Community, Room | None]:
    """The community at the address, and the room where one was named."""
    name, _, slug = address.strip("/").partition("/")
    community = Community.objects.filter(slug=name).first()
    if community is None:
        raise CommandError(f"There is no community {name}.")
    if not is_one:
        return community, None
    room = Room.objects.filter(community=community, slug=slug).first()
    if room is None:
        raise CommandError(f"There is no room {address}. Give it as community/room.")
    return community, room
