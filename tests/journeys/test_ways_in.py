"""From the outside in, in a browser: by asking and by a link; and the pages of both sides, for everyone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from django.contrib.auth.hashers import Argon2PasswordHasher
from playwright.sync_api import Page, expect

from forum.communities.actions.batches import invite_many
from forum.communities.actions.invitations import invite_by_link
from forum.communities.actions.joining import ask_to_join, decline_request
from forum.communities.models import Community, Invitation, Membership
from forum.people.models import Person
from tests.factories import make_community, make_person
from tests.factories.people import PASSWORD
from tests.journeys.pages import OpenBrowser, take_a_moment
from tests.journeys.test_finding_ones_way import EVERYTHING

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def ward(facilitator: Person) -> Community:
    return make_community(
        "Ward 7",
        slug="ward-7",
        facilitator=facilitator,
        visibility="private",
        joining="request",
        joining_questions=["What do you teach?"],
        welcome="Be kind.",
    )


def someone() -> Person:
    """Someone whose password the site's own hasher knows."""
    person = make_person("Ada")
    person.password = Argon2PasswordHasher().encode(PASSWORD, "a-salt-of-this-test")
    person.save(update_fields=["password"])
    return person


def sign_in(page: Page, person: Person) -> None:
    page.fill("[name=login]", str(person.email))
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_someone_asks_and_a_facilitator_lets_them_in(open_browser: OpenBrowser) -> None:
    facilitator, person = make_person("Fay"), someone()
    ward(facilitator)
    page = open_browser()
    page.goto("/c/ward-7/")
    page.get_by_role("link", name="Ask to join").click()
    sign_in(page, person)
    page.get_by_label("What do you teach?").fill("Nights.")
    take_a_moment(page)
    page.get_by_role("button", name="Ask to join").click()
    expect(page.locator("main")).to_contain_text("One of the facilitators answers, here and by mail.")
    other = open_browser(facilitator)
    other.goto("/c/ward-7/")
    other.get_by_role("link", name="1 person asks to join").click()
    expect(other.locator("main")).to_contain_text("Nights.")
    other.get_by_label("Your words to them").fill("Glad you ask.")
    other.get_by_role("button", name="Accept").click()
    expect(other.locator("#notices")).to_contain_text("Ada belongs here now")
    page.reload()
    expect(page.locator("main")).to_contain_text("“Glad you ask.”")


def test_someone_comes_in_by_a_link_without_script(open_browser: OpenBrowser) -> None:
    facilitator, person = make_person("Fay"), someone()
    ward(facilitator)
    inviting = open_browser(facilitator, java_script_enabled=False)
    inviting.goto("/c/ward-7/manage/invitations/")
    inviting.get_by_text("By a link").click()
    inviting.get_by_label("How many may come in by it").fill("1")
    inviting.get_by_role("button", name="Make a link").click()
    link = inviting.get_by_label("The link", exact=True).input_value()
    page = open_browser(java_script_enabled=False)
    page.goto(link)
    page.get_by_role("main").get_by_role("link", name="Sign in").click()
    sign_in(page, person)
    page.get_by_role("button", name="Accept the invitation").click()
    expect(page.locator("#notices")).to_contain_text("You belong to Ward 7 now.")
    assert Membership.objects.filter(person=person).exists()
    inviting.reload()
    assert Invitation.objects.get().state == "used-up"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_both_sides_are_for_everyone(open_browser: OpenBrowser, scheme: str) -> None:
    facilitator, waiting, declined, outside = (make_person(name) for name in ("Fay", "Wim", "Dee", "Ola"))
    community = ward(facilitator)
    asked = {"questions": community.joining_questions, "answers": ["Nights and weekends."]}
    request = ask_to_join(person=waiting, community=community, **asked)
    refused = ask_to_join(person=declined, community=community, **asked)
    decline_request(facilitator=facilitator, request=refused, reason="Ask your ward first.")
    link = invite_by_link(inviter=facilitator, community=community, most_uses=3)
    text = "a@b.example,Ann\nno address at all\na@b.example"
    batch = invite_many(inviter=facilitator, community=community, name="team.csv", text=text)
    there, manage = "/c/ward-7/", "/c/ward-7/manage/"
    looked_at = {
        None: [there, f"/invitations/{link.token}/", "/invitations/nothing/"],
        outside: [f"{there}join/ask/", there, f"/invitations/{link.token}/", "/communities/"],
        waiting: [f"{there}join/ask/", there],
        declined: [there],
        facilitator: [
            *(f"{manage}requests/", f"{manage}requests/{request.pk}/", f"{manage}requests/{refused.pk}/"),
            *(f"{manage}invitations/", f"{manage}invitations/?show=ended", f"{manage}invitations/list/"),
            f"{manage}invitations/batches/{batch.pk}/",
        ],
    }
    found, too_wide = {}, []
    for person, urls in looked_at.items():
        # axe writes inline styles while it looks
        page = open_browser(
            person, bypass_csp=True, color_scheme=scheme, viewport={"width": 360, "height": 740}
        )
        for url in urls:
            page.goto(url)
            violations = Axe().run(page, options=EVERYTHING).response["violations"]
            found[url] = [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in violations]
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                too_wide.append(url)
    assert ({url: what for url, what in found.items() if what}, too_wide) == ({}, [])
