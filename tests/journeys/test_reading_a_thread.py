"""Going from post to post, from order to order and from act to act on the page of a topic."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

from forum.communities.models import Role
from forum.discussions.models import Post, Topic
from tests.factories import make_board, make_community, make_member, make_person, make_reply, make_topic
from tests.journeys.pages import OpenBrowser

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
# The size of targets is not looked at unless it is asked for; style sheets are not fetched a second time.
EVERYTHING = {"preload": False, "rules": {"target-size": {"enabled": True}}}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
LINES = "A line of some length.\n\n" * 8


@pytest.fixture
def topic(site: object) -> Topic:
    """Thirty posts in one chain of answers by two people, so that the last are folded away below #21."""
    community = make_community("Simulation", visibility="open")
    topic = make_topic(make_board(community), body=LINES)
    ada, grace = (make_member(community, make_person(name)) for name in ("Ada Byrne", "Grace Hopper"))
    post: Post | None = None
    for number in range(2, 31):
        body = f"{LINES} Post {number}." + (" See #3." if number == 6 else " See #25." if number == 7 else "")
        post = make_reply(topic, parent=post, author=ada if number % 2 else grace, body=body)
    return topic


def loaded(page: Page) -> list[str]:
    """The addresses of the pages that are loaded from now on."""
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url) if request.is_navigation_request() else None)
    return found


def test_a_reference_to_a_post_of_the_page_scrolls_and_any_other_leads_there(
    topic: Topic, open_browser: OpenBrowser
) -> None:
    page = open_browser(reduced_motion="reduce")
    page.goto(topic.get_absolute_url())
    documents = loaded(page)
    page.locator("#post-6 a.post-reference").click()
    expect(page.locator("#post-3")).to_be_focused()
    expect(page.locator(":target")).to_have_id("post-3")
    assert page.url.endswith("/3/#post-3")
    expect(page.locator("#post-3")).to_be_in_viewport()
    page.go_back()
    assert page.url.endswith(topic.get_absolute_url())
    expect(page.locator("#post-6")).to_be_in_viewport()
    assert documents == []
    page.locator("#post-7 a.post-reference").click()
    expect(page.locator("#post-25")).to_be_in_viewport()
    assert documents != []


def test_every_kind_of_address_ends_at_its_post(topic: Topic, open_browser: OpenBrowser) -> None:
    page = open_browser(reduced_motion="reduce")
    top = topic.get_absolute_url()
    for address in (f"{top}5/", f"/t/{topic.pk}/former-title/5/", f"{top}25/", f"{top}#post-25"):
        page.goto(address)
        number = 25 if "25" in address.replace(str(topic.pk), "", 1) else 5
        expect(page.locator(":target")).to_have_id(f"post-{number}")
        expect(page.locator(f"#post-{number}")).to_be_in_viewport()


def test_a_change_of_order_comes_back_to_what_was_being_read(topic: Topic, open_browser: OpenBrowser) -> None:
    page = open_browser(make_member(topic.home_board.community), reduced_motion="reduce")
    page.goto(topic.get_absolute_url())
    page.locator("#post-6").evaluate("post => post.scrollIntoView()")
    page.get_by_role("button", name="In time order").evaluate("button => button.click()")
    expect(page.locator(":target")).to_have_id("post-6")
    expect(page.get_by_role("button", name="In time order")).to_have_attribute("aria-current", "true")


def test_nothing_hides_behind_the_bar_of_a_phone(topic: Topic, open_browser: OpenBrowser) -> None:
    page = open_browser(make_member(topic.home_board.community), reduced_motion="reduce", **PHONE)
    page.goto(topic.get_absolute_url())
    page.locator("#post-4").evaluate(
        "post => scrollBy(0, post.querySelector('[data-acts]').getBoundingClientRect().bottom - innerHeight + 80)"
    )
    page.locator("#post-4 [data-acts]").evaluate("more => more.click()")
    last = page.locator("#post-4 .menu-sheet > :last-child")
    expect(last).to_be_visible()
    expect(last).to_be_in_viewport(ratio=1)
    assert page.evaluate("[scrollX, document.documentElement.scrollWidth <= innerWidth]") == [0, True]
    bar = page.get_by_role("navigation", name="Main").bounding_box()
    sheet = page.locator("#post-4 .menu-sheet").bounding_box()
    assert bar is not None
    assert sheet is not None
    assert sheet["y"] + sheet["height"] <= bar["y"]
    page.keyboard.press("Escape")
    page.locator("#post-4 a.reply").tap()
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.getBoundingClientRect().bottom")
    assert focused <= bar["y"]


