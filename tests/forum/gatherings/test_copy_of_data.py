"""What the copy of one's data holds of live sessions."""

from __future__ import annotations

import pytest

from forum.communities.actions.members import leave_community
from forum.communities.models import Role
from forum.gatherings.actions.calendars import open_calendar
from forum.gatherings.actions.coming import answer_whether_one_comes
from forum.gatherings.actions.joint import ask_to_take_part, decline_to_take_part
from forum.gatherings.models import Coming, Gathering
from forum.gatherings.selectors.joint import joint_with
from forum.people.models import Person
from forum.personal_data.archive.writing import SECTIONS
from tests.factories import make_community, make_member
from tests.forum.gatherings.meeting import again, meeting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]


def copied(person: Person, name: str) -> list[dict[str, object]]:
    fresh = Person.objects.get(pk=person.pk)
    return [
        {key: row[key] for key in row if not key.endswith("at")} for row in SECTIONS[f"{name}.json"](fresh)
    ]


def test_it_holds_what_one_said_and_names_nothing_that_one_cannot_see_any_more() -> None:
    community, other = (make_community(visibility="hidden") for _ in range(2))
    host = make_member(other, make_member(community, role=Role.FACILITATOR), role=Role.GUEST)
    made = meeting(host, community)
    answer_whether_one_comes(person=host, gathering=made, comes=Coming.State.NOT_COMING)
    open_calendar(person=host, community=community)
    asked = ask_to_take_part(host=host, gathering=again(made), community=other, note="It is about nights.")
    facilitator = make_member(other, role=Role.FACILITATOR)
    decline_to_take_part(facilitator=facilitator, joint=joint_with(asked.pk), reason="Not that night.")
    words = {"title": "Journal club", "about": "We read *one* paper.", "agenda": []}
    lasts = {"added_to_for_hours": 48}
    assert copied(host, "live_sessions_scheduled") == [words | lasts]
    assert copied(host, "live_sessions_led") == [
        {"session": "Journal club", "part": "host", "leads_no_more": False}
    ]
    assert copied(host, "live_sessions") == [{"session": "Journal club", "answer": "not", "by_mail": True}]
    assert copied(host, "live_sessions_together") == [{"asked": "It is about nights."}]
    assert copied(facilitator, "live_sessions_together") == [{"declined": "Not that night."}]
    assert copied(facilitator, "live_sessions_scheduled") == []
    leave_community(person=host, community=community)
    assert copied(host, "live_sessions_scheduled") == [dict.fromkeys(words) | lasts]
    assert copied(host, "live_sessions_led") == [{"session": None, "part": "host", "leads_no_more": False}]
    assert copied(host, "calendars") == [{"of_a_community": True}]
    assert Gathering.objects.get().title == "Journal club"
