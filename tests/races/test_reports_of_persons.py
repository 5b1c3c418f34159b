"""Several report one person at a time, or do different things with a message that was removed."""

from __future__ import annotations

from functools import partial

import pytest
from django.core.cache import cache

from forum.chat.actions.taking_down import forget_removed_message, restore_message, take_down_message
from forum.chat.models import Message, MessageRemoval, Room
from forum.communities.models import Role
from forum.core.verdicts import Refused
from forum.invariants.selectors import breaches
from forum.moderation.actions.deciding import keep_reported, remove_reported
from forum.moderation.actions.reporting import report_person
from forum.moderation.models import Case
from forum.moderation.selectors.cases import case_with
from forum.people.models import Person
from tests.factories import make_community, make_member, make_person, make_steward
from tests.forum.chat.test_sending import say
from tests.races.together import together

pytestmark = [pytest.mark.django_db(transaction=True)]
HANDS, ROUNDS = 6, 8


def test_of_those_who_report_a_person_at_once_one_opens_the_case() -> None:
    for _round in range(ROUNDS):
        person, cries = make_person(bio="Courses."), [make_person() for _ in range(HANDS)]
        said = together([
            partial(report_person, reporter=each, person=person, reason="spam") for each in cries
        ])  # fmt: skip
        assert {type(each).__name__ for each in said} == {"Report"}
        assert Case.objects.get(person=person).reports.count() == HANDS
    assert breaches() == []


def test_stewards_who_decide_at_once_decide_once() -> None:
    stewards = [make_steward() for _ in range(4)]
    for _round in range(ROUNDS):
        cache.clear()
        person = make_person(bio="Courses.")
        report_person(reporter=make_person(), person=person, reason="spam")
        case = case_with(Case.objects.get(person=person).pk)
        said = together([
            *(partial(remove_reported, moderator=each, case=case, reason="No.", took="words") for each in stewards[:2]),
            *(partial(keep_reported, moderator=each, case=case) for each in stewards[2:]),
        ])  # fmt: skip
        assert sorted(type(each).__name__ for each in said) == ["Case", *["Refused"] * 3]
        state = Case.objects.get(person=person).state
        assert (state == "removed") == (Person.objects.get(pk=person.pk).bio == "")
    assert breaches() == []


def test_what_its_author_lets_go_of_does_not_come_back_at_that_moment() -> None:
    community = make_community()
    room = Room.objects.select_related("community").get(community=community)
    author, moderators = (
        make_member(community),
        [make_member(community, role=Role.MODERATOR) for _ in range(3)],
    )
    for _round in range(ROUNDS):
        cache.clear()
        sent = say(author, room, "A tall man.")
        message = Message.objects.select_related("room__community", "author").get(pk=sent.pk)
        take_down_message(moderator=moderators[0], message=message, reason="It names a patient.")
        said = together([
            partial(forget_removed_message, author=author, message=message),
            *(partial(restore_message, moderator=each, message=message) for each in moderators),
        ])  # fmt: skip
        assert all(each is None or isinstance(each, Message | Refused) for each in said), said
        stands = Message.objects.get(pk=message.pk).source
        kept = MessageRemoval.objects.filter(message=message).values_list("source", flat=True)
        assert (stands, list(kept)) in [("A tall man.", []), ("", [""])]
    assert breaches() == []
