"""A practice note is reported where it stands, and a moderator takes it down; who drafted it reads why."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from forum.chat.models import Room
from forum.communities.models import Role
from forum.people.models import Person
from forum.repertoire.models import PracticeNote
from tests.factories import make_member, make_person
from tests.forum.gatherings.going_on import begun
from tests.forum.repertoire.noted import drafted, highlighted, published
from tests.journeys.pages import PHONE, OpenBrowser, is_in_order, take_a_moment

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
WHY = "It does not say for whom it is too long."


def test_from_a_report_to_a_note_that_is_taken_down(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    ada, bea, room = people
    assert room.community is not None
    gathering = begun(ada, room.community)
    note = published(ada, drafted(ada, gathering, highlighted(ada, bea, gathering, "Ten slow breaths.")))
    reader = open_browser(make_member(room.community, make_person("Cem Arslan")), **PHONE)
    moderator = open_browser(make_member(room.community, make_person("Mo Lind"), role=Role.MODERATOR))

    reader.goto(note.get_absolute_url())
    reader.get_by_role("link", name="Report").click()
    is_in_order(reader)
    reader.get_by_label("It is wrong or unsafe advice").check()
    take_a_moment(reader)
    reader.get_by_role("button", name="Report it").click()
    expect(reader.get_by_text("Thank you. Those who look after this place see it")).to_be_visible()

    moderator.goto("/queue/")
    moderator.get_by_role("link", name="The practice note “Waiting”").click()
    expect(moderator.get_by_text("We wait for ten breaths before we say anything.")).to_be_visible()
    is_in_order(moderator)
    moderator.get_by_label("Reason").fill(WHY)
    take_a_moment(moderator)
    moderator.get_by_role("button", name="Remove it").click()
    expect(moderator.get_by_text("It is removed. Its author reads why")).to_be_visible()

    assert PracticeNote.objects.get().state == PracticeNote.State.WITHDRAWN
    host = open_browser(ada)
    host.goto("/inbox/")
    host.get_by_text("A note of yours was removed; read why").click()
    expect(host.get_by_text(WHY)).to_be_visible()
    is_in_order(host)
