"""A form that comes back brings whoever sent it to what is wrong, with and without script."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from forum.communities.models import Role
from tests.factories import make_board, make_community, make_member, make_person
from tests.journeys.pages import PHONE, OpenBrowser

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize("scripted", [True, False])
def test_a_picture_that_cannot_be_used_is_told_where_one_looks(
    open_browser: OpenBrowser, scripted: bool
) -> None:
    page = open_browser(make_person("Ada Byrne"), java_script_enabled=scripted, **PHONE)
    page.goto("/settings/")
    page.set_input_files(
        "[name=picture]", {"name": "x.png", "mimeType": "image/png", "buffer": b"no picture"}
    )
    page.get_by_role("button", name="Use this picture").click()
    said = page.locator(".field-error", has_text="This is no picture that we can read.")
    expect(said).to_be_in_viewport()
    expect(page.locator("[name=picture]")).to_be_focused()


@pytest.mark.parametrize("scripted", [True, False])
def test_what_is_wrong_in_a_long_form_stands_at_its_top_with_ways_to_it(
    open_browser: OpenBrowser, scripted: bool
) -> None:
    community = make_community("Simulation")
    board = make_board(community, name="Questions")
    page = open_browser(make_member(community, role=Role.FACILITATOR), java_script_enabled=scripted, **PHONE)
    page.goto(f"/c/{community.slug}/manage/boards/{board.slug}/")
    page.fill("#id_approval_first", "99")
    if scripted:
        page.locator("form.section").first.evaluate("form => { form.noValidate = true }")
    else:
        page.locator("#id_approval_first").evaluate("field => { field.form.noValidate = true }")
    page.locator("form.section").first.get_by_role("button", name="Save").click()
    problems = page.get_by_role("alert").first
    expect(problems).to_be_focused()
    expect(problems).to_be_in_viewport()
    problems.get_by_role("link", name="How many first posts of a newcomer wait").click()
    expect(page.locator("#id_approval_first")).to_be_in_viewport()
