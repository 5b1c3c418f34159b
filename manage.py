#!/usr/bin/env python
"""The command line of one installation."""

import os
import sys

# These neither read nor write rows, so the embedded servers need not run for them.
WITHOUT_SERVERS = {
    "help",
    "version",
    "check",
    "makemessages",
    "compilemessages",
    "collectstatic",
    "diffsettings",
}


def main() -> None:
    """Run the command named on the command line, with the embedded servers where none are named."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    from config.servers import ready

    if not set(sys.argv[1:2]) <= WITHOUT_SERVERS:
        ready()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
