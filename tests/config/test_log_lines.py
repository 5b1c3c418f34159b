"""What a collector of logs reads."""

import json
import logging
import sys

from config.log_lines import JsonLines


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
