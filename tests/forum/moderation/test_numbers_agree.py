"""How much waits is the same number wherever it is said: on the first page, on tabs, and in the one list."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from forum.communities.selectors.waiting import what_waits
from forum.core.claims import Kind
from forum.crossposting.selectors.waiting import carried_where_moderated, homes_where_moderated
from forum.moderation.selectors.queue import how_many_wait
from tests.factories import make_steward
from tests.forum.moderation.waiting import make_waiting
from tests.forum.people_anew import again, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]


def test_tabs_first_page_and_list_count_alike() -> None:
    waiting = make_waiting()
    for person in (waiting.facilitator, waiting.moderator, make_steward()):
        numbers, tabs = (
            how_many_wait(again(person), waiting.community),
            what_waits(again(person), waiting.community),
        )
        assert tabs.all == sum(numbers.values())
        assert tabs.carried == numbers[Kind.CARRIED] + numbers[Kind.HOME]
        listed = (
            signed_in(person).get(reverse("community-queue", args=[waiting.community.slug])).content.decode()
        )
        said = re.findall(r">(What waits|Everything) <span class=\"badge[^\"]*\"[^>]*>(\d+)<", listed)
        assert {number for _name, number in said} == {str(tabs.all)}, said
    person = again(waiting.moderator)
    own = how_many_wait(person)
    assert [each.number for each in carried_where_moderated(person)] == [own[Kind.CARRIED]] == [1]
    assert [each.number for each in homes_where_moderated(person)] == [own[Kind.HOME]] == [1]
    home = signed_in(person).get("/").content.decode()
    name = waiting.community.name
    assert f"1 carried topic waits for your word in {name}" in home
    assert f"1 topic that may get another home waits for your word in {name}" in home
