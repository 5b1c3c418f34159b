"""The pages of stewards: who gets in, whether the figures are right, and what each costs."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum.communities.models import Community, FoundingRequest, JoiningRequest, Role
from forum.core import estimates
from forum.discussions.models import Attachment, Post
from forum.discussions.selectors.figures import people_active_since, posts_in_all, quiet_communities
from forum.pages.growth import HEIGHT, LEAST, WEEKS, chart, start_of, weeks_until
from forum.people.models import Application, Person
from forum.people.selectors.figures import people_figures
from forum.personal_data.models import DataExport
from tests.factories import (
    failed_job,
    make_board,
    make_community,
    make_member,
    make_person,
    make_placeholder,
    make_reply,
    make_steward,
    make_topic,
    queued_job,
)

pytestmark = pytest.mark.django_db

PAGES = ("/stewards/", "/stewards/people/", "/stewards/network/", "/stewards/jobs/")
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)  # a Wednesday


@pytest.fixture
def steward(client: Client) -> Person:
    person = make_steward()
    client.force_login(person)
    return person


def shown(client: Client, url: str = "/stewards/") -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def figures(page: str) -> dict[str, str]:
    """The figures of a page by what they are called, without marks."""
    found = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page, re.DOTALL)
    return {name: " ".join(re.sub(r"<[^>]*>", " ", value).split()) for name, value in found}


# Who gets in -------------------------------------------------------------------------------------------------


def test_stewards_get_in_and_to_all_others_the_pages_are_not_there(steward: Person) -> None:
    person = make_person()
    urls = (*PAGES, f"/stewards/people/{person.pk}/", f"/stewards/people/{person.pk}/close/")
    facilitator = make_member(make_community(), role=Role.FACILITATOR)
    statuses = {}
    for name, who in {
        "visitor": None,
        "person": person,
        "facilitator": facilitator,
        "steward": steward,
    }.items():
        client = Client()
        if who is not None:
            client.force_login(who)
        statuses[name] = {client.get(url).status_code for url in urls}
    assert statuses == {"visitor": {404}, "person": {404}, "facilitator": {404}, "steward": {200}}


def test_what_others_send_there_does_nothing(steward: Person) -> None:
    person, other = make_person(), Client()
    other.force_login(make_person())
    key = failed_job("send")
    for url in (f"/stewards/people/{person.pk}/close/", "/stewards/network/", f"/stewards/jobs/{key}/retry/"):
        assert other.post(url, {"reason": "x", "name": "Mine", "seen": ""}).status_code == 404
    person.refresh_from_db()
    assert person.is_active is True


def test_the_menu_leads_stewards_there_and_forgets_it_with_the_right(client: Client, steward: Person) -> None:
    assert 'href="/stewards/"' in shown(client, "/")
    make_steward()
    Person.objects.filter(pk=steward.pk).update(is_steward=False)
    assert 'href="/stewards/"' not in shown(client, "/")
    topic = make_topic(make_board(make_community(visibility="open")))
    assert 'href="/stewards/"' not in shown(client, topic.get_absolute_url())
    Person.objects.filter(pk=steward.pk).update(is_steward=True)
    assert 'href="/stewards/"' in shown(client, topic.get_absolute_url())


# Figures -----------------------------------------------------------------------------------------------------


def test_a_network_with_nobody_but_one_steward_says_so(client: Client) -> None:
    client.force_login(make_person(is_steward=True))
    page = shown(client)
    found = figures(page)
    assert {name: found[name] for name in ("In use", "Stewards", "Closed by stewards", "Have left", "Archived")} == {
        "In use": "1", "Stewards": "1", "Closed by stewards": "0", "Have left": "0", "Archived": "0",
    }  # fmt: skip
    assert (found["Topics in all"], found["Posts in all"], found["Uploads"]) == ("0", "0", "0 bytes 0 files")
    assert "0, 0 of them this week" in page
    assert "None runs. Mail, imports and exports wait until one is started." in page


def test_people_are_counted_by_how_they_stand() -> None:
    make_steward()
    people = [make_person() for _number in range(3)]
    make_person(is_active=False)
    for state in ("waiting", "declined"):
        asked = make_person(is_active=False)
        decided = None if state == "waiting" else timezone.now()
        Application.objects.create(person=asked, reason="x", state=state, decided_at=decided)
    make_placeholder()
    make_placeholder(became=people[0])
    Person.objects.filter(pk=people[2].pk).update(kind="former", email=None, is_active=False)
    found = people_figures()
    assert (found.accounts, found.stewards, found.shut_out, found.left, found.placeholders) == (3, 1, 1, 1, 1)


def test_who_signed_in_or_wrote_lately_is_active() -> None:
    now = timezone.now()
    cut = now - timedelta(days=30)
    board = make_board()
    make_topic(board, author=make_member(board.community), now=now - timedelta(days=40))
    assert people_active_since(cut) == 0
    make_reply(make_topic(board, author=make_member(board.community)))  # by a facilitator: two people wrote
    make_person(last_login=now - timedelta(days=2))
    make_person(last_login=now - timedelta(days=31))
    make_person(last_login=now, is_active=False)
    make_placeholder(last_login=now)
    assert people_active_since(cut) == 3


def test_communities_without_a_recent_post_are_quiet() -> None:
    now = timezone.now()
    cut = now - timedelta(days=30)
    lively, quiet, _empty = make_community(), make_community(), make_community()
    make_topic(make_board(lively))
    make_topic(make_board(quiet), now=now - timedelta(days=31))
    make_community(archived_at=now)
    assert quiet_communities(cut) == 2


def test_the_overview_shows_what_is_there(client: Client, steward: Person) -> None:
    open_one, hidden = make_community(visibility="open"), make_community(visibility="hidden")
    make_community(visibility="private", archived_at=timezone.now())
    topic = make_topic(make_board(open_one))
    make_reply(topic)
    Attachment.objects.create(owner=steward, kind="file", name="a.txt", media_type="text/plain", size=2048)
    DataExport.objects.create(person=steward, state="finished", file="exports/x.zip", size=4096)
    DataExport.objects.create(person=make_person(), state="finished", size=9000)  # its file is gone
    found = figures(shown(client))
    assert {name: found[name] for name in (
        "Open to the web", "For the network", "Private", "Hidden", "Archived", "Topics in all", "Posts in all",
    )} == {
        "Open to the web": "1", "For the network": "0", "Private": "0", "Hidden": "1", "Archived": "1",
        "Topics in all": "1", "Posts in all": "2",
    }  # fmt: skip
    assert (found["Uploads"], found["Copies of personal data"]) == (
        "2.0\xa0KB 1 file".replace("\xa0", " "),
        "4.0 KB 1 file",
    )
    assert hidden.name in shown(client)


def test_who_waits_is_told_at_once_by_community_the_longest_first(client: Client, steward: Person) -> None:
    assert "Nobody waits for you" not in shown(client)  # no worker runs in tests
    now = timezone.now()
    early, late = make_community("Early"), make_community("Late")
    for community, days in ((late, 1), (early, 3), (early, 2)):
        JoiningRequest.objects.create(
            community=community, person=make_person(), created_at=now - timedelta(days=days)
        )
    JoiningRequest.objects.create(community=late, person=make_person(), state="declined", decided_at=now)
    asked = make_person(is_active=False)
    Application.objects.create(person=asked, reason="To learn.")
    FoundingRequest.objects.create(person=make_person(), fields={"name": "Looms"}, reason="We need it.")
    failed_job("send")
    page = re.sub(r"<[^>]*>", "", shown(client))
    said = [
        "1 person waits to be let into the network",
        "1 new community is proposed",
        "2 people ask to join Early",
        "1 person asks to join Late",
        "1 job has failed",
    ]
    places = [page.find(each) for each in said]
    assert -1 not in places and places == sorted(places)


def test_many_rows_are_estimated_and_the_page_says_about(
    client: Client, steward: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    topic = make_topic()
    for _number in range(5):
        make_reply(topic)
    assert posts_in_all() == estimates.Quantity(6)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE forum_post")
    monkeypatch.setattr(estimates, "COUNTED_UP_TO", 5)
    assert posts_in_all() == estimates.Quantity(6, is_estimate=True)
    with CaptureQueriesContext(connection) as asked:
        posts_in_all()
    assert "forum_post" in str(asked[0]) and "count" not in str(asked[0]).lower() and len(asked) == 1
    assert figures(shown(client))["Posts in all"] == "about 6"


# Growth ------------------------------------------------------------------------------------------------------


def test_a_week_begins_on_monday_and_the_last_one_is_this_one() -> None:
    weeks = weeks_until(NOW)
    assert (len(weeks), str(weeks[-1]), str(weeks[0])) == (WEEKS, "2026-11-23", "2026-06-01")
    late = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
    assert weeks_until(late)[-1] == weeks[-1] and weeks_until(late - timedelta(hours=1))[-1] == weeks[-2]


def test_bars_are_as_high_as_their_weeks_and_none_stands_for_none() -> None:
    weeks = weeks_until(NOW)
    drawn = chart("posts", "Posts", weeks, {weeks[0]: 1000, weeks[1]: 500, weeks[2]: 1})
    assert [(bar.number, bar.y, bar.height) for bar in drawn.bars[:4]] == [
        (1000, 0, HEIGHT), (500, HEIGHT / 2, HEIGHT / 2), (1, HEIGHT - LEAST, LEAST), (0, HEIGHT, 0),
    ]  # fmt: skip
    assert (drawn.total, drawn.most, drawn.latest) == (1501, 1000, 0)


def table(page: str) -> list[tuple[str, ...]]:
    """The rows of the table that have something in them, the latest first."""
    rows = re.findall(r'<th scope="row">([^<]*)</th><td>(\d+)</td><td>(\d+)</td><td>(\d+)</td>', page)
    return [row for row in rows if set(row[1:]) != {"0"}]


def test_growth_counts_what_happened_in_each_week_of_all_and_of_one_community(
    client: Client, steward: Person
) -> None:
    monday = start_of(weeks_until(timezone.now())[-1])
    Person.objects.update(joined_at=monday - timedelta(days=400))
    here, there = make_community(), make_community()
    Community.objects.update(created_at=monday - timedelta(days=400))
    Person.objects.update(joined_at=monday - timedelta(days=400))
    board, last = make_board(here), monday - timedelta(days=1)
    member = make_member(here, since=last)
    Person.objects.filter(pk=member.pk).update(joined_at=last)
    topic = make_topic(board, author=member, now=last)
    make_reply(topic, author=member, now=monday)
    gone = make_reply(topic, author=member, now=monday)
    Post.objects.filter(pk=gone.pk).update(removed_at=monday)
    make_topic(make_board(there), now=monday - timedelta(weeks=WEEKS))  # before the first week
    make_topic(make_board(there), now=monday)
    Person.objects.exclude(pk=member.pk).update(joined_at=monday - timedelta(days=400))
    here.memberships.exclude(person=member).update(joined_at=monday - timedelta(days=400))

    this, before = (f"{day:%-d %b %Y}" for day in (monday, monday - timedelta(weeks=1)))
    assert table(shown(client)) == [(this, "0", "1", "2"), (before, "1", "1", "1")]
    assert table(shown(client, f"/stewards/?community={here.slug}")) == [
        (this, "0", "0", "1"), (before, "1", "1", "1"),
    ]  # fmt: skip
    assert table(shown(client, "/stewards/?community=no-such-one")) == table(shown(client))


# What it costs -----------------------------------------------------------------------------------------------


def asked(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        shown(client, url)
    return len(queries)


@pytest.mark.parametrize("url", [*PAGES, "/stewards/?community=first"])
def test_a_page_costs_the_same_whatever_there_is(client: Client, steward: Person, url: str) -> None:
    first = make_community(slug="first")
    _fill(first)
    shown(client, url)
    cache.clear()
    one = asked(client, url)
    for _number in range(29):
        _fill(make_community())
    cache.clear()
    assert asked(client, url) == one


def _fill(community: Community) -> None:
    make_topic(make_board(community))
    JoiningRequest.objects.create(community=community, person=make_person())
    Application.objects.create(person=make_person(is_active=False), reason="To learn.")
    failed_job("send"), queued_job("send")


def test_what_takes_long_is_counted_once_a_minute(client: Client, steward: Person) -> None:
    anew = asked(client, "/stewards/")
    assert asked(client, "/stewards/") <= anew // 2


def test_the_page_of_a_person_costs_the_same_wherever_they_belong(client: Client, steward: Person) -> None:
    person = make_member(make_community())
    url = f"/stewards/people/{person.pk}/"
    shown(client, url)
    one = asked(client, url)
    for _number in range(29):
        make_member(make_community(), person)
    assert asked(client, url) == one


# Accounts ----------------------------------------------------------------------------------------------------


def test_an_account_is_closed_on_a_page_that_says_what_follows(client: Client, steward: Person) -> None:
    community = make_community("Looms", facilitator=make_person("Ada Byrne"))
    ada = community.memberships.get().person
    page = shown(client, f"/stewards/people/{ada.pk}/")
    assert (ada.email in page, f"/stewards/people/{ada.pk}/close/" in page, "Looms" in page) == (True,) * 3
    question = shown(client, f"/stewards/people/{ada.pk}/close/")
    assert "signed out everywhere at once" in question
    assert "Nobody else facilitates this community." in question
    refused = client.post(f"/stewards/people/{ada.pk}/close/", {"reason": ""})
    assert (refused.status_code, "Fill this in." in refused.content.decode()) == (422, True)
    done = client.post(
        f"/stewards/people/{ada.pk}/close/", {"reason": "Advertises.", "lasts": "4w"}, follow=True
    )
    assert "The network is closed to Ada Byrne." in done.content.decode()
    ada.refresh_from_db()
    assert ada.is_active is False
    again = client.get(f"/stewards/people/{ada.pk}/close/")
    assert (again.status_code, "closed already" in again.content.decode()) == (403, True)


def test_what_was_typed_is_kept_where_it_is_too_long(client: Client, steward: Person) -> None:
    person = make_person()
    refused = client.post(f"/stewards/people/{person.pk}/close/", {"reason": "Words. " * 100})
    assert (refused.status_code, "Words. Words." in refused.content.decode()) == (422, True)
    person.refresh_from_db()
    assert person.is_active is True


def test_a_steward_who_ends_being_one_comes_out_at_the_first_page(client: Client, steward: Person) -> None:
    refused = client.get(f"/stewards/people/{steward.pk}/end-steward/")
    assert (refused.status_code, "last steward" in refused.content.decode()) == (403, True)
    make_steward()
    done = client.post(f"/stewards/people/{steward.pk}/end-steward/")
    assert (done.status_code, done["Location"]) == (302, "/")
    assert client.get("/stewards/").status_code == 404


def test_there_are_no_other_acts_and_no_accounts_of_placeholders(client: Client, steward: Person) -> None:
    person, placeholder = make_person(), make_placeholder()
    urls = (
        f"/stewards/people/{person.pk}/delete/",
        f"/stewards/people/{placeholder.pk}/",
        f"/stewards/people/{placeholder.pk}/close/",
        f"/stewards/people/{person.pk + 10_000}/",
    )
    assert [client.get(url).status_code for url in urls] == [404] * 4


def test_a_search_for_anything_at_all_is_answered(client: Client, steward: Person) -> None:
    for query in ("q=%27%22%25_", "q=" + "x" * 300, "state=nothing", "after=abc", "after=" + "9" * 40):
        assert client.get(f"/stewards/people/?{query}").status_code == 200


def test_the_way_to_the_data_administration_is_shown_to_who_may_use_it(
    client: Client, steward: Person
) -> None:
    way = '<a href="/administration/">'
    ordinary = shown(client)
    Person.objects.filter(pk=steward.pk).update(is_staff=True)
    main = shown(client).split("<main")[1].split("</main>")[0]
    assert (way in ordinary, way in main, client.get("/administration/").status_code) == (False, True, 200)
