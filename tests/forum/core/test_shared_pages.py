"""Pages that all visitors share hold nothing that was said to one of them."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import make_board, make_community, make_person, make_topic

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("which", ["home", "board", "topic"])
def test_what_one_visitor_is_told_no_other_reads(which: str) -> None:
    topic = make_topic(make_board(make_community(visibility="open")))
    url = {"home": "/", "board": topic.home_board.get_absolute_url(), "topic": topic.get_absolute_url()}[
        which
    ]
    told, other = Client(), Client()
    told.force_login(make_person())
    told.post("/accounts/logout/")
    pages = [client.get(url) for client in (told, other, told)]
    assert ["signed out" in page.content.decode().lower() for page in pages] == [True, False, False]
    assert [page["Cache-Control"] for page in pages] == ["private, no-store", *["private, no-cache"] * 2]


def test_no_answer_is_kept_by_anyone_between_us_and_a_browser() -> None:
    topic = make_topic(make_board(make_community(visibility="open")))
    person = make_person()
    signed_in = Client()
    signed_in.force_login(person)
    urls = [
        *("/", "/communities/", topic.home_board.community.get_absolute_url(), topic.get_absolute_url()),
        *(f"/t/{topic.pk}/old/", f"/t/{topic.pk}/", "/no/such/page/", "/settings/", "/accounts/login/"),
        *(person.get_absolute_url(), f"/people/{person.handle.upper()}/", "/bookmarks/", "/robots.txt"),
    ]
    kept = {(url, client.get(url)["Cache-Control"]) for url in urls for client in (Client(), signed_in)}
    assert {url for url, control in kept if not {"private", "no-store"} & set(control.split(", "))} == set()


def test_what_can_be_read_can_be_asked_about() -> None:
    """HEAD, with which links are checked and previews begin, answers as GET does."""
    topic = make_topic(make_board(make_community(visibility="open")))
    urls = [
        "/",
        "/communities/",
        topic.home_board.get_absolute_url(),
        topic.get_absolute_url(),
        "/people/nobody/",
    ]
    assert [Client().head(url).status_code for url in urls] == [200, 200, 200, 200, 404]
