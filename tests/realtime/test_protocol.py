"""What can be said over a socket: that the documentation is true, and what is taken for no message at all."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from typing import Any

import pytest
from django.utils import timezone

from config.embedded.places import CHECKOUT
from forum.chat.payloads import payload_of
from realtime.answers import OUTGOING, Code, encoded
from realtime.protocol import INCOMING, Act, Beat, Malformed, Send, Subscribe, parse

PAGE = (CHECKOUT / "docs" / "protocol.md").read_text("utf-8")
SECTION = re.compile(r"^### `([\w.]+)`\n(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
CID = "0b3c1a52-9a55-4c55-8c5e-0f6a3c7b8d21"


def documented(side: str) -> dict[str, tuple[dict[str, Any], list[str]]]:
    """For each message of a side its example and the parts that are explained."""
    _, _, rest = PAGE.partition(f"## From the {side}\n")
    text = re.split(r"^## (?!#)", rest, flags=re.MULTILINE)[0]
    found = {}
    for name, body in SECTION.findall(text):
        example = re.search(r"```json\n(.*?)\n```", body, re.DOTALL)
        assert example is not None, name
        found[name] = json.loads(example[1]), re.findall(r"^- `(\w+)`:", body, re.MULTILINE)
    return found


def test_every_message_of_the_client_is_documented_with_an_example_that_is_understood() -> None:
    page = documented("client")
    assert page.keys() == INCOMING.keys()
    for name, (example, parts) in page.items():
        assert type(parse(json.dumps(example))) is INCOMING[name]
        assert parts == [each.name for each in fields(INCOMING[name])] == [*example][1:], name


def test_every_message_of_the_server_is_documented_with_the_parts_it_has() -> None:
    page = documented("server")
    assert page.keys() == OUTGOING.keys() | {"ev"}
    for name, (example, parts) in page.items():
        if name != "ev":
            assert parts == [each.name.rstrip("_") for each in fields(OUTGOING[name])], name
            values = {key: value for key, value in example.items() if key != "t"}
            made = OUTGOING[name](
                **{each.name: values[each.name.rstrip("_")] for each in fields(OUTGOING[name])}
            )
            assert json.loads(encoded(made)) == example
        else:
            event = json.loads(payload_of(room_id=1, seq=1, kind="said", by_id=1, at=timezone.now(), data={}))
            assert [*event] == [*example] == ["t", *parts]


def test_every_code_of_closing_is_documented() -> None:
    codes = {value for name, value in vars(Code).items() if name.isupper()}
    assert {int(each) for each in re.findall(r"^\| (\d{4}) \|", PAGE, re.MULTILINE)} == codes | {1009}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"t":"sub","id":1,"room":2}', Subscribe(1, 2)),
        ('{"t":"sub","id":1,"room":2,"after":0}', Subscribe(1, 2, after=0)),
        ('{"t":"beat","seen":{"7":3},"active":false}', Beat({7: 3}, active=False)),
    ],
)
def test_what_may_be_left_out(text: str, message: object) -> None:
    assert parse(text) == message


def test_texts_and_acts_arrive_as_they_are() -> None:
    said = parse(json.dumps({"t": "send", "id": 1, "room": 2, "cid": CID, "body": "Ünï \u0000 😀"}))
    assert isinstance(said, Send)
    assert (said.body, str(said.cid), said.reply_to) == ("Ünï \u0000 😀", CID, None)
    act = {"t": "act", "id": 1, "room": 2, "cid": CID, "op": "react", "target": 3, "data": {"kind": "thanks"}}
    assert isinstance(parse(json.dumps(act)), Act)


@pytest.mark.parametrize(
    ("text", "code", "message_id"),
    [
        ("", "malformed", 0),
        ("{", "malformed", 0),
        ("[" * 60_000, "malformed", 0),
        ('{"a":' * 9_000 + "1" + "}" * 9_000, "malformed", 0),
        ("9" * 60_000, "malformed", 0),
        ("NaN", "malformed", 0),
        ("null", "malformed", 0),
        ('"hello"', "malformed", 0),
        ('[{"t":"hello","v":1}]', "malformed", 0),
        ("{}", "unknown", 0),
        ('{"t":"nonsense","id":4}', "unknown", 4),
        ('{"t":["sub"],"id":4}', "unknown", 4),
        ('{"t":"hello"}', "malformed", 0),
        ('{"t":"hello","v":"1"}', "malformed", 0),
        ('{"t":"hello","v":true}', "malformed", 0),
        ('{"t":"hello","v":1.0}', "malformed", 0),
        ('{"t":"hello","v":-1}', "malformed", 0),
        ('{"t":"hello","v":1,"more":2}', "malformed", 0),
        ('{"t":"sub","id":5,"room":0}', "malformed", 5),
        ('{"t":"sub","id":5,"room":9223372036854775808}', "malformed", 5),
        ('{"t":"sub","id":5,"room":7,"after":-1}', "malformed", 5),
        ('{"t":"sub","id":true,"room":7}', "malformed", 0),
        ('{"t":"send","id":6,"room":7,"cid":"x","body":"a"}', "malformed", 6),
        ('{"t":"send","id":6,"room":7,"cid":"CID","body":"\\ud800"}', "malformed", 6),
        ('{"t":"send","id":6,"room":7,"cid":"CID","body":{"a":1}}', "malformed", 6),
        ('{"t":"act","id":7,"room":7,"cid":"CID","op":"erase","target":1}', "malformed", 7),
        ('{"t":"act","id":7,"room":7,"cid":"CID","op":["edit"],"target":1}', "malformed", 7),
        ('{"t":"act","id":7,"room":7,"cid":"CID","op":"edit","target":1}', "malformed", 7),
        ('{"t":"act","id":7,"room":7,"cid":"CID","op":"pin","target":1,"data":{"kind":"x"}}', "malformed", 7),
        ('{"t":"act","id":7,"room":7,"cid":"CID","op":"pin","target":1,"data":{"__class__":1}}', "malformed", 7),
        ('{"t":"watch","id":8,"streams":[]}', "malformed", 8),
        ('{"t":"watch","id":8,"streams":"topic:1"}', "malformed", 8),
        ('{"t":"watch","id":8,"streams":["topic:0"]}', "malformed", 8),
        ('{"t":"watch","id":8,"streams":["topic:9223372036854775808"]}', "malformed", 8),
        ('{"t":"watch","id":8,"streams":["topic:٣"]}', "malformed", 8),
        ('{"t":"watch","id":8,"streams":["topic:1\\n"]}', "malformed", 8),
        ('{"t":"watch","id":8,"streams":["room:1"]}', "malformed", 8),
        ('{"t":"watch","id":8,"streams":["topic:1:present"]}', "malformed", 8),
        ('{"t":"watch","id":8,"streams":[["topic:1"]]}', "malformed", 8),
        (json.dumps({"t": "watch", "id": 8, "streams": [f"topic:{each}" for each in range(1, 62)]}), "malformed", 8),
        ('{"t":"unwatch","streams":[1]}', "malformed", 0),
        ('{"t":"typing","stream":"person:x"}', "malformed", 0),
        ('{"t":"beat","seen":{"-1":1},"active":true}', "malformed", 0),
        ('{"t":"beat","seen":{"٣":1},"active":true}', "malformed", 0),
        ('{"t":"beat","seen":[],"active":true}', "malformed", 0),
        ('{"t":"beat","seen":{},"active":1}', "malformed", 0),
    ],
)  # fmt: skip
def test_what_is_no_message_is_said_to_be_none(text: str, code: str, message_id: int) -> None:
    with pytest.raises(Malformed) as problem:
        parse(text.replace("CID", CID))
    assert (problem.value.code, problem.value.id) == (code, message_id)
