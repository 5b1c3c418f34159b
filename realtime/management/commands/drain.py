"""Ask every process with sockets to send people elsewhere and end; whatever looks after them starts them anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from realtime.publishing import tell_processes


class Command(BaseCommand):
    """`manage.py drain`, before an update where processes are not sent SIGTERM."""

    help = "Ask every live process to go 503, send its sockets elsewhere within WEFT_DRAIN_SECONDS, and end."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Tell them."""
        if not tell_processes({"drain": True}):
            raise CommandError("Redis does not answer. Send SIGTERM to the live processes instead.")
        self.stdout.write("Told. Processes that hold sockets end once these are gone.")
