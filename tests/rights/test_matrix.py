"""Each role tries each act in a community of each visibility: it succeeds exactly where the rules say so.

What is refused changes no row; what is allowed does. Every try is undone before the next one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.http.response import HttpResponseBase
from django.test import Client

from tests.rights.acts import Act
from tests.rights.being_told import BEING_TOLD
from tests.rights.carrying import CARRYING
from tests.rights.holding import HOLDING
from tests.rights.keeping_practice import KEEPING_PRACTICE
from tests.rights.looking_after import BOARDS, SHAPING, STEWARDING
from tests.rights.measuring import MEASURING
from tests.rights.meeting import MEETING
from tests.rights.meeting_live import MEETING_LIVE
from tests.rights.places import VISIBILITIES, Place, make_place
from tests.rights.reading_and_writing import JOINING, MODERATING, READING, WRITING
from tests.rights.reporting import REPORTING
from tests.rights.roles import ROLES, make_actor
from tests.rights.summing_up import SUMMING_UP
from tests.rights.taking_part import TAKING_PART
from tests.rights.talking import TALKING
from tests.rights.topic_care import TOPIC_CARE
from tests.rights.ways_in import WAYS_IN
from tests.rights.whole_topics import WHOLE_TOPICS

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ACTS: list[Act] = [
    *(READING + JOINING + WRITING + MODERATING),
    *(
        SHAPING
        + BOARDS
        + STEWARDING
        + WAYS_IN
        + TAKING_PART
        + HOLDING
        + TALKING
        + CARRYING
        + WHOLE_TOPICS
        + REPORTING
        + BEING_TOLD
        + TOPIC_CARE
        + MEASURING
        + MEETING
        + MEETING_LIVE
        + SUMMING_UP
        + KEEPING_PRACTICE
    ),
]
WRITTEN = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(forum_\w+)', re.IGNORECASE)
KEPT_FOR_THE_REFUSED = {"forum_draft"}  # what someone typed is not lost with the refusal


def test_every_act_has_a_name_of_its_own() -> None:
    names = [act.name for act in ACTS]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("visibility", VISIBILITIES)
def test_a_role_may_exactly_what_the_rules_say(visibility: str, role: str) -> None:
    place = make_place(visibility)
    actor = make_actor(role, place)
    client = Client()
    if actor is not None:
        client.force_login(actor)
    found = {act.name: _outcome(act, place, client) for act in ACTS}
    said = {act.name: _expected(act, role, visibility) for act in ACTS}
    assert found == said


def _expected(act: Act, role: str, visibility: str) -> str:
    if act.already(role, visibility):
        return "done"
    if not act.who(role, visibility):
        return "refused"
    return "done" if act.is_reading else "done, written"


def _outcome(act: Act, place: Place, client: Client) -> str:
    """What came of it, in a word or two; rows are as before afterwards."""
    cache.clear()  # how often one may do things is tested elsewhere
    with transaction.atomic():
        if act.before is not None:
            act.before(place)
        with _written_tables() as tables:
            address = act.address(place)
            answer = client.get(address) if act.form is None else client.post(address, act.form(place))
        transaction.set_rollback(True)
    word = "refused" if _is_refused(answer) else "done"
    changed = tables - KEPT_FOR_THE_REFUSED if word == "refused" else tables
    return f"{word}, written" if changed and not act.is_reading else word


def _is_refused(answer: HttpResponseBase) -> bool:
    status = answer.status_code
    assert status < 500 and status not in {405, 429}, (answer.wsgi_request.path, status)
    if status in {301, 302}:
        return "/accounts/login/" in answer["Location"]
    return status in {403, 404, 422}


@contextmanager
def _written_tables() -> Iterator[set[str]]:
    """The tables of ours that statements change meanwhile."""
    tables: set[str] = set()

    def watch(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        found = WRITTEN.match(str(sql))
        if found:
            tables.add(found.group(1))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield tables
