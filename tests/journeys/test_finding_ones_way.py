"""Finding one's way: in, through the communities and out again, with and without script, for eyes and for ears."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from django.contrib.auth.hashers import Argon2PasswordHasher
from playwright.sync_api import expect

from forum.communities.models import Community
from forum.discussions.actions.marks import bookmark_post
from forum.discussions.models import Topic
from forum.people.models import Person
from tests.factories import make_board, make_community, make_member, make_person, make_reply, make_topic
from tests.factories.people import PASSWORD
from tests.journeys.pages import OpenBrowser

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
# The size of targets is not looked at unless it is asked for; style sheets are not fetched a second time.
EVERYTHING = {"preload": False, "rules": {"target-size": {"enabled": True}}}


@dataclass
class Network:
    """An open community with two topics, a private one, and a member who keeps a post and was mentioned."""

    opened: Community
    private: Community
    topic: Topic
    member: Person


@pytest.fixture
def network(site: object) -> Network:
    opened = make_community("Simulation", visibility="open", welcome="Kia ora. **Read** first.")
    private = make_community("Ward 7", visibility="private", joining="invitation")
    member = make_member(
        opened, with_password("Ada Byrne", handle="ada", bio="I teach.", interests="feedback, simulation")
    )
    board = make_board(opened, kind="questions", description="One question a topic.")
    topic = make_topic(board, title="Who debriefs the debriefer?", type="question", tags=["debriefing"])
    post = make_reply(topic, body="Ask @ada about it.")
    make_topic(board, author=member, title="A topic of mine")
    bookmark_post(person=member, post=post)
    return Network(opened, private, topic, member)


def with_password(name: str, **fields: Any) -> Person:
    """Someone whose password the running site can check: it does not know the quick hasher of the tests."""
    hasher = Argon2PasswordHasher()
    person = make_person(name, **fields)
    person.password = hasher.encode(PASSWORD, hasher.salt())
    person.save(update_fields=["password"])
    return person


@pytest.mark.parametrize("scripted", [True, False])
def test_a_newcomer_reads_joins_and_leaves_again(
    network: Network, open_browser: OpenBrowser, scripted: bool
) -> None:
    newcomer = with_password("New Here")
    page = open_browser(java_script_enabled=scripted)
    page.goto("/")
    page.get_by_role("link", name="Simulation").first.click()
    page.locator(".page-head").get_by_role("link", name="Sign in").click()
    page.locator("input[name=login]").fill(str(newcomer.email))
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Simulation")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_text("You belong to Simulation now.")).to_be_visible()
    expect(page.get_by_role("navigation", name="Main").get_by_role("link", name="Simulation")).to_be_visible()
    page.get_by_text("You are a member").click()
    page.get_by_role("button", name="Leave this community").click()
    expect(page.get_by_text("You have left Simulation.")).to_be_visible()
    assert not newcomer.memberships.exists()


def test_one_joins_from_the_directory_by_a_button_that_says_so(
    network: Network, open_browser: OpenBrowser
) -> None:
    newcomer = make_person("New Here")
    page = open_browser(newcomer)
    page.goto("/communities/")
    page.get_by_role("button", name="Join Simulation", exact=True).click()
    expect(page.get_by_text("You belong to Simulation now.")).to_be_visible()
    assert newcomer.memberships.count() == 1


def test_an_expired_session_loses_no_word(network: Network, open_browser: OpenBrowser) -> None:
    page = open_browser(network.member)
    page.goto(network.topic.get_absolute_url())
    page.locator("textarea[name=text]").fill("Two hours of thought.")
    page.context.clear_cookies(name="session")
    page.get_by_role("button", name="Post the reply").click()
    expect(page.get_by_text("What you wrote is kept")).to_be_visible()
    page.locator("input[name=login]").fill(str(network.member.email))
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    expect(page.locator("textarea[name=text]")).to_have_value("Two hours of thought.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_can_be_heard_and_reached(network: Network, open_browser: OpenBrowser, scheme: str) -> None:
    opened, private = network.opened.get_absolute_url(), network.private.get_absolute_url()
    for_all = ["/", "/communities/", "/communities/?q=nothing", opened, private, "/no/such/page/"]
    for_members = [
        *("/", "/?order=communities", opened, f"{opened}people/", private, f"{private}people/"),
        *("/people/ada/", "/settings/", "/bookmarks/"),
    ]
    found = {}
    for person, urls in ((None, for_all), (network.member, for_members)):
        # axe writes inline styles while it looks
        page = open_browser(person, bypass_csp=True, color_scheme=scheme)
        for url in urls:
            page.goto(url)
            violations = Axe().run(page, options=EVERYTHING).response["violations"]
            found[person is not None, url] = [
                (one["id"], [node["html"][:200] for node in one["nodes"]]) for one in violations
            ]
    assert {where: what for where, what in found.items() if what} == {}


def test_no_page_is_wider_than_a_phone(network: Network, open_browser: OpenBrowser) -> None:
    page = open_browser(network.member, viewport={"width": 360, "height": 740})
    opened = network.opened.get_absolute_url()
    urls = [
        "/",
        "/communities/",
        opened,
        f"{opened}people/",
        "/people/ada/",
        "/settings/",
        "/bookmarks/",
        "/nowhere/",
    ]
    too_wide = []
    for url in urls:
        page.goto(url)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            too_wide.append(url)
    assert too_wide == []
