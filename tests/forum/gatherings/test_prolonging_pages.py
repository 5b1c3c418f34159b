"""The page where a series is prolonged: when further meetings would be, announcing them, and who may not."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from forum.communities.actions.members import leave_community
from forum.communities.models import Community
from forum.gatherings.actions.following import cancel_following
from forum.gatherings.actions.hosts import Named
from forum.gatherings.actions.hours import furthest_day
from forum.gatherings.actions.scheduling import cancel_gathering, change_gathering
from forum.gatherings.models import Gathering, Host, Joint
from forum.people.models import Person
from tests.factories import make_community, make_member, make_person
from tests.forum.gatherings.meeting import again, series, when, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]


@pytest.fixture
def coming(host: Person, community: Community) -> list[Gathering]:
    """Two meetings from next week on, by the clock of now."""
    first = when(minutes=45)
    until = first["day"] + timedelta(days=7)
    return series(host, community, first=first, until=until, now=timezone.now())


def form(rows: list[Gathering], **more: Any) -> dict[str, Any]:
    return {"after": rows[-1].on, "times": "", "until": ""} | more


def test_on_its_page_one_sees_when_they_would_be_and_announces_them(
    client: Client, host: Person, coming: list[Gathering]
) -> None:
    client.force_login(host)
    address = reverse("series-prolong", args=[coming[0].pk])
    page = client.get(coming[0].get_absolute_url()).text
    assert "Meeting 1 of 2, the last on" in page and f'href="{address}"' in page
    page = client.get(address).text
    assert "Fill in one of the two" in page and "optional" not in page
    assert "would be announced" not in page
    shown = client.post(address, form(coming, times="2", preview="1"))
    assert shown.status_code == 200 and "2 further meetings would be announced" in shown.text
    assert shown.text.count("data-appointment") == 3  # and the last one of now
    assert Gathering.objects.count() == 2
    done = client.post(address, form(coming, times="2"), follow=True)
    assert "2 further meetings are announced." in done.text and "Meeting 3 of 4" in done.text
    done = client.post(address, form(coming, times="2"), follow=True)  # pressed twice
    assert "2 further meetings are announced." in done.text and Gathering.objects.count() == 4


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Say how many more, or until when."),
        ({"times": "2", "until": "2030-01-01"}, "Say how many more, or until when, not both."),
        ({"times": "0"}, "Use at least 1."),
        ({"times": "55"}, "Use at most 54."),
        ({"times": "54"}, "Within a year from now there is room for"),
        ({"until": "soon"}, "Write the day like 2027-03-31."),
        ({"until": "2090-01-01"}, "Choose a day within a year from now"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client: Client, host: Person, coming: list[Gathering], given: dict[str, str], sentence: str
) -> None:
    client.force_login(host)
    address = reverse("series-prolong", args=[coming[0].pk])
    for more in ({}, {"preview": "1"}):
        answer = client.post(address, form(coming, **given, **more))
        assert (answer.status_code, Gathering.objects.count()) == (422, 2)
        assert sentence in answer.text and all(f'value="{typed}"' in answer.text for typed in given.values())


def test_who_began_before_another_prolonged_it_reads_how_it_stands_and_goes_on_from_there(
    client: Client, host: Person, coming: list[Gathering]
) -> None:
    client.force_login(host)
    address = reverse("series-prolong", args=[coming[0].pk])
    client.post(address, form(coming, times="1"))
    late = client.post(address, form(coming, times="3"))
    assert late.status_code == 409 and "in the meantime" in late.text and Gathering.objects.count() == 3
    made = Gathering.objects.latest("starts_at")
    assert f'value="{made.on}"' in late.text
    assert client.post(address, form([made], times="3")).status_code == 302
    assert Gathering.objects.count() == 6


def test_who_sees_it_and_may_not_prolong_it_is_told_so_and_who_sees_it_not_learns_nothing(
    client: Client, community: Community, host: Person, coming: list[Gathering]
) -> None:
    address = reverse("series-prolong", args=[coming[0].pk])
    client.force_login(make_member(community))
    page = client.get(coming[0].get_absolute_url()).text
    assert "Meeting 1 of 2" in page and "Prolong" not in page
    for answer in (client.get(address), client.post(address, form(coming, times="1"))):
        assert answer.status_code == 403 and "Only facilitators of this community can do that." in answer.text
    client.force_login(make_person("Elsewhere"))
    assert [client.get(address).status_code, client.post(address).status_code] == [404, 404]


def test_its_fields_say_by_which_calendar_and_how_many_there_is_room_for(
    client: Client, community: Community, host: Person
) -> None:
    first = when(zone="America/New_York")
    until = first["day"] + timedelta(days=7)
    made = series(host, community, first=first, until=until, now=timezone.now())
    client.force_login(host)
    address = reverse("series-prolong", args=[made[0].pk])
    page = client.get(address).text
    furthest = date_format(furthest_day(timezone.now()), "DATE_FORMAT")
    assert f"By the calendar in America/New York. At the latest {furthest}." in page
    found = re.search(r'<input[^>]*name="times"[^>]*max="(\d+)"', page)
    assert found is not None
    room = int(found[1])
    answer = client.post(address, form(made, times=str(room + 1)))
    assert answer.status_code == 422 and f"there is room for {room} further meetings" in answer.text
    client.post(address, form(made, times=str(room)))
    assert Gathering.objects.count() == 2 + room
    assert 'max="1"' in client.get(address).text  # and the act says that none is left


def test_the_page_names_those_who_will_be_named_and_the_clock_in_words(
    client: Client, community: Community, host: Person
) -> None:
    gone, kept = (
        make_member(community, make_person("Gil Gone")),
        make_member(community, make_person("Kit Kept")),
    )
    first = when(zone="America/New_York")
    made = series(host, community, first=first, until=first["day"], now=timezone.now())
    named = [Named(Host.Part.HOST, gone), Named(Host.Part.SPEAKER, kept)]
    change_gathering(host=host, gathering=again(made[0]), when=first, words=words(), hosts=named)
    client.force_login(host)
    address = reverse("series-prolong", args=[made[0].pk])
    page = client.get(address).text
    assert (
        "With Gil Gone (host), Kit Kept." in page and "(America/New York)" in page and "New_York" not in page
    )
    assert "1 meeting, on <time" in page
    leave_community(person=gone, community=community)
    page = client.get(address).text
    assert f"With {host.display_name} (host), Kit Kept." in page and "Gil Gone" not in page


def test_the_page_says_that_days_of_cancelled_meetings_stay_taken(
    client: Client, host: Person, coming: list[Gathering]
) -> None:
    client.force_login(host)
    address = reverse("series-prolong", args=[coming[0].pk])
    said = "Later ones were cancelled. Their days stay taken: it goes on after"
    assert said not in client.get(address).text
    cancel_gathering(host=host, gathering=again(coming[1]), why="A holiday.")
    assert f"{said} {date_format(coming[1].on, 'DATE_FORMAT')}." in client.get(address).text


def test_where_all_were_cancelled_no_way_leads_there_and_its_address_says_why(
    client: Client, host: Person, coming: list[Gathering]
) -> None:
    client.force_login(host)
    address = reverse("series-prolong", args=[coming[0].pk])
    page = client.get(coming[0].get_absolute_url()).text
    assert f'href="{address}"' in page
    cancel_following(host=host, gathering=again(coming[0]), why="We move on.")
    assert f'href="{address}"' not in client.get(coming[0].get_absolute_url()).text
    for answer in (client.get(address), client.post(address, form(coming, times="1"))):
        assert answer.status_code == 403 and "All meetings of this series were cancelled" in answer.text


def test_who_comes_through_another_community_reads_the_rhythm_and_counts_no_meetings(
    client: Client, coming: list[Gathering]
) -> None:
    other = make_community("Night teaching", visibility="private")
    Joint.objects.create(gathering=coming[0], community=other, state="agreed", note="Come.")
    client.force_login(make_member(other))
    page = client.get(coming[0].get_absolute_url()).text
    assert "It comes back every week, on this weekday, until" in page and "Meeting 1 of" not in page
