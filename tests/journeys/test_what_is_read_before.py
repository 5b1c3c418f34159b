"""What is read before a session can be a file: chosen on a phone, opened by who comes, and taken away again."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from forum.chat.models import Room
from forum.gatherings.models import Material
from forum.people.models import Person
from tests.forum.discussions.uploads import PDF
from tests.forum.gatherings.meeting import meeting
from tests.journeys.pages import PHONE, OpenBrowser, take_a_moment

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def opened(page: Page, title: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("link", name=title, exact=True).click()
    return Path(download.value.path()).read_bytes()


def test_a_host_puts_slides_there_and_takes_them_away(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    ada, bea, room = people
    assert room.community is not None
    gathering = meeting(ada, room.community)
    host, member = open_browser(ada, **PHONE), open_browser(bea)
    host.goto(gathering.get_absolute_url())
    host.get_by_role("link", name="Add what one should read").click()
    host.get_by_label("A link or a paper").fill("TY  - JOUR\nER  - ")
    slides = {"name": "Slides.pdf", "mimeType": "application/pdf", "buffer": PDF}
    host.get_by_label("Or a file").set_input_files(slides)  # type: ignore[arg-type]  # a payload, as its type says
    host.get_by_label("What the file is called").fill("Slides on pausing")
    take_a_moment(host)
    host.get_by_role("button", name="Put it there").click()
    expect(host.get_by_text("“Slides.pdf” has arrived.")).to_be_visible()
    expect(host.get_by_label("What the file is called")).to_have_value("Slides on pausing")
    host.get_by_label("A link or a paper").fill("")
    take_a_moment(host)
    host.get_by_role("button", name="Put it there").click()
    expect(host.get_by_text("“Slides on pausing” is there now.")).to_be_visible()

    member.goto(gathering.get_absolute_url())
    assert opened(member, "Slides on pausing") == PDF
    take_a_moment(host)
    host.get_by_role("link", name="Take it away … Slides on pausing").click()
    expect(host.get_by_text("Its file goes for good")).to_be_visible()
    take_a_moment(host)
    host.get_by_role("button", name="Take it away").click()
    expect(host.get_by_text("It is taken away.")).to_be_visible()
    member.get_by_role("link", name="Slides on pausing", exact=True).click()
    expect(member.get_by_role("heading", level=1)).to_have_text("This thread leads nowhere")
    assert not Material.objects.exists()
