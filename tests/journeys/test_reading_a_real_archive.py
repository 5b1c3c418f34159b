"""A list moves in and is read: every post of its longest thread is met once, in both orders, and it is answered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from forum.communities.models import Role
from forum.discussions.models import Board, Post, Topic
from forum.importing.actions.carrying import carry_out
from forum.importing.models import ImportRun
from forum.people.models import Person
from tests.factories import make_board, make_community, make_member, make_person
from tests.forum.importing.mails import headed, mail
from tests.forum.importing.test_reader_archives import ARCHIVES
from tests.journeys.pages import OpenBrowser

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
REAL = ARCHIVES / "ksummit-discuss.mbox.gz"
FIRST_IN_LINE, LENGTH = 12, 66


def small_list() -> bytes:
    """A thread of 66 mails: a chain of twelve, which the tree folds, with answers along it; and another topic."""
    letters = [mail(head=headed(Message_ID="<other@x>", Subject="Another matter"))]
    for number in range(LENGTH):
        before = number - 1 if number < FIRST_IN_LINE else number % FIRST_IN_LINE
        letters.append(
            mail(
                f"Letter {number}.\n".encode(),
                head=headed(
                    Message_ID=f"<{number}@x>",
                    In_Reply_To=f"<{before}@x>" if number else "",
                    Subject="Re: Dosage" if number else "Dosage",
                    From=f"writer{number % 7} at x.example (Writer {number % 7})",
                    Date=f"Fri, 11 Nov 2005 {10 + number // 60}:{number % 60:02d}:00 +0100",
                ),
            )
        )
    return b"".join(letters)


@pytest.fixture
def board(site: object) -> Board:
    return make_board(make_community("Old lists", visibility="open"), name="The list")


@pytest.fixture
def moderator(board: Board) -> Person:
    return make_member(board.community, make_person("Moe Derator"), role=Role.MODERATOR)


def move_in(page: Page, board: Board, archive: Path) -> Topic:
    """Bring the archive in as a moderator does; the longest of its topics."""
    page.goto(reverse("imports", args=[board.community.slug, board.slug]))
    page.get_by_label("Mail archive").set_input_files(archive)
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("Waiting for its turn")).to_be_visible()
    run = carry_out(run_id=ImportRun.objects.get().pk, attempt=1)
    assert (run.state, run.failure) == ("finished", "")
    expect(page.get_by_text("The archive is on the board.")).to_be_visible(timeout=10_000)
    longest = Topic.objects.order_by("-post_count").first()
    assert longest is not None
    return longest


def pages(page: Page, address: str) -> Iterator[list[int]]:
    """The numbers of the posts on each page from `address` to the last, going on by "Later posts"."""
    page.goto(address)
    while True:
        yield page.locator(".post").evaluate_all("posts => posts.map(post => Number(post.dataset.number))")
        later = page.get_by_role("link", name="Later posts")
        if not later.count():
            return
        later.click()
        page.wait_for_load_state()


def read(page: Page, address: str) -> list[int]:
    """The numbers of all posts from an address on, those of folded branches after those that are not folded."""
    numbers, folds = [], []
    for found in pages(page, address):
        numbers += found
        folds += page.locator(".folded a").evaluate_all("links => links.map(link => link.href)")
    for fold in folds:
        numbers += [number for found in pages(page, fold) for number in found][1:]  # its root was met before
    return numbers


def read_and_answer(page: Page, topic: Topic, reader: Person) -> None:
    everything = list(topic.posts.order_by("number").values_list("number", flat=True))
    top = topic.get_absolute_url()
    assert topic.post_count == len(everything)
    assert sorted(read(page, top)) == everything
    page.goto(top)
    page.get_by_role("button", name="In time order").click()
    expect(page.get_by_role("button", name="In time order")).to_have_attribute("aria-current", "true")
    assert read(page, top) == everything
    page.get_by_role("link", name="Latest post").click()
    last = page.locator(f"#post-{everything[-1]}")
    expect(last).to_be_in_viewport()
    last.get_by_role("link", name="Reply", exact=True).click()
    page.locator("#composer-text").fill("Years later: is this still so?")
    page.get_by_role("button", name="Post the reply").click()
    answer = page.locator(f"#post-{everything[-1] + 1}")
    expect(answer).to_be_in_viewport()
    expect(answer.locator(".prose")).to_have_text("Years later: is this still so?")
    expect(answer.locator("a.to")).to_contain_text(f"to #{everything[-1]} ")
    post = Post.objects.select_related("parent").get(topic=topic, number=everything[-1] + 1)
    assert post.parent is not None
    assert (post.parent.number, post.author) == (everything[-1], reader)


def test_a_small_list_is_read_to_its_end_and_answered(
    board: Board, moderator: Person, open_browser: OpenBrowser, tmp_path: Path
) -> None:
    archive = tmp_path / "list.mbox"
    archive.write_bytes(small_list())
    page = open_browser(moderator, reduced_motion="reduce")
    topic = move_in(page, board, archive)
    assert topic.post_count == LENGTH
    read_and_answer(page, topic, moderator)


@pytest.mark.slow
@pytest.mark.skipif(not REAL.is_file(), reason="the archives are not part of the project")
def test_a_list_of_years_is_read_to_its_end_and_answered(
    board: Board, moderator: Person, open_browser: OpenBrowser
) -> None:
    page = open_browser(moderator, reduced_motion="reduce")
    topic = move_in(page, board, REAL)
    assert topic.post_count == 105
    read_and_answer(page, topic, moderator)
