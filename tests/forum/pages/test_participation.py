"""The ring for all who read a community, and the names for its facilitators."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum.communities.actions.roles import take_out_member
from forum.communities.models import Community, Membership, Parting, Role
from forum.communities.selectors.coming_and_going import months_of
from forum.discussions.actions.following import follow_topic
from forum.discussions.actions.marks import react
from forum.discussions.models import Board, Reaction, Topic
from forum.discussions.selectors.participation import Ring
from forum.pages.ring import MOST_STITCHES, ring_picture, sentence_of
from forum.people.models import Person
from tests.factories import (
    expel,
    make_board,
    make_community,
    make_member,
    make_person,
    make_reply,
    make_steward,
    make_topic,
    mute,
    suspend,
)
from tests.forum.pages.test_home import body

pytestmark = pytest.mark.django_db

NOW = timezone.now()
LONG_AGO = NOW - timedelta(days=400)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def a_community(**fields: object) -> Community:
    """One that anyone reads, whose facilitator Zoe was there long before."""
    community = make_community(**({"visibility": "open", "facilitator": make_person("Zoe")} | fields))  # type: ignore[arg-type]
    community.memberships.update(joined_at=LONG_AGO)
    return community


def facilitator_of(community: Community) -> Person:
    return community.memberships.get(role=Role.FACILITATOR).person


def in_weeks(topic: Topic, person: Person, weeks: list[float]) -> None:
    for week in weeks:
        make_reply(topic, author=person, now=NOW - timedelta(weeks=week, hours=1))


def names_page(community: Community, query: str = "") -> str:
    return body(
        signed_in(facilitator_of(community)), f"/c/{community.slug}/manage/participation/{query}"
    ).split("<main")[1]


def section(page: str, name: str) -> str:
    start = page.index(f'aria-labelledby="{name}"')
    return page[start : page.index("</section>", start)]


def named(part: str) -> list[str]:
    return re.findall(r'<a href="/people/[^"]*">([^<]*)</a>', part)


def numbers(page: str) -> tuple[str, ...] | None:
    found = re.search(r'aria-label="(\d+) core, (\d+) active, (\d+) at the edge"', page)
    return found.groups() if found else None


# The ring ------------------------------------------------------------------------------------------------


def test_everyone_who_reads_the_community_sees_the_ring_and_nobody_by_name() -> None:
    community = a_community()
    topic = make_topic(make_board(community), now=LONG_AGO)
    people = [make_member(community, make_person(f"Member {number}")) for number in range(7)]
    in_weeks(topic, people[0], list(range(9)))
    in_weeks(topic, people[1], [0, 4, 8])
    readers = [Client(), signed_in(make_person()), signed_in(people[0]), signed_in(facilitator_of(community))]
    pages = [body(client, community.get_absolute_url()) for client in readers]
    assert [numbers(page) for page in pages] == [("1", "1", "6")] * 4
    figures = [page[page.index('<figure class="ring"') : page.index("</figure>")] for page in pages]
    assert ["Member" in figure for figure in figures] == [False] * 4
    by_name = f"/c/{community.slug}/manage/participation/"
    assert [by_name in page for page in pages] == [False, False, False, True]


def test_among_fewer_than_eight_no_number_points_at_anybody() -> None:
    community = a_community()
    for _ in range(6):
        make_member(community)
    page = body(Client(), community.get_absolute_url())
    assert (numbers(page), "each of you makes the place" in page) == (None, True)
    make_member(community)
    page = body(Client(), community.get_absolute_url())
    assert (numbers(page), "each of you makes the place" in page) == (("0", "0", "8"), False)


def test_pages_show_new_numbers_as_soon_as_these_are_counted() -> None:
    community = a_community()
    topic = make_topic(make_board(community), now=LONG_AGO)
    member = [make_member(community) for _ in range(8)].pop()
    clients = [Client(), signed_in(make_person())]
    before = [numbers(body(client, community.get_absolute_url())) for client in clients]
    for week, kind in enumerate(("thanks", "same", "tried")):
        Reaction.objects.create(
            person=member, post=topic.posts.get(), kind=kind, created_at=NOW - timedelta(weeks=week, hours=1)
        )
    cache.delete(f"participation:{community.pk}:{Community.objects.get(pk=community.pk).member_count}")
    after = [numbers(body(client, community.get_absolute_url())) for client in clients]
    assert (before, after) == ([("0", "0", "9")] * 2, [("0", "1", "8")] * 2)


def test_who_may_not_read_the_community_sees_no_ring() -> None:
    community = a_community(visibility=Community.Visibility.PRIVATE)
    member = make_member(community)
    for _ in range(8):
        make_member(community)
    pages = [
        body(client, community.get_absolute_url()) for client in (signed_in(make_person()), signed_in(member))
    ]
    assert [numbers(page) for page in pages] == [None, ("0", "0", "10")]
    assert ["Who takes part" in page for page in pages] == [False, True]


@pytest.mark.parametrize("ring", [Ring(4, 9, 31), Ring(0, 0, 8), Ring(500, 800, 3700), Ring(1, 60, 61)])
def test_the_picture_has_a_stitch_for_each_or_says_for_how_many(
    ring: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.pages.ring.ring_of", lambda _community: ring)
    picture = ring_picture(Community())
    assert picture is not None
    counts = [ring.core, ring.active, ring.edge]
    drawn = []
    for circle in picture.circles:
        stitch, gap = (float(each) for each in circle.dashes.split()) if circle.dashes else (0.0, 0.0)
        around = 2 * 3.14159 * float(circle.radius)
        drawn.append(round(around / (stitch + gap)) if stitch else 0)
        assert gap >= stitch / 3
    assert drawn == [-(-count // picture.per_stitch) for count in counts]
    assert (picture.per_stitch == 1) == (max(counts) <= MOST_STITCHES)
    assert picture.sentence == f"{ring.core} core, {ring.active} active, {ring.edge} at the edge"


def test_the_sentence_is_the_ring_in_words() -> None:
    assert sentence_of(Ring(1, 0, 12)) == "1 core, 0 active, 12 at the edge"


# Names, for facilitators ---------------------------------------------------------------------------------


def test_only_facilitators_see_names_and_others_learn_why_or_nothing() -> None:
    community = a_community(name="Debriefers", visibility=Community.Visibility.HIDDEN)
    url, absent = (f"/c/{slug}/manage/participation/" for slug in (community.slug, "no-such-community"))
    people = {
        "facilitator": facilitator_of(community),
        "steward": make_steward(),
        "moderator": make_member(community, role=Role.MODERATOR),
        "member": make_member(community),
        "guest": make_member(community, role=Role.GUEST),
        "stranger": make_person(),
    }
    answers = {name: signed_in(person).get(url) for name, person in people.items()}
    assert {name: answer.status_code for name, answer in answers.items()} == {
        "facilitator": 200, "steward": 200, "moderator": 403, "member": 403, "guest": 403, "stranger": 404,
    }  # fmt: skip
    said = "Who takes part, by name, is for the facilitators of Debriefers."
    assert [said in answers[name].content.decode() for name in ("moderator", "member", "stranger")] == [
        *[True, True, False]
    ]
    assert signed_in(people["stranger"]).get(absent).status_code == 404
    visitors = [Client().get(each)["Location"] for each in (url, absent)]
    assert [address.split("?")[0] for address in visitors] == ["/accounts/login/"] * 2


def test_each_group_stands_in_the_order_of_the_alphabet_without_any_score() -> None:
    community = a_community()
    topic = make_topic(make_board(community), now=LONG_AGO)
    for name, weeks in {
        "Cleo": list(range(12)),
        "Ada": list(range(8)),
        "Dan": [0, 1, 2],
        "Ben": [0, 2, 4, 6, 8],
        "Eve": [0],
    }.items():
        in_weeks(topic, make_member(community, make_person(name)), weeks)  # type: ignore[arg-type]
    page = names_page(community)
    assert [named(section(page, f"part-{part}")) for part in ("core", "active", "edge")] == [
        ["Ada", "Cleo"],
        ["Ben", "Dan"],
        ["Eve", "Zoe"],
    ]
    assert not re.search(r"\d", re.sub(r"<[^>]*>|thirteen", "", section(page, "part-core").split("</h2>")[1]))


def test_who_went_quiet_is_named_with_when_they_last_took_part() -> None:
    community = a_community()
    topic = make_topic(make_board(community), now=LONG_AGO)
    quiet, back = make_member(community, make_person("Quiet")), make_member(community, make_person("Back"))
    in_weeks(topic, quiet, [5, 6, 7])
    in_weeks(topic, back, [1, 5, 6, 7])
    part = section(names_page(community), "gone-quiet")
    assert (named(part), part.count("<time")) == (["Quiet"], 1)


def test_newcomers_are_named_with_what_they_did_and_what_came_of_it() -> None:
    community = a_community()
    ask, door = make_board(community), make_board(community, kind=Board.Kind.INTRODUCTIONS, name="Door")
    topic = make_topic(ask, now=LONG_AGO)
    recent = NOW - timedelta(days=20)
    follower, asker, _silent = (
        make_member(community, make_person(name), since=recent) for name in ("Follower", "Asker", "Silent")
    )
    late = make_member(community, make_person("Late"), since=LONG_AGO)
    old = make_member(community, make_person("Old"), since=LONG_AGO)
    make_reply(topic, author=old, now=LONG_AGO + timedelta(days=9))
    make_reply(topic, author=old)
    for _each in range(2):
        make_reply(topic, author=late, now=NOW - timedelta(days=3))
    follow_topic(person=follower, topic=topic)
    react(person=follower, post=topic.posts.get(number=1), kind="same")
    hello = make_topic(door, author=asker, title="Hello from me", now=NOW - timedelta(days=6))
    make_reply(hello, author=old)
    make_topic(ask, author=asker, title="Who knows?", now=NOW - timedelta(days=5))
    part = section(names_page(community), "on-the-way-in")
    assert [name for name in named(part) if name in {"Follower", "Asker", "Silent", "Late", "Old"}] == [
        "Asker", "Follower", "Late", "Silent",
    ]  # fmt: skip
    rows = {
        named(row)[0]: [
            " ".join(re.sub(r"<time.*?</time>|<[^>]*>", "", deed).split())
            for deed in re.findall(r"<li>(.*?)</li>", row[row.index('class="deeds"') :], re.S)
        ]
        for row in part.split('<ul class="newcomers">')[1].split("</ul></li>")[:-1]
    }
    assert rows == {
        "Asker": [
            "joined",
            "introduced themselves: Hello from me, got an answer",
            "asked or told: Who knows?, no answer yet",
        ],
        "Follower": ["joined", "follows a topic", "has reacted to a post"],
        "Late": ["joined", f"answered 2 times: {topic.title},"],
        "Silent": ["joined", "reads along so far"],
    }
    assert rows["Late"] != [] and topic.title not in " ".join(rows["Follower"])


def test_the_muted_and_the_suspended_are_marked_and_those_who_left_are_not_there() -> None:
    community = a_community()
    muted, suspended, closed, gone = (
        make_member(community, make_person(name)) for name in ("Muted One", "Suspended One", "Closed", "Gone")
    )
    mute(muted, community)
    suspend(suspended, community)
    topic = make_topic(make_board(community), now=LONG_AGO)
    for person in (closed, gone):
        in_weeks(topic, person, list(range(9)))
    page = names_page(community)
    assert named(section(page, "part-core")) == ["Closed", "Gone"]
    Person.objects.filter(pk=closed.pk).update(is_active=False)
    expel(gone, community)
    page = names_page(community)
    edge = section(page, "part-edge")
    assert (named(section(page, "part-core")), named(edge)) == ([], ["Muted One", "Suspended One", "Zoe"])
    assert re.findall(r'<span class="badge">(\w+)</span>', edge) == ["Muted", "Suspended"]


def test_a_long_group_goes_on_without_gap_or_repetition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forum.pages.participation.SHOWN_IN_A_GROUP", 2)
    community = a_community()
    members = [make_member(community, make_person(name)) for name in ("Ada", "Ben", "Cleo", "Dan")]
    first = section(names_page(community), "part-edge")
    link = re.search(r'href="(\?part=edge&amp;after=\d+)#part-edge"', first)
    assert link is not None
    second = section(names_page(community, link[1].replace("&amp;", "&")), "part-edge")
    assert (named(first), named(second), members[1].pk) == (
        ["Ada", "Ben"],
        ["Cleo", "Dan"],
        int(link[1].split("=")[-1]),
    )
    assert "From the start" in second
    for query in ("?part=edge&after=99999", "?part=nonsense&after=1", "?after=%27&part=edge"):
        assert named(section(names_page(community, query), "part-edge")) == ["Ada", "Ben"]


# Months --------------------------------------------------------------------------------------------------


def test_months_count_who_came_and_stayed_and_who_left() -> None:
    now = datetime(2026, 2, 10, 12, tzinfo=UTC)
    community = make_community()
    community.memberships.update(joined_at=datetime(2020, 1, 1, tzinfo=UTC))
    for moment in (datetime(2026, 2, 1, tzinfo=UTC), datetime(2025, 12, 31, 23, 59, tzinfo=UTC)):
        make_member(community, since=moment)
    for moment in (
        datetime(2025, 12, 1, tzinfo=UTC), datetime(2025, 3, 1, tzinfo=UTC), datetime(2025, 2, 28, tzinfo=UTC),
    ):  # fmt: skip
        Parting.objects.create(community=community, left_at=moment)
    months = months_of(community, now)
    assert [month.begins for month in (months[0], months[-1])] == [date(2026, 2, 1), date(2025, 3, 1)]
    told = {month.begins: (month.joined, month.left) for month in months if month.joined or month.left}
    assert (len(months), told) == (
        12,
        {date(2026, 2, 1): (1, 0), date(2025, 12, 1): (1, 1), date(2025, 3, 1): (0, 1)},
    )


def test_whoever_leaves_or_is_taken_out_is_counted_and_not_kept() -> None:
    community = a_community()
    person, taken_out = make_member(community), make_member(community)
    expel(person, community)
    take_out_member(
        taker=facilitator_of(community), person=taken_out, community=community, reason="Advertising."
    )
    assert list(Parting.objects.values_list("community", flat=True)) == [community.pk] * 2
    assert {field.name for field in Parting._meta.get_fields()} == {"id", "community", "left_at"}
    assert not Membership.objects.filter(person=person).exists()


# What it costs -------------------------------------------------------------------------------------------


def test_pages_cost_the_same_for_three_and_for_sixty() -> None:
    counts: dict[str, list[int]] = {"names": [], "ring": []}
    for many in (3, 60):
        community = a_community()
        board = make_board(community)
        for number in range(many - 1):
            person = make_member(community, since=NOW - timedelta(days=number))
            if number < 6:
                make_topic(board, author=person)
        client = signed_in(facilitator_of(community))
        for name, url in (("names", "manage/participation/"), ("ring", "")):
            body(client, f"/c/{community.slug}/{url}")
            cache.delete(f"participation:{community.pk}:{community.member_count + many - 1}")
            with CaptureQueriesContext(connection) as queries:
                body(client, f"/c/{community.slug}/{url}")
            counts[name].append(len(queries))
    # Who asks, what they belong to, the community; its members, what they did, first posts, who joined, who left;
    # for the tabs, what waits: seven. The page itself counts the ring once an hour, beside what it asks facilitators:
    # whether posts wait among it, since a single topic may let them.
    assert counts == {"names": [15, 15], "ring": [14, 14]}
