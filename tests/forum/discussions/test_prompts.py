"""What the composer of a new topic begins with, and what is left of it when nothing was written below."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from forum.core.verdicts import Invalid
from forum.discussions.actions.drafts import keep_draft
from forum.discussions.models import Board, Post, Topic
from forum.discussions.prompts import first_words, prompts_of, reminder_of, without_empty_prompts
from tests.factories import make_board, make_member, make_topic

PRIVACY = "Leave out names, dates, places and anything rare enough to recognise someone by."


@pytest.mark.parametrize(
    ("kind", "headings", "reminder"),
    [
        ("cases", ["Context", "The question", "What was tried"], PRIVACY),
        ("questions", ["What was tried"], ""),
        ("introductions", ["Who I am", "What I work on", "What I hope for"], ""),
        ("discussion", [], ""),
        ("announcements", [], ""),
        ("resources", [], ""),
    ],
)
def test_each_kind_asks_for_its_own(kind: str, headings: list[str], reminder: str) -> None:
    board = Board(kind=kind)
    assert (prompts_of(board), reminder_of(board)) == (headings, reminder)
    own = Board(kind=kind, prompts="Setting\n\n  What we   saw ", reminder="Be kind.")
    assert (prompts_of(own), reminder_of(own)) == (["Setting", "What we saw"], "Be kind.")


def test_a_question_has_room_above_its_heading() -> None:
    assert first_words(Board(kind="questions")) == "\n\n\n## What was tried\n\n"
    assert first_words(Board(kind="cases")).startswith("## Context\n\n\n## The question")
    assert first_words(Board(kind="discussion")) == ""


CASE = Board(kind="cases")


@pytest.mark.parametrize(
    ("words", "left"),
    [
        (first_words(CASE), ""),
        ("## Context\n\nA ward.\n\n## The question\n\n\n## What was tried\n\n", "## Context\n\nA ward.\n"),
        ("## Context\r\n\r\n## The question\r\nWhy?", "## The question\nWhy?"),
        ("Before\n\n## Context\n\n## My own\n\nWords", "Before\n\n## Context\n\n## My own\n\nWords"),
        ("## My own\n\n## Another", "## My own\n\n## Another"),
        ("No heading at all\n\n", "No heading at all\n\n"),
        ("### Context\n\n## Context", "### Context\n"),
    ],
)
def test_headings_with_nothing_below_are_left_out_and_nothing_else(words: str, left: str) -> None:
    assert without_empty_prompts(words, CASE) == left


def start_url(board: Board) -> str:
    return reverse("start-topic", args=[board.community.slug, board.slug])


def composed(client: Client, board: Board) -> str:
    page = client.get(start_url(board)).content.decode()
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert found is not None
    return unescape(found[1])


@pytest.mark.django_db
def test_the_composer_begins_with_the_headings_and_a_draft_goes_before_them(client: Client) -> None:
    board = make_board(kind="cases")
    member = make_member(board.community)
    client.force_login(member)
    page = client.get(start_url(board)).content.decode()
    assert page.index(PRIVACY) < page.index("<textarea")
    assert composed(client, board) == first_words(board)
    keep_draft(person=member, place=board, body="What I had begun")
    assert composed(client, board) == "What I had begun"


def send(client: Client, board: Board, text: str, **more: Any) -> Any:
    return client.post(start_url(board), {"title": "A case", "type": "case", "text": text} | more)


@pytest.mark.django_db
def test_what_was_not_answered_is_not_posted(client: Client) -> None:
    board = make_board(kind="cases")
    client.force_login(make_member(board.community))
    words = first_words(board).replace("## The question\n", "## The question\n\nWhat now?\n")
    assert send(client, board, words).status_code == 302
    assert Post.objects.get().source == "## The question\n\nWhat now?"


@pytest.mark.django_db
def test_headings_alone_are_no_topic_and_stay_in_the_composer(client: Client) -> None:
    board = make_board(kind="cases")
    client.force_login(make_member(board.community))
    answer = send(client, board, first_words(board))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Write something below one of the headings; headings alone cannot be sent." in page
    assert "## What was tried" in page
    with pytest.raises(Invalid):
        make_topic(board, body="## Context\n")
    assert not Topic.objects.exists()


@pytest.mark.django_db
def test_replies_are_reminded_on_boards_with_cases_alone(client: Client) -> None:
    cases, others = make_board(kind="cases"), make_board(kind="introductions", reminder="Be kind.")
    member = make_member(cases.community)
    make_member(others.community, member)
    client.force_login(member)
    shown = {
        board.kind: "composer-reminder" in client.get(make_topic(board).get_absolute_url()).content.decode()
        for board in (cases, others)
    }
    assert shown == {"cases": True, "introductions": False}
    assert "Be kind." in client.get(start_url(others)).content.decode()


@pytest.mark.django_db
def test_tags_of_the_board_are_offered_and_others_can_be_typed(client: Client) -> None:
    board = make_board(tags=["ward", "airway"])
    member = make_member(board.community)
    client.force_login(member)
    page = client.get(start_url(board)).content.decode()
    assert re.findall(r'type="checkbox" name="offered" value="(\w+)"', page) == ["ward", "airway"]
    answer = send(client, board, "Words.", type="discussion", offered=["airway"], tags="own, airway")
    assert answer.status_code == 302
    topic = Topic.objects.get()
    assert topic.tags == ["airway", "own"]
    url = reverse("topic-title", args=[topic.pk])
    page = client.get(url).content.decode()
    assert re.findall(r'value="(\w+)"[^>]*checked', page) == ["airway"]
    assert 'name="tags" value="own"' in page
    form = {"title": "A case", "type": "discussion", "offered": ["ward"], "tags": "own"}
    client.post(url, form)
    assert Topic.objects.get().tags == ["ward", "own"]
    wrong = send(client, board, "Words.", type="discussion", offered=["nothing"])
    assert wrong.status_code == 422
    many = send(client, board, "Words.", type="discussion", offered=["ward", "airway"], tags="a, b, c, d")
    assert (many.status_code, "A topic takes at most five tags." in many.content.decode()) == (422, True)


@pytest.mark.django_db
def test_a_board_without_tags_offers_none(client: Client) -> None:
    board = make_board()
    client.force_login(make_member(board.community))
    assert 'name="offered"' not in client.get(start_url(board)).content.decode()
