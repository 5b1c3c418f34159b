"""Coming in, in a real browser: through an institution, with a second step, with a passkey, from several places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from time import sleep, time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import Argon2PasswordHasher
from playwright.sync_api import Page, expect

from forum.people.models import Person
from tests.factories import make_person
from tests.factories.people import PASSWORD
from tests.fixtures.institution import CLIENT_ID, SECRET, Institution
from tests.fixtures.site import Site, running_site
from tests.journeys.pages import OpenBrowser

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def site(institution: Institution, django_db_setup: None, transactional_db: None) -> Iterator[Site]:
    """A site that knows an institution."""
    variables = {
        "WEFT_OIDC_PROVIDERS": "uni",
        "WEFT_OIDC_UNI_NAME": "The University",
        "WEFT_OIDC_UNI_URL": institution.url,
        "WEFT_OIDC_UNI_CLIENT_ID": CLIENT_ID,
        "WEFT_OIDC_UNI_SECRET": SECRET,
    }
    with running_site(**variables) as running:
        yield running


@pytest.fixture
def person(site: Site) -> Person:
    """Someone whose address is confirmed."""
    person = make_person("Ada Byrne", email="ada@uni.example")
    hasher = Argon2PasswordHasher()  # the site hashes as in production, tests otherwise do not
    Person.objects.filter(pk=person.pk).update(password=hasher.encode(PASSWORD, hasher.salt()))
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def sign_in(page: Page, person: Person, where: str = "") -> None:
    page.goto(f"{where}/accounts/login/")
    page.get_by_label("Mail address").fill(person.email or "")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.get_by_label(re.compile("Menu of")).click()
    page.get_by_role("button", name="Sign out").click()


def code_of(secret: str) -> str:
    """What an app would show; a code that ends this instant is waited for."""
    if time() % 30 > 27:
        sleep(4)
    return format_hotp_value(hotp_value(secret, int(time()) // 30))


def through(page: Page) -> None:
    """To the institution, which hands on to another site of its own, and back."""
    page.get_by_role("link", name="The University").click()
    page.get_by_role("button", name="Go to The University").click()
    page.get_by_role("button", name="It is me").click()


@pytest.mark.parametrize("has_script", [True, False])
def test_somebody_new_comes_through_an_institution_and_comes_back(
    site: Site, open_browser: OpenBrowser, has_script: bool
) -> None:
    page = open_browser(java_script_enabled=has_script, timezone_id="Africa/Nairobi")
    page.goto("/accounts/login/")
    through(page)
    expect(page.get_by_label("Your name")).to_have_value("Ada Byrne")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_label("Menu of Ada Byrne")).to_be_visible()
    person = Person.objects.get(email="ada@uni.example")
    assert person.time_zone == ("Africa/Nairobi" if has_script else "UTC")
    sign_out(page)
    page.goto("/accounts/login/")
    through(page)
    expect(page.get_by_label("Menu of Ada Byrne")).to_be_visible()
    assert Person.objects.count() == 1


def test_one_connects_an_institution_and_parts_with_it(person: Person, open_browser: OpenBrowser) -> None:
    page = open_browser()
    sign_in(page, person)
    page.goto("/settings/")
    page.get_by_role("link", name="Ways to sign in").click()
    through(page)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("It is connected.")).to_be_visible()
    assert SocialAccount.objects.get().user == person
    page.get_by_role("button", name="Disconnect").click()
    expect(page.get_by_text("It is disconnected.")).to_be_visible()
    assert SocialAccount.objects.count() == 0


def test_an_app_is_set_up_and_asked_for_and_a_recovery_code_stands_in_once(
    person: Person, open_browser: OpenBrowser
) -> None:
    page = open_browser()
    sign_in(page, person)
    page.goto("/accounts/2fa/")
    page.get_by_role("link", name="Set up an app").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    secret = page.locator(".app-key").inner_text()
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Switch it on").click()
    recovery = page.locator(".recovery-codes code").first.inner_text()
    sign_out(page)
    Authenticator.objects.filter(type="totp").update(last_used_at=None)
    sign_in(page, person)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    page.get_by_label("Code").fill("000 000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("This code is not right")).to_be_visible()
    page.get_by_label("Code").fill(recovery)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_label("Menu of Ada Byrne")).to_be_visible()
    sign_out(page)
    sign_in(page, person)
    page.get_by_label("Code").fill(recovery)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("This code is not right")).to_be_visible()
    shown = _next_code(secret)
    page.get_by_label("Code").fill(f"{shown[:3]} {shown[3:]}")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_label("Menu of Ada Byrne")).to_be_visible()


def _next_code(secret: str) -> str:
    """Each code counts once, and clocks may be half a minute apart: the code after this one counts already."""
    return format_hotp_value(hotp_value(secret, int(time()) // 30 + 1))


def add_authenticator(page: Page) -> None:
    """A device that knows its owner by the finger, as Chromium makes one for tests."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_added_and_signs_in_alone_and_as_a_second_step(
    site: Site, person: Person, open_browser: OpenBrowser
) -> None:
    here = f"http://localhost:{site.port}"  # browsers know no keys for addresses in numbers
    page = open_browser()
    add_authenticator(page)
    sign_in(page, person, here)
    expect(page.get_by_label("Menu of Ada Byrne")).to_be_visible()
    page.goto(f"{here}/accounts/2fa/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name of the key").fill("My telephone")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto(f"{here}/accounts/2fa/webauthn/")
    expect(page.get_by_text("My telephone").first).to_be_visible()
    expect(page.get_by_text("signs in alone")).to_be_visible()
    sign_out(page)
    page.goto(f"{here}/accounts/login/?next=/settings/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_label("Menu of Ada Byrne")).to_be_visible()
    sign_out(page)
    sign_in(page, person, here)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    page.get_by_role("button", name="Use a passkey or key").click()
    expect(page.get_by_label("Menu of Ada Byrne")).to_be_visible()


def test_a_browser_without_the_key_says_so(site: Site, person: Person, open_browser: OpenBrowser) -> None:
    here = f"http://localhost:{site.port}"
    page = open_browser()
    add_authenticator(page)  # it knows nobody yet
    page.goto(f"{here}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("No key has vouched for you.")).to_be_visible()


def test_one_signs_another_browser_out(person: Person, open_browser: OpenBrowser) -> None:
    phone, desk = open_browser(), open_browser()
    sign_in(phone, person)
    expect(phone.get_by_label("Menu of Ada Byrne")).to_be_visible()
    sign_in(desk, person)
    expect(desk.get_by_label("Menu of Ada Byrne")).to_be_visible()
    desk.goto("/settings/sessions/")
    expect(desk.get_by_text("this one")).to_be_visible()
    desk.get_by_role("button", name=re.compile("Sign it out")).click()
    expect(desk.get_by_text("You are signed in nowhere else.")).to_be_visible()
    phone.goto("/settings/")
    expect(phone.get_by_role("heading", name="Welcome back")).to_be_visible()


def test_on_a_mistake_what_is_wrong_has_the_focus_and_leads_to_its_field(
    site: Site, open_browser: OpenBrowser
) -> None:
    page = open_browser()
    page.goto("/accounts/signup/")
    page.get_by_label("Your name").fill("Ada Byrne")
    page.get_by_label("Mail address").fill("ada@uni.example")
    page.get_by_label("Password", exact=True).fill("short")
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.locator("main [role=alert]")).to_be_focused()
    page.locator("main [role=alert]").get_by_role("link", name="Password").click()
    expect(page.get_by_label("Password", exact=True)).to_be_focused()
    expect(page.get_by_label("Your name")).to_have_value("Ada Byrne")
