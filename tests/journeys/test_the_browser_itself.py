"""The ground of every journey: a real browser, a real site, and the same rows on both sides."""

import asyncio
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from forum.people.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_site_answers_a_browser_while_the_test_reads_and_writes_rows(page: Page) -> None:
    Person.objects.create(email="ada@example.org", handle="ada", display_name="Ada")
    page.goto("/health/ready")
    assert page.text_content("body") == '{"status": "ok"}'
    assert Person.objects.get(handle="ada").display_name == "Ada"


async def test_a_test_after_a_browser_may_have_a_loop_of_its_own() -> None:
    await asyncio.sleep(0)
    assert asyncio.get_running_loop().is_running()


def test_two_people_sit_at_two_windows(open_browser: Callable[..., Page]) -> None:
    ada = Person.objects.create(email="ada@example.org", handle="ada", display_name="Ada")
    first, second = open_browser(ada), open_browser()
    names = [{cookie["name"] for cookie in page.context.cookies()} for page in (first, second)]
    assert names == [{"session"}, set()]
