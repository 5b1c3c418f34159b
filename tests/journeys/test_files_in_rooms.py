"""A picture is pasted into a room, another one reads it there; what cannot be attached leaves the words alone."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import expect

from forum.chat.models import Message, Room
from forum.people.models import Person
from tests.forum.discussions.uploads import HTML, picture
from tests.journeys.pages import PHONE, OpenBrowser, in_room, is_in_order, is_live

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PASTE = """(area, data) => {
  const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File([bytes], "ward.png", { type: "image/png" }));
  area.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def test_a_pasted_picture_is_seen_by_another(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    ada, bea, room = people
    pages = [in_room(open_browser(ada), room), in_room(open_browser(bea, **PHONE), room)]
    area = pages[0].locator("form[data-say] textarea")
    area.fill("Our *ward*.")
    area.evaluate(PASTE, base64.b64encode(picture(size=(300, 200))).decode())
    tray = pages[0].locator(".upload-list li")
    expect(tray.locator("img")).to_be_visible()
    found = Axe().run(pages[0], options={"preload": False})
    assert [each["id"] for each in found.response["violations"]] == []
    tray.get_by_label("What the picture shows").fill("A ward with [six] beds")
    pages[0].get_by_role("button", name="Send").click()
    expect(tray).to_have_count(0)
    for page in pages:
        shown = page.locator("li.message:not(.is-pending) .prose img")
        expect(shown).to_have_attribute("alt", "A ward with six beds")
        expect(page.locator("li.message .prose em")).to_have_text("ward")
        page.wait_for_function("document.querySelector('.message .prose img').naturalWidth === 300")
        is_in_order(page)
    assert Message.objects.get(room=room).files.count() == 1


def test_what_cannot_be_attached_says_why_and_keeps_the_words(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser, tmp_path: Path
) -> None:
    ada, _bea, room = people
    page = in_room(open_browser(ada), room)
    area = page.locator("form[data-say] textarea")
    area.fill("Look at this.")
    broken, honest = tmp_path / "page.png", tmp_path / "list.txt"
    broken.write_bytes(HTML)
    honest.write_bytes(b"gauze")
    page.locator("form[data-say] input[type=file]").set_input_files([broken, honest])
    tray = page.locator(".upload-list li")
    expect(tray.first).to_contain_text("not the picture its name promises")
    expect(tray.last).to_contain_text("list.txt")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("[data-composer-status]")).to_contain_text("Not sent: a file could not be attached.")
    expect(area).to_have_value("Look at this.")
    tray.first.get_by_role("button", name="Leave it out").click()
    page.get_by_role("button", name="Send").click()
    expect(page.locator("li.message:not(.is-pending) .prose a")).to_have_text("list.txt")
    assert Message.objects.get(room=room).files.count() == 1


def test_a_lost_connection_leaves_the_file_to_be_tried_again(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser, tmp_path: Path
) -> None:
    ada, _bea, room = people
    page = in_room(open_browser(ada), room)
    page.context.set_offline(True)
    page.locator("form[data-say] textarea").fill("From the lift.")
    honest = tmp_path / "list.txt"
    honest.write_bytes(b"gauze")
    page.locator("form[data-say] input[type=file]").set_input_files([honest])
    tray = page.locator(".upload-list li")
    expect(tray).to_contain_text("could not be attached")
    page.context.set_offline(False)
    tray.get_by_role("button", name="Try again").click()
    expect(tray.get_by_role("button", name="Try again")).to_have_count(0)
    is_live(page, seconds=20)
    page.get_by_role("button", name="Send").click()
    expect(page.locator("li.message:not(.is-pending) .prose")).to_contain_text("From the lift.")
    assert Message.objects.get(room=room).files.count() == 1
