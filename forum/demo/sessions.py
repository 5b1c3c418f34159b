"""Lets facilitators of the demo network call people together, and people say that they come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile

from forum.communities.models import Community
from forum.demo.described_sessions import ToldSession
from forum.demo.description import Told
from forum.demo.practice_notes import keep_practice_as_told
from forum.demo.sessions_going_on import let_go_on
from forum.demo.sessions_over import let_question_go_on_as_told
from forum.discussions.actions.files import store_upload
from forum.discussions.models import Board
from forum.gatherings.actions.coming import answer_whether_one_comes
from forum.gatherings.actions.hosts import Named
from forum.gatherings.actions.hours import When
from forum.gatherings.actions.joint import ask_to_take_part
from forum.gatherings.actions.material_files import add_file
from forum.gatherings.actions.materials import add_material
from forum.gatherings.actions.reminding import end_what_is_over
from forum.gatherings.actions.scheduling import schedule_gathering, schedule_series
from forum.gatherings.models import Coming, Gathering, Host
from forum.gatherings.selectors.gatherings import with_all
from forum.people.models import Person

NOTICE = timedelta(days=12)  # so long before they are scheduled


def let_meet(
    told: Told, people: Mapping[str, Person], boards: Mapping[tuple[str, str], Board], *, now: datetime
) -> None:
    """Schedule every session, and let those come who do; what is over is over."""
    communities: dict[str, Community] = {slug: board.community for (slug, _board), board in boards.items()}
    for session in told.sessions:
        then = now - NOTICE
        host, made = people[session.by], _scheduled(session, people, communities[session.community], then)
        for pasted in session.materials:
            add_material(host=host, gathering=_fresh(made), pasted=pasted)
        if session.handout is not None:
            _hand_out(session.handout, host, made)
        for asked in session.together:
            community = communities[asked["community"]]
            ask_to_take_part(
                host=host, gathering=_fresh(made), community=community, note=asked["note"], now=then
            )
        for number, handle in enumerate(session.coming):
            answer_whether_one_comes(
                person=people[handle], gathering=_fresh(made), comes=Coming.State.COMING,
                now=then + timedelta(hours=number + 1),
            )  # fmt: skip
        if session.begun_minutes:
            let_go_on(session, _fresh(made), people, now=now)
    end_what_is_over(now=now)
    for session in told.sessions:
        if session.goes_on is not None:
            let_question_go_on_as_told(session, people, boards, now=now)
        for note in session.notes:
            keep_practice_as_told(note, session, people, now=now)


def _hand_out(handout: Mapping[str, str], host: Person, gathering: Gathering) -> None:
    upload = SimpleUploadedFile(handout["name"], handout["words"].encode())
    file = store_upload(owner=host, upload=upload)
    add_file(host=host, gathering=_fresh(gathering), file_id=file.pk, called=handout["called"])


def _scheduled(
    session: ToldSession, people: Mapping[str, Person], community: Community, then: datetime
) -> Gathering:
    zone = session.zone or community.time_zone
    day, hour = (then + NOTICE).date() + timedelta(days=session.in_days), time.fromisoformat(session.hour)
    if session.begun_minutes:
        began = (then + NOTICE - timedelta(minutes=session.begun_minutes)).astimezone(ZoneInfo(zone))
        day, hour = began.date(), began.time().replace(second=0, microsecond=0)
    when = When(day=day, hour=hour, minutes=session.minutes, zone=zone)
    host = people[session.by]
    given: dict[str, Any] = {
        "host": host, "community": community, "when": when, "words": _words(session), "now": then,
        "hosts": [Named(Host.Part.HOST, host), *(_speaker(name, people) for name in session.speakers)],
    }  # fmt: skip
    if session.rhythm:
        until = day + timedelta(days=session.for_days)
        return schedule_series(**given, rhythm=session.rhythm, until=until)[0]
    return schedule_gathering(**given, is_draft=session.draft)


def _words(session: ToldSession) -> dict[str, Any]:
    parts = (line.split(" ", 1) for line in session.agenda)
    return {
        "title": session.title,
        "kind": session.kind,
        "source": session.source.strip(),
        "agenda": [{"minutes": int(minutes), "words": words} for minutes, words in parts],
        "capacity": session.capacity,
        "window": session.window,
    }


def _speaker(name: str, people: Mapping[str, Person]) -> Named:
    if name.startswith("@"):
        return Named(Host.Part.SPEAKER, people[name[1:]])
    return Named(Host.Part.SPEAKER, name=name)


def _fresh(gathering: Gathering) -> Gathering:
    return with_all(Gathering.objects.all()).get(pk=gathering.pk)
