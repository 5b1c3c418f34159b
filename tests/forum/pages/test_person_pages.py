"""The page of a person, their bookmarks, and the signposts of the site."""

from __future__ import annotations

import re

import pytest
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
