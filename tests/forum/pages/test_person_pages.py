"""The page of a person, their bookmarks, and the signposts of the site."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.discussions.actions.marks import bookmark_post
from forum.discussions.models import Post
from forum.people.actions.placeholders import adopt_placeholder
from forum.people.models import Person
from tests.factories import (
    make_board,
    make_community,
    make_member,
    make_person,
    make_placeholder,
    make_reply,
    make_steward,
    make_topic,
    place_topic,
    suspend,
)
from tests.forum.pages.test_home import body, titles

pytestmark = pytest.mark.django_db


def test_a_page_shows_what_the_viewer_may_read_anyway_and_nothing_else(client: Client) -> None:
    author, viewer = make_person("Ada Byrne", handle="Ada"), make_person()
    for visibility in ("open", "network", "private", "hidden"):
        community = make_community(f"The {visibility} one", visibility=visibility)
        make_member(community, author)
        if visibility == "hidden":
            make_member(community, viewer)
        board = make_board(community)
        make_reply(
            make_topic(board, title=f"{visibility} topic", author=author),
            author=author,
            body=f"{visibility} words",
        )
    shown = {}
    for name, person in (("visitor", None), ("viewer", viewer), ("self", author)):
        if person is not None:
            client.force_login(person)
        main = body(client, "/people/Ada/").split("<main")[1]
        shown[name] = (
            titles(main),
            set(re.findall(r"(\w+) words", main)),
            re.findall(r">The (\w+) one</a></li>", main),
        )
    every = ["hidden", "private", "network", "open"]
    assert shown == {
        "visitor": (["open topic"], {"open"}, ["open"]),
        "viewer": (
            [f"{name} topic" for name in ("hidden", "network", "open")],
            {"hidden", "network", "open"},
            ["hidden", "network", "open"],
        ),
        "self": ([f"{name} topic" for name in every], set(every), ["hidden", "network", "open", "private"]),
    }


def test_a_topic_is_shown_by_a_board_that_the_viewer_may_know_of(client: Client) -> None:
    author = make_person()
    home = make_board(make_community("Network home", visibility="network"), name="Home board")
    guest_board = make_board(make_community("Open door", visibility="open"), name="Open board")
    make_member(home.community, author)
    place_topic(make_topic(home, title="Crossing", author=author), guest_board)
    page = body(client, f"/people/{author.handle}/")
    assert ("Crossing" in page, "Open board" in page, "Home board" in page, "Network home" in page) == (
        True,
        True,
        False,
        False,
    )


@pytest.mark.parametrize("visible", [True, False])
def test_a_handle_leads_there_in_any_case_or_nowhere(client: Client, visible: bool) -> None:
    person = make_person(handle="Ada.Byrne", is_active=visible)
    response = client.get("/people/aDA.bYRNE/")
    assert (response.status_code, response.get("Location")) == (
        (302, person.get_absolute_url()) if visible else (404, None)
    )


def test_who_changed_their_handle_and_who_is_no_person_are_not_found(client: Client) -> None:
    person = make_person(handle="before")
    Person.objects.filter(pk=person.pk).update(handle="after")
    make_person(handle="robot", kind=Person.Kind.SYSTEM)
    assert [
        client.get(f"/people/{handle}/").status_code for handle in ("before", "after", "robot", "nobody")
    ] == [
        404,
        200,
        404,
        404,
    ]


def test_the_author_of_imported_posts_is_shown_as_such_until_someone_claims_them(client: Client) -> None:
    placeholder = make_placeholder("Archived Author", handle="archived-author")
    topic = make_topic(make_board(make_community(visibility="open")))
    _was_imported(make_reply(topic), placeholder)
    assert body(client, topic.get_absolute_url()).count("from an archive") == 1
    page = body(client, "/people/archived-author/")
    assert (
        "brought here from an archive" in page,
        "Here since" in page,
        str(placeholder.source_address) in page,
    ) == (
        True,
        False,
        False,
    )
    person = make_person()
    adopt_placeholder(person=person, placeholder=placeholder, proven=True)
    assert client.get("/people/archived-author/")["Location"] == person.get_absolute_url()
    assert "from an archive" not in body(client, topic.get_absolute_url())


def test_who_wrote_to_a_closed_list_is_known_to_its_readers_alone(client: Client) -> None:
    placeholder = make_placeholder("Archived Author", handle="archived-author")
    closed = make_community(visibility="private")
    _was_imported(make_reply(make_topic(make_board(closed))), placeholder)
    statuses = [client.get("/people/archived-author/").status_code]
    for reader in (make_person(), make_member(closed)):
        client.force_login(reader)
        statuses.append(client.get("/people/archived-author/").status_code)
    assert statuses == [404, 404, 200]


def _was_imported(post: Post, author: Person) -> None:
    Post.objects.filter(pk=post.pk).update(author=author)


def test_a_profile_is_text_and_never_markup(client: Client) -> None:
    person = make_person(
        "<b>Ada</b>", bio="<script>alert(1)</script>\n\nSecond", interests="<i>, rest", affiliation='"><x>'
    )
    main = body(client, person.get_absolute_url()).split("<main")[1]
    assert [
        mark in main for mark in ("<script>alert", "<b>Ada", "<i>", "<x>", "&lt;script&gt;", "<p>Second</p>")
    ] == [
        False,
        False,
        False,
        False,
        True,
        True,
    ]


def test_no_address_is_ever_shown(client: Client) -> None:
    person = make_person(email="secret.address@example.org")
    client.force_login(make_person())
    assert "secret.address" not in body(client, person.get_absolute_url())


@pytest.mark.parametrize("url", ["/people/{handle}/", "/bookmarks/"])
def test_pages_cost_the_same_whatever_they_show(client: Client, url: str) -> None:
    counts = []
    for many in (1, 30):
        person = make_person()
        for _ in range(many):
            board = make_board()
            make_member(board.community, person)
            topic = make_topic(board, author=person)
            bookmark_post(person=person, post=make_reply(topic, author=person))
        client.force_login(person)
        there = url.format(handle=person.handle)
        body(client, there)
        with CaptureQueriesContext(connection) as queries:
            body(client, there)
        counts.append(len(queries))
    # Who asks, what they belong to; then the bookmarks, or: the person, their communities, topics, posts, what is read.
    assert counts in ([3, 3], [7, 7])


# Who sees what one does ----------------------------------------------------------------------------------


def _shown_to(client: Client, person: Person, viewer: Person | None) -> tuple[bool, bool, bool, bool]:
    """Whether this viewer sees bio, community, topic and words on the person's page."""
    client.logout()
    if viewer is not None:
        client.force_login(viewer)
    main = body(client, f"/people/{person.handle}/").split("<main")[1]
    return ("Hello from Ada." in main, "The loom" in main, "A topic of hers" in main, "words of hers" in main)


