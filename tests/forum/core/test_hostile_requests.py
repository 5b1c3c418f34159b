"""Requests that no browser sends are refused in a sentence; none of them breaks anything."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from forum.discussions.models import Topic
from tests.factories import make_board, make_community, make_member, make_reply, make_topic

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def topic() -> Topic:
    topic = make_topic(make_board(make_community(visibility="open")))
    make_reply(topic)
    return topic


@pytest.fixture
def reader(topic: Topic) -> Client:
    """A member; what breaks is answered with 500, as in production."""
    client = Client(raise_request_exception=False)
    client.force_login(make_member(topic.home_board.community))
    return client


@pytest.mark.parametrize(
    "address",
    ["/people/a%00b/", "/%00", "/?after=%00", "{board}?tag=a%00b", "/communities/?q=%00", "{topic}?from=%00"],
)
def test_an_address_with_a_nul_is_not_understood(reader: Client, topic: Topic, address: str) -> None:
    url = address.format(board=topic.home_board.get_absolute_url(), topic=topic.get_absolute_url())
    response = reader.get(url)
    assert (response.status_code, "could not make sense" in response.content.decode()) == (400, True)


def test_a_percent_sign_before_two_naughts_is_no_nul(reader: Client) -> None:
    assert reader.get("/communities/", {"q": "100%00"}).status_code == 200


@pytest.mark.parametrize("value", ["abcdefghijkl\x00zz", "abcdefghijklé", "../../../etc", "x" * 5000])
def test_a_session_that_cannot_be_is_none(value: str) -> None:
    visitor = Client(raise_request_exception=False)
    visitor.cookies[settings.SESSION_COOKIE_NAME] = value
    assert visitor.get("/communities/").status_code == 200


def test_another_host_is_told_so_without_a_page(settings: Any) -> None:
    response = Client(raise_request_exception=False).get("/", headers={"host": "evil.example"})
    assert (response.status_code, response.content) == (400, b"There is no such site here.")
    assert "default-src 'self'" in response["Content-Security-Policy"]


def test_a_form_in_another_charset_is_not_understood() -> None:
    """Nor does the refusal for want of a token, which shows what was typed, break on it."""
    visitors = [Client(raise_request_exception=False, enforce_csrf_checks=checks) for checks in (False, True)]
    charset = f"{FORM}; charset=iso-8859-1"
    answers = [visitor.post("/accounts/login/", "login=a", content_type=charset) for visitor in visitors]
    assert [answer.status_code for answer in answers] == [400, 403]
    assert "could not make sense" in answers[0].content.decode()


@pytest.mark.parametrize(
    "cursor",
    [
        "0001-01-01T00:00:00+23:59_5",
        "9999-12-31T23:59:59-23:59_5",
        "2026-01-01T00:00:00+23:00_5",
        "2026-01-01_5",
        "2026-01-01T00:00:00+00:00_99999999999999999999999999",
        "2026-01-01T00:00:00+00:00_٣",
        "99999999999999999999999999_5",
        "9" * 79,
        "_",
    ],
)
@pytest.mark.parametrize("sort", ["activity", "new", "unanswered", "helpful"])
def test_a_cursor_nobody_was_given_leads_somewhere(
    reader: Client, topic: Topic, cursor: str, sort: str
) -> None:
    pages = ["/", topic.home_board.get_absolute_url(), "/bookmarks/", "/communities/"]
    assert {reader.get(page, {"after": cursor, "sort": sort}).status_code for page in pages} == {200}


@pytest.mark.parametrize("number", ["9" * 5000, "٢", "-1", "2\n", "99999999999999999999"])
def test_numbers_nobody_was_given_lead_to_the_topic(reader: Client, topic: Topic, number: str) -> None:
    asked = ("reply", "from", "before", "branch")
    url = topic.get_absolute_url()
    assert {reader.get(url, {name: number}).status_code for name in asked} == {200}
    sent = {"text": "", "parent": number, "via": number, "client_key": number}
    assert reader.post(f"/t/{topic.pk}/reply/", sent).status_code == 422
