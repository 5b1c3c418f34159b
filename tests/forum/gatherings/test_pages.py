"""The pages of live sessions: scheduling, changing, coming, and calendars."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from forum.communities.actions.members import leave_community
from forum.communities.models import Community, Role
from forum.gatherings.actions.calendars import open_calendar
from forum.gatherings.actions.scheduling import cancel_gathering
from forum.gatherings.forms.gatherings import GatheringForm
from forum.gatherings.models import CalendarKey, Coming, Gathering, Host, Material
from forum.gatherings.selectors.calendars import word_of
from forum.people.models import Person
from tests.factories import make_member, make_person
from tests.forum.gatherings.meeting import again, meeting, series, when

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
State = Gathering.State


@pytest.fixture
def host(community: Community) -> Person:
    return make_member(community, make_person("Ada Byrne", handle="ada"), role=Role.FACILITATOR)


def form(**more: Any) -> dict[str, Any]:
    day = (timezone.now() + timedelta(days=10)).date().isoformat()
    return {
        "title": "Journal club", "kind": "journal-club", "day": day, "hour": "12:30", "minutes": "45",
        "zone": "Europe/Athens",
        "source": "We read *one* paper.", "agenda": "10 Welcome\n25 min: The paper\nWho writes it up",
    } | more  # fmt: skip


def test_a_session_is_scheduled_read_and_changed(client: Client, community: Community, host: Person) -> None:
    bea = make_member(community, make_person("Bea Quist", handle="bea"))
    client.force_login(host)
    address = reverse("gathering-new", args=[community.slug])
    assert client.get(address).status_code == 200
    made = client.post(
        address, form(hosts="@ada", speakers="@bea\nDr. Nobody Here", video_url="https://video.example/x")
    )
    gathering = Gathering.objects.get()
    assert (made.status_code, made["Location"]) == (302, gathering.get_absolute_url())
    assert [(row.person, row.name, row.part) for row in Host.objects.order_by("position")] == [
        (host, "", "host"), (bea, "", "speaker"), (None, "Dr. Nobody Here", "speaker"),
    ]  # fmt: skip
    assert gathering.agenda == [
        {"minutes": minutes, "words": words}
        for minutes, words in [(10, "Welcome"), (25, "The paper"), (0, "Who writes it up")]
    ]
    page = client.get(gathering.get_absolute_url()).content.decode()
    assert (
        "12:30 (Europe/Athens)" in page
        and "(UTC)" in page
        and "<em>one</em>" in page
        and "https://video.example/x" in page
    )
    edit = reverse("gathering-edit", args=[gathering.pk])
    begun = client.get(edit).content.decode()
    assert "10 Welcome\n25 The paper\nWho writes it up" in begun and 'value="12:30"' in begun
    assert client.post(edit, form(title="")).status_code == 422
    assert client.post(edit, form(title="Later", hour="13:30")).status_code == 302
    changed = again(gathering)
    assert (changed.title, changed.revision, changed.starts_at - gathering.starts_at) == (
        "Later",
        1,
        timedelta(hours=1),
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": " "}, "Give the session a title."),
        ({"day": "soon"}, "Write the day like"),
        ({"hour": "noon"}, "Write the hour like"),
        ({"hosts": "@nobody"}, "Nobody is called @nobody here."),
        ({"speakers": "@nobody"}, "Nobody is called @nobody here."),
        ({"rhythm": "weekly"}, "Say until when"),
        ({"video_url": "javascript:alert(1)"}, "This is no address."),
        ({"video_url": "http://video.example/x"}, "The link must begin with https://"),
        ({"agenda": "x\n" * 21}, "at most 20 lines"),
        ({"agenda": "500 Talk"}, "The session lasts 45 minutes, its parts add up to 500."),
        ({"agenda": "10 Welcome\n30 Talk\n6 Goodbye"}, "lasts 45 minutes, its parts add up to 46."),
        ({"day": "2020-01-01"}, "is over already"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_is_lost(
    client: Client, community: Community, host: Person, wrong: dict[str, str], said: str
) -> None:
    client.force_login(host)
    answer = client.post(reverse("gathering-new", args=[community.slug]), form(**wrong))
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and "We read *one* paper." in page
    assert not Gathering.objects.exists()


NO_ADDRESS = "This is no address. It begins with https://"
READ_ALONG = "The link must begin with https://, so that nobody reads along."


@pytest.mark.parametrize(
    ("link", "wrong"),
    [
        ("foo bar", [NO_ADDRESS]),
        ("https://a..b", [NO_ADDRESS]),
        ("javascript:alert(1)", [NO_ADDRESS]),
        ("http://video.example/x", [READ_ALONG]),
        ("ftp://video.example/x", [READ_ALONG]),
        ("HTTPS://video.example/x", []),
        ("video.example/x", []),
        ("", []),
    ],
)
def test_what_is_wrong_with_a_video_link_is_said_once(
    community: Community, link: str, wrong: list[str]
) -> None:
    asked = GatheringForm(form(video_url=link), community=community, zone="UTC")
    assert asked.errors.get("video_url", []) == wrong


def test_who_does_not_read_the_community_hosts_nothing_in_it(
    client: Client, community: Community, host: Person
) -> None:
    make_person(handle="zed")
    client.force_login(host)
    answer = client.post(reverse("gathering-new", args=[community.slug]), form(hosts="@zed"))
    assert answer.status_code == 422 and "does not read this community" in answer.content.decode()


def test_who_speaks_is_known_by_their_bare_handle_where_they_are_let_in(
    client: Client, community: Community, host: Person
) -> None:
    bea = make_member(community, make_person("Bea Quist", handle="beaq"))
    make_person("Zed Outside", handle="zed")
    make_person("Gone Away", handle="gone", is_active=False)
    client.force_login(host)
    typed = "BeaQ\nzed\ngone\nbeaq and others"
    made = client.post(reverse("gathering-new", args=[community.slug]), form(speakers=typed))
    assert made.status_code == 302
    assert [(row.person, row.name) for row in Host.objects.filter(part="speaker").order_by("position")] == [
        (bea, ""), (None, "zed"), (None, "gone"), (None, "beaq and others"),
    ]  # fmt: skip


def test_an_agenda_fills_its_session_and_may_leave_minutes_open(
    client: Client, community: Community, host: Person
) -> None:
    client.force_login(host)
    address = reverse("gathering-new", args=[community.slug])
    assert client.post(address, form(agenda="ten Welcome\n45 Talk")).status_code == 302
    made = Gathering.objects.get()
    assert made.agenda == [{"minutes": 0, "words": "ten Welcome"}, {"minutes": 45, "words": "Talk"}]
    shorter = client.post(reverse("gathering-edit", args=[made.pk]), form(agenda="45 Talk", minutes="30"))
    assert shorter.status_code == 422 and "lasts 30 minutes" in shorter.content.decode()


def test_a_series_is_changed_from_one_session_on(client: Client, community: Community, host: Person) -> None:
    client.force_login(host)
    until = (timezone.now() + timedelta(days=31)).date().isoformat()
    client.post(reverse("gathering-new", args=[community.slug]), form(rhythm="weekly", until=until))
    rows = list(Gathering.objects.order_by("starts_at"))
    assert len(rows) == 4
    edit = reverse("gathering-edit", args=[rows[1].pk])
    page = client.get(edit).content.decode()
    assert "This one and those that follow" in page
    day = rows[1].starts_at.date().isoformat()
    assert client.post(edit, form(day=day, title="Anew", reach="following")).status_code == 302
    assert [again(row).title for row in rows] == ["Journal club", "Anew", "Anew", "Anew"]
    cancel = reverse("gathering-cancel", args=[rows[3].pk])
    assert client.post(cancel, {"why": "", "reach": "this"}).status_code == 422
    assert client.post(cancel, {"why": "A holiday.", "reach": "this"}).status_code == 302
    assert [again(row).state for row in rows] == ["scheduled"] * 3 + ["cancelled"]
    assert "A holiday." in client.get(again(rows[3]).get_absolute_url()).content.decode()


def test_a_draft_is_seen_by_who_prepares_it(client: Client, community: Community, host: Person) -> None:
    client.force_login(host)
    client.post(reverse("gathering-new", args=[community.slug]), form(draft="1"))
    draft, member = Gathering.objects.get(), make_member(community)
    announce = reverse("gathering-announce", args=[draft.pk])
    client.force_login(member)
    assert [client.get(draft.get_absolute_url()).status_code, client.post(announce).status_code] == [404, 404]
    assert (
        "Journal club"
        not in client.get(reverse("community-gatherings", args=[community.slug])).content.decode()
    )
    client.force_login(host)
    assert client.post(announce).status_code == 302
    client.force_login(member)
    assert client.get(draft.get_absolute_url()).status_code == 200
    assert client.post(announce).status_code == 403
    assert client.get(reverse("gathering-edit", args=[draft.pk])).status_code == 403


def test_one_comes_and_stays_away(client: Client, community: Community, host: Person) -> None:
    made, member = meeting(host, community, capacity=1), make_member(community, make_person("Bea Quist"))
    client.force_login(member)
    come, away = (reverse(f"gathering-{name}", args=[made.pk]) for name in ("come", "stay-away"))
    assert client.post(come, {"quietly": "on"}).status_code == 302
    row = Coming.objects.get()
    assert (row.state, row.by_mail) == ("coming", False)
    page = client.get(made.get_absolute_url()).content.decode()
    assert "Bea Quist" in page and "I do not come after all" in page
    client.force_login(host)
    client.post(come)
    assert "All places are taken" in client.get(made.get_absolute_url()).content.decode()
    client.force_login(member)
    client.post(away)
    assert dict(Coming.objects.values_list("person", "state")) == {member.pk: "not", host.pk: "coming"}
    Gathering.objects.update(ends_at=timezone.now(), starts_at=timezone.now() - timedelta(hours=1))
    late = client.post(come)
    assert late.status_code == 403 and "Its hour has passed." in late.content.decode()


def test_where_all_places_are_taken_one_is_told_that_one_waits(
    client: Client, community: Community, host: Person
) -> None:
    made, late = meeting(host, community, capacity=1), make_member(community)
    come = reverse("gathering-come", args=[made.pk])
    said = ["I come</button>", "Wait for a place</button>", "All places are taken. Whoever waits"]

    def shown(person: Person) -> list[bool]:
        client.force_login(person)
        page = client.get(made.get_absolute_url()).content.decode()
        return [each in page for each in said]

    assert shown(late) == [True, False, False]
    client.force_login(host)
    client.post(come)
    assert (shown(host), shown(late)) == ([False] * 3, [False, True, True])
    client.post(come)
    assert shown(late) == [False] * 3 and Coming.objects.get(person=late).state == "waiting"


def test_nobody_comes_to_what_was_cancelled(client: Client, community: Community, host: Person) -> None:
    made, member = meeting(host, community, capacity=2), make_member(community, make_person("Bea Quist"))
    client.force_login(member)
    client.post(reverse("gathering-come", args=[made.pk]))
    in_list = reverse("community-gatherings", args=[community.slug])
    calendar = reverse("gathering-calendar", args=[made.pk])

    def shown(address: str, said: list[str]) -> list[bool]:
        page = client.get(address).content.decode()
        return [each in page for each in said]

    on_page = ["Do you come?", "You come", "<b>1 / 2</b>", "Who comes", "I do not come after all", calendar]
    of_it = ["is-cancelled", ">cancelled<", "You come", "1 comes", made.get_absolute_url()]
    assert shown(made.get_absolute_url(), on_page) == [True] * 6
    assert shown(in_list, of_it) == [False, False, True, True, True]
    cancel_gathering(host=host, gathering=made, why="A holiday.")
    assert shown(made.get_absolute_url(), [*on_page, "A holiday."]) == [False] * 5 + [True] * 2
    assert shown(in_list, of_it) == [True, True, False, False, True]


def test_the_video_link_is_shown_to_who_comes_shortly_before(
    client: Client, community: Community, host: Person
) -> None:
    made, member = meeting(host, community, video_url="https://video.example/x"), make_member(community)
    client.force_login(member)
    client.post(reverse("gathering-come", args=[made.pk]))
    shown = []
    for minutes in (20, 10, -70):
        begins = timezone.now() + timedelta(minutes=minutes)
        Gathering.objects.update(starts_at=begins, ends_at=begins + timedelta(hours=1, minutes=30))
        shown.append("video.example" in client.get(made.get_absolute_url()).content.decode())
    assert shown == [False, True, True]
    client.force_login(make_member(community))
    assert "video.example" not in client.get(made.get_absolute_url()).content.decode()


def test_a_calendar_is_fetched_by_its_address_until_it_is_taken_back(
    client: Client, community: Community, host: Person
) -> None:
    made, member = meeting(host, community), make_member(community)
    client.force_login(member)
    client.post(reverse("gathering-come", args=[made.pk]))
    assert client.post(reverse("calendar-new")).status_code == 302
    assert client.post(reverse("calendar-new"), {"community": community.slug}).status_code == 302
    assert client.post(reverse("calendar-new"), {"community": "elsewhere"}).status_code == 404
    page = client.get(reverse("calendars")).content.decode()
    words = [word_of(key) for key in CalendarKey.objects.order_by("pk")]
    assert all(word in page for word in words)
    client.logout()
    for word in words:
        (event,) = Calendar.from_ical(client.get(reverse("calendar-feed", args=[word])).content).events
        assert str(event["summary"]) == "Journal club"
    client.force_login(member)
    client.post(reverse("calendar-new"))
    client.post(reverse("calendar-end", args=[CalendarKey.objects.order_by("pk").last().pk]))  # type: ignore[union-attr]  # there are two
    assert [
        client.get(reverse("calendar-feed", args=[word])).status_code for word in [*words, "x", "a.b"]
    ] == [404] * 4


def test_a_calendar_shows_what_its_owner_may_see_when_it_is_fetched(
    client: Client, community: Community, host: Person
) -> None:
    made, member = meeting(host, community), make_member(community)
    key = open_calendar(person=member, community=community)
    feed = reverse("calendar-feed", args=[word_of(key)])
    assert b"Journal club" in client.get(feed).content
    leave_community(person=member, community=community)
    assert b"BEGIN:VCALENDAR" in client.get(feed).content and b"Journal club" not in client.get(feed).content
    assert client.get(reverse("gathering-calendar", args=[made.pk])).status_code == 404


def test_what_one_should_read_is_put_there_and_taken_away(
    client: Client, community: Community, host: Person
) -> None:
    made = meeting(host, community)
    client.force_login(host)
    address = reverse("gathering-materials", args=[made.pk])
    assert client.post(address, {"pasted": "TY  - JOUR\nER  - \n"}).status_code == 422
    for pasted in (
        "https://example.org/slides The slides",
        "https://example.org/slides The slides",
        "10.1000/xyz",
    ):
        assert client.post(address, {"pasted": pasted}).status_code == 302
    page = client.get(made.get_absolute_url()).content.decode()
    assert (
        page.count('href="https://example.org/slides"') == 1 and 'href="https://doi.org/10.1000/xyz"' in page
    )
    first = made.materials.order_by("position").first()
    assert first is not None
    remove = reverse("material-remove", args=[made.pk, first.pk])
    client.force_login(make_member(community))
    for answer in (client.get(address), client.get(remove), client.post(remove)):
        assert answer.status_code == 403
    client.force_login(host)
    asked = client.get(remove).text
    assert "Take this away?" in asked and "The slides" in asked and Material.objects.count() == 2
    assert [client.post(remove).status_code, client.post(remove).status_code] == [302, 302]
    assert client.get(remove)["Location"] == address
    assert [row.doi for row in again(made).materials.all()] == ["10.1000/xyz"]


def test_one_of_a_series_says_how_it_comes_back(client: Client, host: Person, community: Community) -> None:
    first = when(date(2027, 3, 1))
    one, *_others = series(host, community, first=first, until=date(2027, 4, 5), now=timezone.now())
    client.force_login(host)
    page = client.get(one.get_absolute_url()).text
    assert "It comes back every week, on this weekday" in page and "Meeting 1 of 6, the last on" in page
    assert "It comes back" not in client.get(meeting(host, community).get_absolute_url()).text
