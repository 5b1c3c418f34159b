"""A third process of the installation, as one that serves pages: makes rooms and people, does what stdin asks.

One JSON object a line, `{"do": …}`, is answered by one line.
"""

from __future__ import annotations

import json
import sys
from typing import Any
from uuid import uuid4

import django

django.setup()

from django.conf import settings  # noqa: E402 - needs Django set up
from django.core.management import call_command  # noqa: E402
from django.db import close_old_connections  # noqa: E402
from django.test import Client as Browser  # noqa: E402

from forum.chat.actions.sending import send_message  # noqa: E402
from forum.chat.models import Room  # noqa: E402
from forum.communities.actions.members import leave_community  # noqa: E402
from forum.communities.actions.roles import take_out_member  # noqa: E402
from forum.communities.models import Community, Role  # noqa: E402
from forum.gatherings.actions.questions import ask_question  # noqa: E402
from forum.gatherings.actions.voting import take_vote_back, vote_for_question  # noqa: E402
from forum.gatherings.models import Gathering, Question  # noqa: E402
from forum.people.models import Person  # noqa: E402
from tests.factories import make_community, make_member, make_person  # noqa: E402
from tests.forum.gatherings.going_on import begun  # noqa: E402


def place(people: int) -> dict[str, Any]:
    """A private community with its room and so many members, each with the cookie of a session."""
    mark = uuid4().hex[:10]
    facilitator = make_person("Facilitator", handle=f"f-{mark}")
    community = make_community(
        visibility="private", slug=f"c-{mark}", name=f"Community {mark}", facilitator=facilitator
    )
    members = [
        make_member(community, make_person(f"Person {number}", handle=f"p{number}-{mark}"))
        for number in range(people)
    ]
    return {
        "room": Room.objects.get(community=community).pk,
        "community": community.pk,
        "people": [{"id": each.pk, "cookie": _cookie(each)} for each in members],
    }


def session(people: int) -> dict[str, Any]:
    """The same with a live session that has begun, its room, and questions that wait."""
    made = place(people)
    community = Community.objects.get(pk=made["community"])
    host = community.memberships.get(role=Role.FACILITATOR).person
    gathering = begun(host, community)
    asked = [ask(host.pk, gathering.pk) for _number in range(3)]
    return made | {"room": gathering.room_id, "gathering": gathering.pk, "questions": asked}


def ask(person: int, gathering: int) -> int:
    """Somebody asks something in a session; the question."""
    asker, where = Person.objects.get(pk=person), Gathering.objects.get(pk=gathering)
    words = f"Who knows {uuid4().hex[:6]}?"
    return ask_question(asker=asker, gathering=where, words=words, client_id=uuid4()).pk


def vote(person: int, question: int, *, is_on: bool) -> bool:
    """Somebody wants an answer, or no longer."""
    voter = Person.objects.get(pk=person)
    about = Question.objects.select_related("gathering").get(pk=question)
    if about.asker_id == person:
        return False
    act = vote_for_question if is_on else take_vote_back
    act(person=voter, question=about)
    return True


def say(person: int, room: int, count: int = 1, length: int = 0) -> list[int]:
    """Write so many messages, `length` characters long or short ones; their numbers."""
    author, where = Person.objects.get(pk=person), Room.objects.select_related("community").get(pk=room)
    return [
        send_message(
            author=author, room=where, client_id=uuid4(), body=f"From a page: {number}. {'x' * length}"
        ).seq
        for number in range(count)
    ]


def leave(person: int, community: int) -> None:
    """Somebody leaves."""
    leave_community(person=Person.objects.get(pk=person), community=Community.objects.get(pk=community))


def take_out(person: int, community: int) -> None:
    """Somebody is taken out."""
    where = Community.objects.get(pk=community)
    taker = make_member(where, make_person(handle=f"t-{uuid4().hex[:10]}"), role=Role.FACILITATOR)
    take_out_member(
        taker=taker, person=Person.objects.get(pk=person), community=where, reason="For the test."
    )


def check() -> None:
    """Everything that must always hold; raises where it does not."""
    call_command("check_invariants", stdout=sys.stderr)


def _cookie(person: Person) -> str:
    browser = Browser()
    browser.force_login(person)
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


DOING = {each.__name__: each for each in (place, session, ask, vote, say, leave, take_out, check)}


def main() -> None:
    """Answer until there is nothing more to do."""
    from forum.core import limits

    free = (
        limits.TALKING,
        limits.JOINING,
        limits.TENDING,
        limits.FOUNDING,
        limits.SETTING,
        limits.ASKING,
        limits.VOTING,
    )
    for limit in free:
        object.__setattr__(limit, "times", 1_000_000)
    print("{}", flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        close_old_connections()
        try:
            answer = {"is": DOING[asked.pop("do")](**asked)}
        except Exception as problem:  # noqa: BLE001 - whoever asked is told
            answer = {"failed": f"{type(problem).__name__}: {problem}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
