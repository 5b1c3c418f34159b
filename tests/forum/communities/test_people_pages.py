"""Who is in a community: for those who may read it, a page at a time."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.communities.models import Membership
from forum.communities.selectors.members import communities_shared, member_page, members_of
from tests.factories import make_community, make_member, make_person, suspend

pytestmark = pytest.mark.django_db


def test_pages_follow_each_other_without_gap_or_repetition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forum.communities.selectors.members.MEMBERS_ON_A_PAGE", 3)
    community = make_community()
    for name, role in [
        ("Same", 20),
        ("Same", 20),
        ("Ann", 20),
        ("Zoe", 30),
        ("Bea", 10),
        ("Same", 20),
        ("Cy", 10),
    ]:
        make_member(community, make_person(name), role=role)
    seen: list[Membership] = []
    after = pages = 0
    while pages == 0 or after:
        page = member_page(community, after=after)
        seen, after, pages = seen + page.members, page.more, pages + 1
    assert (pages, seen) == (3, list(members_of(community)))
    assert [row.role for row in seen] == [40, 30, 20, 20, 20, 20, 10, 10]


def test_a_page_costs_the_same_whatever_it_shows(client: Client) -> None:
    small, large = make_community(), make_community()
    for _ in range(30):
        make_member(large)
    client.force_login(make_person())
    counts = []
    for community in (small, large):
        client.get("/settings/")  # fills the rail
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/c/{community.slug}/people/").status_code == 200
        counts.append(len(queries))
    assert counts == [4, 4]  # who asks, what they belong to, the community, its people


def test_people_are_found_by_name_and_affiliation(client: Client) -> None:
    community = make_community(visibility="open")
    make_member(community, make_person("Ada Byrne", affiliation="Mbagathi College"))
    make_member(community, make_person("Leo Marsh"))
    page = client.get(f"/c/{community.slug}/people/?q=ada+mbag").content.decode()
    assert ("Ada Byrne" in page, "Leo Marsh" in page) == (True, False)


def test_only_who_reads_a_community_learns_who_is_in_it(client: Client) -> None:
    private, hidden = make_community(visibility="private"), make_community(visibility="hidden")
    member = make_member(private, make_member(hidden, make_person("Secret Member")))
    client.force_login(make_person())
    answers = [client.get(f"/c/{community.slug}/people/") for community in (private, hidden)]
    assert [answer.status_code for answer in answers] == [403, 404]
    assert "Only members can read this community." in answers[0].content.decode()
    assert all("Secret Member" not in answer.content.decode() for answer in answers)
    client.force_login(member)
    assert "Secret Member" in client.get(f"/c/{private.slug}/people/").content.decode()


def test_whom_one_shares_a_community_with_is_shown_only_where_one_reads() -> None:
    person, viewer = make_person(), make_person()
    names = {"open": "A", "network": "B", "private": "C", "hidden": "D"}
    communities = [make_community(name, visibility=visibility) for visibility, name in names.items()]
    for community in communities:
        make_member(community, person)
    assert communities_shared(person, viewer) == communities[:2]
    make_member(communities[3], viewer)
    assert communities_shared(person, viewer) == [communities[0], communities[1], communities[3]]
    suspend(viewer, communities[3])
    assert communities_shared(person, viewer) == communities[:2]


def test_an_unreadable_cursor_begins_anew(client: Client) -> None:
    community = make_community(visibility="open")
    for cursor in ("x", "-1", "9" * 30, "²", "999999"):
        assert client.get(f"/c/{community.slug}/people/", {"after": cursor}).status_code == 200
