"""Writing a post as people do it: crashes, bad lines, files, names and quotations, in a real browser."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, Route, expect

from forum.discussions.actions.drafts import keep_draft
from forum.discussions.models import Attachment, Draft, Post, ReadPosition, Topic
from forum.people.models import Person
from tests.factories import make_board, make_community, make_member, make_person, make_reply, make_topic
from tests.forum.discussions.uploads import HTML, picture
from tests.journeys.pages import OpenBrowser

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@dataclass
class Desk:
    """A signed-in writer before the composer of a topic with three posts."""

    page: Page
    topic: Topic
    writer: Person

    @property
    def text(self) -> str:
        return self.page.locator("#composer-text").input_value()

    def write(self, words: str) -> None:
        self.page.locator("#composer-text").press_sequentially(words)

    def bodies(self) -> list[str]:
        return list(Post.objects.filter(topic=self.topic, number__gt=3).values_list("source", flat=True))


@pytest.fixture
def topic(site: object) -> Topic:
    community = make_community(facilitator=make_person("Ada Lovelace", handle="ada"))
    topic = make_topic(make_board(community), body="What do others do?")
    first = make_reply(topic, body="We wash our hands *before* and after.")
    make_reply(topic, parent=first, body="So do we.")
    return topic


@pytest.fixture
def desk(topic: Topic, open_browser: OpenBrowser) -> Desk:
    return sit_down(topic, open_browser)


def sit_down(topic: Topic, open_browser: OpenBrowser, **context: object) -> Desk:
    writer = make_member(topic.home_board.community, make_person("Grace Hopper", handle="grace"))
    page = open_browser(writer, **context)
    page.goto(topic.get_absolute_url())
    page.locator("#composer-text").scroll_into_view_if_needed()
    return Desk(page, topic, writer)


def test_words_survive_a_crash_of_the_browser_at_once_and_of_the_machine_soon(desk: Desk) -> None:
    desk.write("Half a thought")
    desk.page.reload()
    expect(desk.page.locator("#composer-text")).to_have_value("Half a thought")
    expect(desk.page.locator("[data-composer-status]")).to_have_text(
        re.compile(r"Kept \d+:\d\d"), timeout=10_000
    )
    assert Draft.objects.get().body == "Half a thought"
    desk.page.evaluate("localStorage.clear()")
    desk.page.reload()
    expect(desk.page.locator("#composer-text")).to_have_value("Half a thought")
    discard = desk.page.locator(".composer-kept button")
    discard.click()
    expect(desk.page.locator("#composer-text")).to_have_value("")
    discard.click()
    expect(desk.page.locator("#composer-text")).to_have_value("Half a thought")


def test_the_newer_of_two_versions_is_shown_and_the_other_offered(desk: Desk) -> None:
    desk.page.route("**/drafts/", lambda route: route.abort())
    desk.write("typed on the train")
    keep_draft(person=desk.writer, place=desk.topic, body="typed at home, later")
    desk.page.reload()
    expect(desk.page.locator("#composer-text")).to_have_value("typed at home, later")
    desk.page.get_by_role("button", name="Show the other version").click()
    expect(desk.page.locator("#composer-text")).to_have_value("typed on the train")


def test_what_comes_back_says_which_post_it_answers(desk: Desk) -> None:
    reply, page = make_reply(desk.topic), desk.page
    other = make_reply(desk.topic)
    page.reload()
    line = page.locator("[data-composer-parent]")
    for post, words in ((reply, "Kept on the server."), (other, "Newer, in this browser only.")):
        page.locator(f"#post-{post.number} a.reply").click()
        desk.write(words)
        if post is reply:
            expect(page.locator("[data-composer-status]")).to_contain_text("Kept")
    page.route("**/drafts/", lambda route: route.abort())
    page.reload()
    assert desk.text.endswith("Newer, in this browser only.")
    expect(line).to_contain_text(f"#{other.number} ")
    page.get_by_role("button", name="Post the reply").click()
    expect(page.locator(":target")).to_have_id(f"post-{other.number + 1}")
    assert desk.topic.posts.get(number=other.number + 1).parent == other


def test_a_sent_reply_leaves_no_draft_and_is_where_one_arrives(desk: Desk) -> None:
    desk.write("An answer")
    expect(desk.page.locator("[data-composer-status]")).to_have_text(re.compile("Kept"), timeout=10_000)
    desk.page.locator("#composer-text").press("Control+Enter")
    expect(desk.page.locator("#post-4 .prose")).to_have_text("An answer")
    assert desk.page.url.endswith("/4/#post-4")
    expect(desk.page.locator("#composer-text")).to_have_value("")
    assert desk.bodies() == ["An answer"]
    assert not Draft.objects.exists()
    assert desk.page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft:'))") == []
    desk.page.go_back()
    expect(desk.page.locator("#composer-text")).to_have_value("")


def test_a_lost_answer_and_a_second_try_make_one_post(desk: Desk) -> None:
    def swallow(route: Route) -> None:
        route.fetch(max_redirects=0)  # the server stores it, the answer never arrives
        route.abort()

    desk.page.route("**/reply/", swallow, times=1)
    desk.write("Said once")
    desk.page.get_by_role("button", name="Post the reply").click()
    expect(desk.page.locator("#composer-error")).to_contain_text("Your words are kept")
    assert desk.text == "Said once"
    assert desk.bodies() == ["Said once"]
    desk.page.reload()
    expect(desk.page.locator("#composer-text")).to_have_value("Said once")
    desk.page.get_by_role("button", name="Post the reply").click()
    expect(desk.page.locator("#post-4")).to_be_visible()
    assert desk.bodies() == ["Said once"]


def test_other_words_after_a_lost_answer_are_another_post(desk: Desk) -> None:
    def swallow(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.abort()

    desk.page.route("**/reply/", swallow, times=1)
    desk.write("First")
    desk.page.get_by_role("button", name="Post the reply").click()
    expect(desk.page.locator("#composer-error")).to_be_visible()
    desk.write(" and more")
    desk.page.get_by_role("button", name="Post the reply").click()
    expect(desk.page.locator("#post-5")).to_be_visible()
    assert desk.bodies() == ["First", "First and more"]


def test_a_refusal_keeps_the_words_and_says_why(desk: Desk) -> None:
    # No socket comes through: who is told that a topic is gone can send nothing any more.
    desk.page.route_web_socket("**/ws/", lambda socket: socket.close(code=1011))
    desk.page.reload()
    desk.write("Too late")
    Topic.objects.filter(pk=desk.topic.pk).update(removed_at="2020-01-01T00:00:00Z")
    desk.page.get_by_role("button", name="Post the reply").click()
    expect(desk.page.locator("#composer-error")).not_to_be_empty()
    assert desk.text == "Too late"
    expect(desk.page.get_by_role("button", name="Post the reply")).to_be_enabled()


def test_a_name_is_completed_by_keyboard(desk: Desk) -> None:
    text = desk.page.locator("#composer-text")
    desk.write("Thanks @ad")
    option = desk.page.get_by_role("option", name="Ada Lovelace @ada")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(text).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "none")
    text.press("Escape")
    expect(option).to_be_hidden()
    desk.write("a")
    expect(option).to_be_visible()
    text.press("Enter")
    expect(text).to_have_value("Thanks @ada ")
    expect(text).to_be_focused()


def test_everything_in_the_composer_can_be_heard_and_reached(topic: Topic, open_browser: OpenBrowser) -> None:
    desk = sit_down(topic, open_browser, bypass_csp=True)  # axe writes inline styles while it looks
    desk.page.locator("#post-2 a.reply").click()
    desk.page.locator("input[name=files]").set_input_files(
        {"name": "empty.txt", "mimeType": "text/plain", "buffer": b""}
    )
    expect(desk.page.locator(".upload-list [role=alert]")).to_contain_text("empty.txt is empty.")
    desk.write("Thanks @ad")
    expect(desk.page.get_by_role("option")).to_have_count(1)
    found = Axe().run(desk.page, context="#reply")
    assert [
        (one["id"], [node["html"] for node in one["nodes"]]) for one in found.response["violations"]
    ] == []


def test_replying_and_quoting_stay_on_the_page(desk: Desk) -> None:
    url = desk.page.url
    desk.page.locator("#post-2 a.reply").click()
    line = desk.page.locator("[data-composer-parent]")
    expect(line).to_contain_text("in reply to #2 Ada Lovelace")
    desk.page.get_by_role("link", name="to the topic instead").click()
    expect(line).to_be_hidden()
    desk.page.locator("#post-2 .prose em").select_text()
    desk.page.locator(".quote-button").click()
    expect(desk.page.locator("#composer-text")).to_have_value("> **@ada wrote in #2:**\n>\n> before\n\n")
    expect(line).to_contain_text("in reply to #2 Ada Lovelace")
    desk.write("Before as well?")
    desk.page.get_by_role("button", name="Post the reply").click()
    expect(desk.page.locator("#post-4")).to_be_visible()
    assert desk.page.url != url
    post = Post.objects.get(topic=desk.topic, number=4)
    assert post.parent is not None
    assert (post.parent.number, post.source) == (2, "> **@ada wrote in #2:**\n>\n> before\n\nBefore as well?")


def test_files_are_attached_with_progress_and_refused_with_a_sentence(desk: Desk) -> None:
    chooser = desk.page.locator("input[name=files]")
    chooser.set_input_files({"name": "red.png", "mimeType": "image/png", "buffer": picture()})
    expect(desk.page.locator("[data-composer-status]")).to_have_text("red.png is attached.")
    attachment = Attachment.objects.get()
    assert desk.text == f"![red.png](/files/{attachment.pk}/red.png)"
    chooser.set_input_files({"name": "fake.png", "mimeType": "image/png", "buffer": HTML})
    expect(desk.page.locator(".upload-list [role=alert]")).to_contain_text(
        "not the picture its name promises"
    )
    assert desk.text == f"![red.png](/files/{attachment.pk}/red.png)"
    desk.page.get_by_role("button", name="Leave it out").click()
    expect(desk.page.locator(".upload-list li")).to_have_count(0)
    desk.page.get_by_role("button", name="Preview").click()
    picture_shown = desk.page.locator("#composer-preview img")
    expect(picture_shown).to_have_attribute("src", f"/files/{attachment.pk}/red.png")
    expect(picture_shown).to_have_js_property("naturalWidth", 40)
    desk.page.get_by_role("button", name="Post the reply").click()
    expect(desk.page.locator("#post-4 .prose img")).to_be_visible()
    attachment.refresh_from_db()
    assert attachment.post == Post.objects.get(topic=desk.topic, number=4)


def test_a_pasted_picture_and_a_second_try_after_a_bad_line(desk: Desk) -> None:
    desk.page.route("**/uploads/", lambda route: route.abort(), times=1)
    desk.page.evaluate(
        """async () => {
            const area = document.querySelector("#composer-text");
            const canvas = Object.assign(document.createElement("canvas"), { width: 9, height: 9 });
            const blob = await new Promise((done) => canvas.toBlob(done));
            const data = new DataTransfer();
            data.items.add(new File([blob], "image.png", { type: "image/png" }));
            area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    expect(desk.page.locator(".upload-list [role=alert]")).to_have_text(
        "image.png could not be attached: there was no answer."
    )
    assert desk.text == ""
    desk.page.get_by_role("button", name="Try again").click()
    expect(desk.page.locator("[data-composer-status]")).to_have_text("image.png is attached.")
    assert desk.text == f"![image.png](/files/{Attachment.objects.get().pk}/image.png)"


def test_the_toolbar_writes_markdown_and_undo_takes_it_back(desk: Desk) -> None:
    text = desk.page.locator("#composer-text")
    desk.write("wash hands")
    text.press("Control+A")
    desk.page.get_by_role("button", name="Bold").click()
    expect(text).to_have_value("**wash hands**")
    desk.page.get_by_role("button", name="List").click()
    expect(text).to_have_value("- **wash hands**")
    text.press("Control+z")
    text.press("Control+z")
    expect(text).to_have_value("wash hands")


def test_too_long_a_text_is_counted_and_never_cut(desk: Desk) -> None:
    text = desk.page.locator("#composer-text")
    text.fill("x" * 31_000)
    expect(desk.page.locator(".composer-room")).to_have_text("Room for 1,000 more characters.")
    text.fill("x" * 32_010)
    expect(desk.page.locator(".composer-room")).to_have_text(
        "10 characters too long. Shorten it or send it in parts."
    )
    expect(desk.page.locator("[data-composer-status]")).not_to_contain_text("too long")
    desk.page.get_by_role("button", name="Post the reply").click()
    expect(desk.page.locator("#composer-error")).to_contain_text("This is 10 characters too long")
    assert len(desk.text) == 32_010


def test_posts_count_as_read_once_they_were_in_view(desk: Desk) -> None:
    desk.page.goto(desk.topic.get_absolute_url())
    for number in (1, 2, 3):
        desk.page.locator(f"#post-{number}").scroll_into_view_if_needed()
        desk.page.wait_for_timeout(1200)
    expect(desk.page.locator(".post.is-unread")).to_have_count(0, timeout=10_000)
    position = ReadPosition.objects.get(person=desk.writer, topic=desk.topic)
    assert (position.up_to, position.seen_count) == (3, 3)


def test_a_reaction_stays_where_it_was_made(desk: Desk) -> None:
    button = desk.page.locator("#post-2 > footer button", has_text="Thanks")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")


def test_without_script_the_same_form_posts_and_keeps(
    topic: Topic, open_browser: OpenBrowser, tmp_path: Path
) -> None:
    writer = make_member(topic.home_board.community)
    keep_draft(person=writer, place=topic, body="Begun elsewhere")
    page = open_browser(writer, java_script_enabled=False)
    page.goto(topic.get_absolute_url())
    text = page.locator("#composer-text")
    assert text.input_value() == "Begun elsewhere"
    text.fill("Plain and simple")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#composer-preview")).to_have_text("Plain and simple")
    page.get_by_role("button", name="Post the reply").click()
    expect(page.locator("#post-4 .prose")).to_have_text("Plain and simple")
