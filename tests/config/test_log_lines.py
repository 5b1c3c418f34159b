"""What a collector of logs reads."""

import json
import logging
import sys
from types import SimpleNamespace

from config.log_lines import JsonLines, PlainLines


def test_a_line_is_one_json_object_with_the_traceback_in_it() -> None:
    try:
        raise ValueError("a bug\nof two lines")
    except ValueError:
        record = logging.LogRecord("weft", logging.ERROR, __file__, 1, "Said %s", ("“so”",), sys.exc_info())
    record.created = 0.5
    record.status_code = 500
    line = JsonLines().format(record)
    told = json.loads(line)
    assert "\n" not in line
    assert told.pop("traceback").endswith("ValueError: a bug\nof two lines")
    assert told == {
        "time": "1970-01-01T00:00:00.500+00:00",
        "level": "error",
        "logger": "weft",
        "message": "Said “so”",
        "status": 500,
    }


def test_no_line_holds_the_token_of_an_invitation() -> None:
    record = logging.LogRecord(
        "django.request", logging.WARNING, __file__, 1, "Gone: %s", (f"/invitations/{'x' * 43}/",), None
    )
    record.request = SimpleNamespace(method="GET", path=f"/invitations/{'x' * 43}/")
    told = json.loads(JsonLines().format(record))
    assert (told["message"], told["request"]) == ("Gone: /invitations/…/", "GET /invitations/…/")
    assert PlainLines("%(message)s").format(record) == "Gone: /invitations/…/"
