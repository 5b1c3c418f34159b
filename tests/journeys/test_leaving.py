"""Out again, in a browser: a copy of everything, and a closed account that leaves the thread whole."""

from __future__ import annotations

import json
from zipfile import ZipFile

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from django.contrib.auth.hashers import Argon2PasswordHasher
from playwright.sync_api import Page, expect

from forum.discussions.models import Topic
from forum.people.models import Person
from forum.personal_data.actions.carrying import carry_out
from forum.personal_data.actions.seeing_off import see_off
from forum.personal_data.models import DataExport, Departure
from tests.factories import make_board, make_community, make_member, make_person, make_reply, make_topic
from tests.factories.people import PASSWORD
from tests.journeys.pages import PHONE, OpenBrowser

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def leaver(site: object) -> Person:
    """Someone who answered a question, and whose password the site's own hasher knows."""
    person = make_person("Rosa Quispe", handle="rosa")
    person.password = Argon2PasswordHasher().encode(PASSWORD, Argon2PasswordHasher().salt())
    person.save(update_fields=["password"])
    return person


@pytest.fixture
def thread(leaver: Person) -> Topic:
    community = make_community("Night teaching", visibility="open")
    make_member(community, leaver)
    topic = make_topic(make_board(community, name="Questions"), title="Who teaches at four?")
    reply = make_reply(topic, author=leaver, body="The one who cannot sleep.")
    make_reply(topic, body="So do I.", parent=reply)
    return topic


@pytest.mark.parametrize(
    ("scripted", "wish", "stands", "gone"),
    [
        (True, "Stays, under", ["The one who cannot sleep.", "Former member"], ["Rosa"]),
        (False, "Is removed:", ["So do I."], ["The one who cannot sleep.", "Rosa"]),
    ],
)
def test_someone_takes_a_copy_and_goes(
    leaver: Person,
    thread: Topic,
    open_browser: OpenBrowser,
    scripted: bool,
    wish: str,
    stands: list[str],
    gone: list[str],
) -> None:
    page = open_browser(leaver, java_script_enabled=scripted, **PHONE)
    assert "The one who cannot sleep." in _take_a_copy(page)
    _close_the_account(page, wish)
    see_off(departure_id=Departure.objects.get().pk, attempt=1)
    page.reload()
    expect(page.locator("main")).to_contain_text("What you wrote")
    page.goto(thread.get_absolute_url())
    for words in stands:
        expect(page.get_by_text(words).first).to_be_visible()
    for words in gone:
        expect(page.get_by_text(words)).to_have_count(0)
    assert page.goto("/people/rosa/").status == 404  # type: ignore[union-attr]  # a page was opened


def _take_a_copy(page: Page) -> str:
    """What the person wrote, as it stands in the archive that their browser keeps."""
    page.goto("/settings/data/")
    page.get_by_role("button", name="Ask for a copy").click()
    expect(page.locator("main")).to_contain_text("Waiting for its turn")
    _is_fit_for_all(page)
    export = DataExport.objects.get()
    carry_out(export_id=export.pk, attempt=1)
    page.goto(export.get_absolute_url())
    page.get_by_role("link", name="Download the copy").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it you?")
    _is_fit_for_all(page)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the copy").click()
    with ZipFile(download.value.path()) as archive:
        posts = json.loads(archive.read("posts.json"))
    return "\n".join(post["source"] for post in posts)


def _close_the_account(page: Page, wish: str) -> None:
    page.goto("/settings/data/")
    page.get_by_role("link", name="Close your account").click()
    _is_fit_for_all(page)
    page.get_by_label(wish).check()
    page.get_by_label("Your handle").fill("rosa")
    page.get_by_label("Your password").fill("not hers at all")
    page.get_by_role("button", name="Close my account for good").click()
    expect(page.locator("main")).to_contain_text("password")
    expect(page.get_by_label("Your handle")).to_have_value("rosa")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Close my account for good").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account is closed")
    _is_fit_for_all(page)


def _is_fit_for_all(page: Page) -> None:
    """The accessibility checks find nothing. They run as script, so pages without it are looked at by people."""
    if page.evaluate("typeof window.htmx") != "undefined":
        found = Axe().run(page, options={"preload": False})
        assert [each["id"] for each in found.response["violations"]] == []