def test_what_else_can_be_done_opens_under_the_post_and_is_done_there(
    topic: Topic, open_browser: OpenBrowser
) -> None:
    page = open_browser(make_member(topic.home_board.community), reduced_motion="reduce")
    page.goto(topic.get_absolute_url())
    documents = loaded(page)
    post = page.locator("#post-4")
    post.get_by_role("link", name="More").click()
    expect(post.locator(".menu > summary")).to_be_focused()
    post.get_by_role("button", name="Insight").click()
    expect(post.get_by_role("button", name="Insight 1")).to_have_attribute("aria-pressed", "true")
    expect(post.get_by_role("button", name="Insight 1")).to_be_focused()
    page.keyboard.press(".")
    post.get_by_role("button", name="Bookmark").click()
    expect(post.get_by_role("link", name="More")).to_be_focused()
    page.keyboard.press("Enter")
    expect(post.get_by_role("button", name="Drop the bookmark")).to_be_visible()
    page.keyboard.press("Escape")
    expect(post.get_by_role("button", name="Drop the bookmark")).to_be_hidden()
    expect(post.locator(".menu > summary")).to_be_focused()
    assert documents == []
    assert topic.posts.get(number=4).reaction_counts == {"insight": 1}


def test_without_script_the_same_acts_are_on_a_page(topic: Topic, open_browser: OpenBrowser) -> None:
    page = open_browser(make_member(topic.home_board.community), java_script_enabled=False)
    page.goto(topic.get_absolute_url())
    page.locator("#post-4").get_by_role("link", name="More").click()
    expect(page.get_by_role("heading", name="What to do with #4")).to_be_visible()
    page.get_by_role("button", name="Tried it here").click()
    expect(page.locator("#post-4").get_by_role("button", name="Tried it here 1")).to_be_visible()
    assert page.url.endswith("/4/#post-4")


def test_a_phone_opens_the_way_through_a_long_topic(topic: Topic, open_browser: OpenBrowser) -> None:
    page = open_browser(**PHONE)
    page.goto(topic.get_absolute_url())
    way = page.get_by_role("navigation", name="Through this topic")
    expect(way).to_be_hidden()
    page.get_by_role("button", name="Through this topic").tap()
    expect(way).to_be_in_viewport(ratio=1)
    way.get_by_role("link", name="#30").tap()
    expect(page.locator(":target")).to_have_id("post-30")
    wide = open_browser()
    wide.goto(topic.get_absolute_url())
    expect(wide.get_by_role("navigation", name="Through this topic")).to_be_visible()
    expect(wide.get_by_role("button", name="Through this topic")).to_be_hidden()


def test_a_moderator_is_told_what_an_act_did(topic: Topic, open_browser: OpenBrowser) -> None:
    page = open_browser(make_member(topic.home_board.community, role=Role.MODERATOR))
    page.goto(topic.get_absolute_url())
    for act, said in (("Pin to the board", "stays at the head"), ("Lock", "nobody can reply")):
        page.get_by_text("This topic", exact=True).click()
        page.get_by_role("button", name=act, exact=True).click()
        expect(page.locator("#notices")).to_contain_text(said)
    expect(page.locator(".topic-meta .badge")).to_have_text(["Pinned", "Locked"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_thread_can_be_heard_and_reached(topic: Topic, open_browser: OpenBrowser, scheme: str) -> None:
    member = make_member(topic.home_board.community, role=Role.MODERATOR)
    page = open_browser(
        member, bypass_csp=True, color_scheme=scheme
    )  # axe writes inline styles while it looks
    board = topic.home_board.get_absolute_url()
    urls = [
        topic.get_absolute_url(),
        f"{topic.get_absolute_url()}25/",
        board,
        f"{board}start/",
        f"{board}import/",
    ]
    found = {}
    for url in urls:
        page.goto(url)
        violations = Axe().run(page, options=EVERYTHING).response["violations"]
        found[url] = [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in violations]
    assert {url: what for url, what in found.items() if what} == {}


@pytest.mark.parametrize("width", [320, 390])
def test_a_thread_fits_the_narrowest_window(topic: Topic, open_browser: OpenBrowser, width: int) -> None:
    wide = "| " + " | ".join(f"column {number}" for number in range(14)) + " |"
    rule, code = "|" + "---|" * 14, "```\n" + "y" * 300 + "\n```"
    make_reply(topic, body=f"{'W' * 300}\n\n{wide}\n{rule}\n{wide}\n\n{code}")
    Topic.objects.filter(pk=topic.pk).update(title="Donaudampfschifffahrtsgesellschaft" * 5)
    page = open_browser(make_member(topic.home_board.community), viewport={"width": width, "height": 640})
    for url in (topic.get_absolute_url(), topic.home_board.get_absolute_url()):
        page.goto(url)
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
