"""Everything goes to stderr, one JSON object a line in production, so that collectors need not guess."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from logging import Formatter, LogRecord

# Whoever knows the address of an invitation can use it.
_INVITATIONS = re.compile(r"(/invitations/)[\w-]{16,}")


def discreet(line: str) -> str:
    """The line without the tokens of invitations that stand in addresses."""
    return _INVITATIONS.sub(r"\1…", line)


class PlainLines(Formatter):
    """What a person at a terminal reads."""

    def format(self, record: LogRecord) -> str:
        """Level, logger and message, with a traceback below where there is one."""
        return discreet(super().format(record))


class JsonLines(Formatter):
    """Time, level, logger, message, and where they are known: status, request line, traceback."""

    def format(self, record: LogRecord) -> str:
        """One line of JSON without a line break in it."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if status := getattr(record, "status_code", None):
            line["status"] = status
        request = getattr(record, "request", None)
        if (path := getattr(request, "path", None)) is not None:
            line["request"] = f"{getattr(request, 'method', '')} {path}"
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return discreet(json.dumps(line, ensure_ascii=False))


def logging(*, as_json: bool, level: str) -> dict[str, object]:
    """Django's LOGGING: one handler on stderr, for messages of at least `level` ("INFO")."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {"()": "config.log_lines.JsonLines"},
            "plain": {"()": "config.log_lines.PlainLines", "format": "%(levelname)s %(name)s: %(message)s"},
        },
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "json" if as_json else "plain"},
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django's own handlers would write each line a second time.
            "django": {"handlers": [], "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
            # What is only said while starting.
            "procrastinate.blueprints": {"level": "WARNING"},
            "procrastinate.periodic": {"level": "WARNING"},
            # What people paste, repeated line by line; it is said to them that it cannot be read.
            "bibtexparser": {"level": "CRITICAL"},
            "pylatexenc": {"level": "CRITICAL"},
        },
    }