@pytest.mark.parametrize(
    ("audience", "seeing"),
    [
        ("network", ["visitor", "stranger", "neighbour", "suspended", "self", "steward"]),
        ("shared", ["neighbour", "self", "steward"]),
        ("nobody", ["self", "steward"]),
    ],
)
def test_what_one_does_is_shown_to_those_one_chose(client: Client, audience: str, seeing: list[str]) -> None:
    ada = make_person("Ada", bio="Hello from Ada.", activity_shown_to=audience)
    open_one, small = make_community("The loom", visibility="open"), make_community(visibility="private")
    for community in (open_one, small):
        make_member(community, ada)
    make_topic(make_board(open_one), author=ada, title="A topic of hers", body="words of hers")
    viewers = {
        "visitor": None,
        "stranger": make_person(),
        "neighbour": make_member(small),
        "suspended": make_member(small),
        "self": ada,
        "steward": make_steward(),
    }
    suspend(viewers["suspended"], small)  # type: ignore[arg-type]  # a person
    shown = {name: _shown_to(client, ada, viewer) for name, viewer in viewers.items()}
    assert shown == {name: (True, *[name in seeing] * 3) for name in viewers}


def test_whoever_sees_less_is_told_so_in_a_sentence(client: Client) -> None:
    ada = make_person("Ada", activity_shown_to="nobody")
    sentence = "Ada does not show here what they wrote and where they belong."
    assert sentence in body(client, f"/people/{ada.handle}/")
    Person.objects.filter(pk=ada.pk).update(activity_shown_to="shared")
    sentence = "Ada shows what they wrote and where they belong to people of their own communities."
    assert sentence in body(client, f"/people/{ada.handle}/")
    client.force_login(ada)
    mine = body(client, f"/people/{ada.handle}/")
    assert (sentence in mine, "only people of your communities see on this page" in mine) == (False, True)


