"""A moderator brings an archive in and sees it arrive, with script and without."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from forum.communities.models import Role
from forum.discussions.models import Board
from forum.importing.actions.carrying import carry_out
from forum.importing.models import ImportRun
from tests.factories import make_board, make_member
from tests.forum.importing.mails import headed, mail
from tests.journeys.pages import OpenBrowser

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ARCHIVE = b"".join(
    mail(b"Words.\n", head=headed(Message_ID=f"<{number % 30}@x>", Subject=f"Question {number % 30}"))
    for number in range(34)
)


@pytest.fixture
def board(site: object) -> Board:
    return make_board(name="The old list")


def ask(page: Page, board: Board, folder: Path) -> None:
    path = folder / "list.mbox"
    path.write_bytes(ARCHIVE)
    page.goto(reverse("imports", args=[board.community.slug, board.slug]))
    page.get_by_label("Mail archive").set_input_files(path)
    page.get_by_role("button", name="Import", exact=True).click()


def test_progress_shows_by_itself_and_ends_with_a_report(
    board: Board, open_browser: OpenBrowser, tmp_path: Path
) -> None:
    page = open_browser(make_member(board.community, role=Role.MODERATOR))
    ask(page, board, tmp_path)
    expect(page.get_by_text("Waiting for its turn")).to_be_visible()
    run = ImportRun.objects.get()
    carry_out(run_id=run.pk, attempt=1)
    expect(page.get_by_text("The archive is on the board.")).to_be_visible(timeout=10_000)
    expect(page.get_by_text("It is the same as message 1.")).to_be_visible()
    page.get_by_role("link", name="Go to the board").click()
    expect(page.get_by_text("Question 29")).to_be_visible()


def test_without_script_one_looks_again_and_can_stop(
    board: Board, open_browser: OpenBrowser, tmp_path: Path
) -> None:
    page = open_browser(make_member(board.community, role=Role.MODERATOR), java_script_enabled=False)
    ask(page, board, tmp_path)
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("This import was stopped.")).to_be_visible()
    page.get_by_role("button", name="Go on with the import").click()
    run = ImportRun.objects.get()
    carry_out(run_id=run.pk, attempt=2)
    page.get_by_role("link", name="See how far it is now").click()
    expect(page.get_by_text("The archive is on the board.")).to_be_visible()
