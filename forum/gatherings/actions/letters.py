"""Mails to those who come to a live session, or asked there; each looks once more whether it is true before it goes."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from forum.communities.actions.letters_of_removals import send_why_removed
from forum.core.letters import send_letter
from forum.core.zones import zone_of
from forum.gatherings.models import Coming, Gathering
from forum.gatherings.policies.gatherings import named_to, still_comes
from forum.gatherings.selectors.gatherings import gathering_for
from forum.gatherings.selectors.removals import question_removed
from forum.network.selectors import ground
from forum.people.models import Person
from forum.people.selectors.addresses import is_address_confirmed
from forum.people.selectors.people import person_with

NEAR, MOVED, CANCELLED, PLACE = "near", "moved", "cancelled", "place"


def mail_gathering(*, gathering_id: int, person_id: int, about: str, revision: int) -> bool:
    """One of the four, as things were at `revision`. False where that is not so any more, or nobody wants it."""
    person = person_with(person_id)
    if person is None or not person.is_active or not person.email or not is_address_confirmed(person):
        return False
    gathering = gathering_for(person, gathering_id)
    answer = Coming.objects.filter(gathering=gathering_id, person=person_id).first()
    if gathering is None or answer is None or not _is_true(person, gathering, answer, about, revision):
        return False
    clock = zone_of(person.time_zone) or gathering.host_zone
    context = {
        "gathering": gathering,
        "person": person,
        "moment": date_format(gathering.starts_at.astimezone(clock), "DATETIME_FORMAT"),
        "zone": clock.key.replace("_", " "),
        "at_hosts": _at_hosts(gathering, person),
        "about": about,
        "url": f"{settings.ORIGIN}{gathering.get_absolute_url()}",
        "network_name": ground().name,
    }
    send_letter("gathering", to=str(person.email), context=context)
    return True


def mail_why_question_removed(*, question_id: int) -> bool:
    """Tell somebody why a question of theirs was removed. False where it stands again, or is not theirs to know now."""
    question = question_removed(question_id)
    if question is None:
        return False
    named = named_to(question.asker, question.gathering)  # who comes through another community knows that one
    return send_why_removed(
        question.asker, question.removal, community=named[0] if named else question.gathering.community,
        letter="question_removed", about={"question": question},
    )  # fmt: skip


def _is_true(person: Person, gathering: Gathering, answer: Coming, about: str, revision: int) -> bool:
    if not answer.by_mail or gathering.revision != revision or answer.state == Coming.State.NOT_COMING:
        return False
    if about == CANCELLED:
        return gathering.state == Gathering.State.CANCELLED
    if not still_comes(person, answer, gathering):
        return False
    if not gathering.is_to_come or gathering.starts_at < timezone.now() - timedelta(minutes=5):
        return False
    return about == MOVED or answer.state == Coming.State.COMING


def _at_hosts(gathering: Gathering, person: Person) -> str:
    """Its hour by the clock of its hosts, where that shows another one than the reader's."""
    theirs, clock = gathering.starts_at.astimezone(gathering.host_zone), zone_of(person.time_zone)
    if clock is None or gathering.starts_at.astimezone(clock).utcoffset() == theirs.utcoffset():
        return ""
    return f"{date_format(theirs, 'DATETIME_FORMAT')} {gathering.zone.replace('_', ' ')}"