def test_the_page_says_what_is_proven_and_how_late_it_is_there(client: Client) -> None:
    ada = make_person(
        "Ada", languages="English, Kiswahili", time_zone="Africa/Nairobi", orcid="0000-0002-1825-0097"
    )
    with time_machine.travel(datetime(2026, 3, 1, 11, 5, tzinfo=UTC), tick=False):
        page = body(client, f"/people/{ada.handle}/")
        assert "14:05 for Ada" in page
        assert 'href="https://orcid.org/0000-0002-1825-0097"' in page
        assert re.findall(r'<span class="badge">(\w+)</span>', page) == ["English", "Kiswahili"]
        other = make_person("Bea", time_zone="Mars/Olympus")
        assert " for Bea" not in body(client, f"/people/{other.handle}/")
        assert "orcid.org" not in body(client, f"/people/{other.handle}/")


# Bookmarks -----------------------------------------------------------------------------------------------


def test_bookmarks_are_ones_own_and_go_with_the_right_to_read(client: Client) -> None:
    community = make_community(visibility="private")
    person, other = make_member(community), make_member(community)
    mine, theirs = (
        make_topic(make_board(community), title=title) for title in ("My bookmark", "Their bookmark")
    )
    bookmark_post(person=person, post=mine.posts.get())
    bookmark_post(person=other, post=theirs.posts.get())
    client.force_login(person)
    page = body(client, "/bookmarks/")
    assert ("My bookmark" in page, "Their bookmark" in page) == (True, False)
    suspend(person, community)
    assert "Nothing kept yet." in body(client, "/bookmarks/")


def test_bookmarks_go_on_where_a_page_ended(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forum.discussions.selectors.marks.BOOKMARKS_ON_A_PAGE", 2)
    board = make_board()
    person = make_member(board.community)
    for title in ("One", "Two", "Three"):
        bookmark_post(person=person, post=make_topic(board, title=title).posts.get())
    client.force_login(person)
    first = body(client, "/bookmarks/")
    (older,) = re.findall(r'rel="next" href="\?after=(\d+)"', first)
    second = body(client, f"/bookmarks/?after={older}")
    heads = [re.findall(r"<h2><a [^>]*>(\w+)</a></h2>", page) for page in (first, second)]
    assert heads == [["Three", "Two"], ["One"]]


def test_a_visitor_signs_in_first(client: Client) -> None:
    assert client.get("/bookmarks/")["Location"] == "/accounts/login/?next=/bookmarks/"


# Signposts -----------------------------------------------------------------------------------------------


def test_robots_and_browsers_find_what_they_ask_for(client: Client) -> None:
    robots, icon, manifest = (
        client.get(f"/{name}") for name in ("robots.txt", "favicon.ico", "manifest.webmanifest")
    )
    assert (robots["Content-Type"], robots.content.decode().splitlines()[:2]) == (
        "text/plain",
        ["User-agent: *", "Disallow: /accounts/"],
    )
    assert (icon.status_code, icon["Location"]) == (302, "/static/img/mark.svg")
    assert (manifest["Content-Type"], manifest.json()["name"]) == ("application/manifest+json", "Weft")
