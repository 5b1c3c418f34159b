"""What was just done is said where a page opens further down, and does not lie over it for good."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from forum.communities.models import Role
from forum.discussions.actions.taking_down import take_down_post
from forum.discussions.models import Post
from tests.factories import make_board, make_community, make_member, make_reply, make_topic
from tests.journeys.pages import OpenBrowser, take_a_moment

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize(("has_script", "position"), [(True, "sticky"), (False, "static")])
def test_what_is_said_comes_along_only_where_a_script_lets_it_go(
    site: object, open_browser: OpenBrowser, has_script: bool, position: str
) -> None:
    topic = make_topic(make_board(make_community(visibility="open")))
    moderator = make_member(topic.home_board.community, role=Role.MODERATOR)
    made = make_reply(topic, author=make_member(topic.home_board.community))
    post = Post.objects.select_related("topic__home_board__community", "via_board__community").get(pk=made.pk)
    take_down_post(moderator=moderator, post=post, reason="No ads.")
    page = open_browser(moderator, java_script_enabled=has_script)
    page.goto(f"/posts/{post.pk}/removal/")
    take_a_moment(page)
    page.get_by_role("button", name="Bring it back").click()
    expect(page.locator("#notices")).to_contain_text("stands in its place again")
    expect(page.locator("#notices")).to_have_css("position", position)
