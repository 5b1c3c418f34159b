"""Finds the topics and posts of this network to which a message links."""

from __future__ import annotations

import re

# In sanitised HTML, where addresses stand between double quotes.
_LINK = re.compile(r'<a href="(?:https?://(?P<host>[^/"]+))?/t/(?P<topic>\d{1,18})/(?P<rest>[^"#?]*)[^"]*"')
_NUMBER = re.compile(r"[^/]*/(\d{1,7})/?")
MOST_IN_A_MESSAGE = 3


def topics_linked_in(html: str, host: str) -> list[tuple[int, int]]:
    """`(topic, number)` of each link to a topic or post at this host, in order, each once; number 0 for a topic.

    At most `MOST_IN_A_MESSAGE`: more would bury the words.
    """
    if "/t/" not in html:
        return []
    found = [_key(link) for link in _LINK.finditer(html) if link["host"] in {None, host}]
    return list(dict.fromkeys(found))[:MOST_IN_A_MESSAGE]


def _key(link: re.Match[str]) -> tuple[int, int]:
    number = _NUMBER.fullmatch(link["rest"])
    return int(link["topic"]), int(number[1]) if number else 0
