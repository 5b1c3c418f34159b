"""Several decide at once about a message that was removed, while others bring it back or let its words go."""

from __future__ import annotations

from functools import partial

import pytest
from django.core.cache import cache

from forum.chat.actions.taking_down import forget_removed_message, restore_message, take_down_message
from forum.chat.models import Message, Room
from forum.communities.models import Change, Role, Verb
from forum.core.verdicts import Refused
from forum.invariants.selectors import breaches
from forum.moderation.actions.appealing import appeal_removed_message, overturn_decision, uphold_decision
from forum.moderation.models import Appeal
from forum.moderation.selectors.appeals import appeal_with
from forum.people.models import Person
from tests.factories import make_community, make_member
from tests.forum.chat.test_sending import say
from tests.forum.people_anew import again
from tests.races.together import together

pytestmark = [pytest.mark.django_db(transaction=True)]
ROUNDS, SAID = 8, "A course in May."


def removed(by: Person, author: Person, room: Room) -> Message:
    sent = say(author, room, SAID)
    rows = Message.objects.select_related("room__community", "author")
    take_down_message(moderator=by, message=rows.get(pk=sent.pk), reason="We sell nothing here.")
    return rows.get(pk=sent.pk)


def test_it_is_decided_once_however_many_decide_and_bring_it_back() -> None:
    community = make_community()
    room = Room.objects.select_related("community").get(community=community)
    first, *others = (make_member(community, role=Role.MODERATOR) for _ in range(4))
    for number in range(ROUNDS):
        cache.clear()
        author = make_member(community)
        message = removed(first, author, room)
        asked = appeal_removed_message(person=again(author), message=message, words="It is free.")
        appeal = appeal_with(asked.pk)
        results = together([
            partial(overturn_decision, decider=again(others[0]), appeal=appeal, reason="Yes."),
            partial(uphold_decision, decider=again(others[1]), appeal=appeal, reason="No."),
            partial(restore_message, moderator=again(others[2]), message=message),
        ])  # fmt: skip
        assert {type(each) for each in results} <= {Appeal, Message, Refused}, results
        verbs = [Verb.APPEAL_OVERTURNED, Verb.APPEAL_UPHELD]
        decided = Change.objects.filter(verb__in=verbs, person=author).count()
        state = Appeal.objects.get(message=message).state
        assert (decided, state == Appeal.State.GONE) in [(1, False), (0, True)], number
        assert Message.objects.get(pk=message.pk).source == SAID
    assert breaches() == []


def test_who_asks_twice_at_once_has_asked_once_and_words_that_go_meanwhile_do_not_come_back() -> None:
    community = make_community()
    room = Room.objects.select_related("community").get(community=community)
    first, other = (make_member(community, role=Role.MODERATOR) for _ in range(2))
    for _round in range(ROUNDS):
        cache.clear()
        author = make_member(community)
        message = removed(first, author, room)
        ask = partial(appeal_removed_message, person=again(author), message=message, words="It is free.")
        results = together([ask] * 4)
        assert sorted(type(each).__name__ for each in results) == ["Appeal", *["Refused"] * 3]
        appeal = appeal_with(Appeal.objects.get(message=message).pk)
        together([
            partial(forget_removed_message, author=again(author), message=message),
            partial(overturn_decision, decider=again(other), appeal=appeal, reason="Yes."),
        ])  # fmt: skip
        stands = Message.objects.get(pk=message.pk)
        overturned = Appeal.objects.get(message=message).state == Appeal.State.OVERTURNED
        assert (stands.source == SAID, stands.removed_at is None) == (overturned, overturned)
    assert breaches() == []
