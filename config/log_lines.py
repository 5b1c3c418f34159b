"""One JSON object a line on stderr, so that whatever collects logs can read them without guessing."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime


class JsonLines(logging.Formatter):
    """Time, level, logger, message, and where they are known: status, request line, traceback."""

    def format(self, record: logging.LogRecord) -> str:
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
        return json.dumps(line, ensure_ascii=False)
