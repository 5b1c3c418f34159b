"""Takes the README's pictures of a running demonstration: `make run` in one window, `make pictures` in another."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import django
from playwright.sync_api import Browser, sync_playwright

django.setup()  # the models that these name need it

from forum.demo.loader import PASSWORD, SIGN_INS  # noqa: E402
from tests.fixtures.browser import FLAGS, chromium  # noqa: E402

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


@dataclass(frozen=True)
class Picture:
    """A file, the page it shows, to whom, and how; `link` is followed from the page first."""

    name: str
    path: str
    size: dict[str, int]
    scheme: str = "light"
    link: str = ""
    who: str = "member"


PICTURES = (
    Picture("home", "/", WIDE),
    Picture("community", "/c/pediatric-education/", WIDE, "dark"),
    Picture("topic", "/c/simulation-debriefing/debriefing/?sort=helpful", WIDE, link=".topic-title a"),
    Picture("room", "/rooms/", WIDE, link="a:has-text('Writing hour')"),
    Picture("session", "/live/", WIDE, link=".session-row.is-now h3 a"),
    Picture("waiting", "/queue/", WIDE, "dark", who="moderator"),
    Picture(
        "topic-phone", "/c/simulation-debriefing/debriefing/?sort=helpful", PHONE, "dark", ".topic-title a"
    ),
)


def main() -> int:
    """Sign in as somebody of the demonstration and take each picture."""
    django.setup()
    site = f"http://127.0.0.1:{os.environ.get('WEFT_PORT') or 8000}"
    path = chromium()
    if path is None:
        print("Pictures need Chromium: apt-get install chromium, or name one with WEFT_CHROMIUM.")
        return 1
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for picture in PICTURES:
            _take(browser, site, picture)
        browser.close()
    return 0


def _take(browser: Browser, site: str, picture: Picture) -> None:
    context = browser.new_context(viewport=picture.size, color_scheme=picture.scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{site}/accounts/login/")
    page.fill("[name=login]", f"{SIGN_INS[picture.who]}@demo.weft.example")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{site}/")
    page.goto(site + picture.path)
    if picture.link:
        page.click(f"{picture.link} >> nth=0")
        page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / f"{picture.name}.png")
    print(f"docs/pictures/{picture.name}.png")
    context.close()


if __name__ == "__main__":
    sys.exit(main())
