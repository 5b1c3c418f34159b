"""Loads the demo network once, for people who try Weft out and for those who build it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.testing import InMemoryConnector

from forum.core.verdicts import Refused
from forum.demo.conversations import let_wait, tell_conversations
from forum.demo.description import Told
from forum.demo.places import introduce, make_people, make_places
from forum.demo.readings import let_follow, let_keep, let_read
from forum.demo.removals import let_remove
from forum.demo.reports import let_report, let_save_replies
from forum.demo.rooms import let_talk
from forum.demo.sessions import let_meet
from forum.demo.takings import let_take
from forum.demo.topic_care import let_look_after
from forum.demo.warnings import let_warn
from forum.people.models import Person

PASSWORD = "weave with us"  # noqa: S105 - printed for whoever tries it; production refuses these accounts
SIGN_INS = {
    "member": "leilah",
    "moderator": "priyan",
    "facilitator": "sandreou",
    "steward": "dwhitlock",
}


@transaction.atomic
def seed_demo(told: Told, *, now: datetime) -> bool:
    """Make the network as it looks at `now`; False, and nothing done, where it is there already.

    All or nothing. Raises Refused in production, ValidationError where a name or handle is taken.
    """
    if settings.PRODUCTION:
        raise Refused(
            _("The demo network brings accounts whose password is public, so production does not load it.")
        )
    if Person.objects.filter(email__in=[person.email for person in told.people]).exists():
        return False
    with app.replace_connector(InMemoryConnector()):  # letters are queued nowhere: nobody there has a mailbox
        _make(told, now)
    return True


def _make(told: Told, now: datetime) -> None:
    people = make_people(told, password=PASSWORD, now=now)
    introduce(told, people, now=now)
    boards = make_places(told, people, now=now)
    tellings = tell_conversations(told, people, boards, now=now)
    let_look_after(tellings, now=now)
    let_wait(told, people, boards, tellings, now=now)
    for person in told.people:
        let_read(person, people[person.handle], list(boards.values()), tellings, now=now)
    let_keep(tellings, people)
    let_follow(tellings, people)
    let_talk(told, people, [telling.topic for telling in tellings], now=now)
    let_take(told, people, boards, now=now)
    let_meet(told, people, boards, now=now)
    let_warn(told, people, boards, now=now)
    let_report(told, people, tellings, now=now)
    let_remove(tellings, people, now=now)
    let_save_replies(told, people, boards, now=now)
