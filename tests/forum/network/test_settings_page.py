"""The page on which stewards set what holds for the network, and what each setting does."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from forum.communities.models import Change, Verb
from forum.core.limits import POSTING
from forum.network.actions import change_network
from forum.network.selectors import edition_of_network, network_row
from forum.people.models import Person
from tests.factories import make_person, make_steward, make_topic
from tests.factories.network import forget_ground

# Committed, so that what follows a change follows it here as well.
pytestmark = pytest.mark.django_db(transaction=True)

URL = "/stewards/network/"


@pytest.fixture
def steward(client: Client) -> Person:
    forget_ground()
    person = make_steward("Ada Byrne")
    client.force_login(person)
    return person


def save(client: Client, **typed: Any) -> Any:
    """Send the form as it stands with something else typed in; `seen` unless given is what the page says."""
    page = client.get(URL).content.decode()
    (seen,) = re.findall(r'name="seen" value="([^"]*)"', page)
    stored = {
        key: value for key, value in client.get(URL).context["form"].initial.items() if value is not None
    }
    return client.post(URL, {"seen": seen, **stored, **typed})


def test_the_page_says_what_holds_where_nothing_is_set(
    client: Client, steward: Person, settings: Any
) -> None:
    settings.NETWORK_NAME, settings.SIGN_UP_DOMAINS = "The Loom", ["loom.example", "spindle.example"]
    page = client.get(URL).content.decode()
    said = [
        "Empty: “The Loom”, as this installation is set.",
        "As this installation is set: Anyone with a mail address",
        "As this installation is set: Stewards alone",
        "Empty: loom.example, spindle.example, as this installation is set.",
        "In 5 minutes. Empty: 20.",
        "In 1 hour. Empty: 60.",
    ]
    assert [words for words in said if words not in page] == []


def test_what_is_saved_stands_in_the_form_and_in_the_frame(client: Client, steward: Person) -> None:
    answer = save(
        client, name="Looms", purpose="To weave.", welcome="Come *in*.", sign_up="domains",
        mail_domains="Loom.example\n\n@spindle.example\n", sign_up_note="Who sent you?", founding="members",
        limit_posting="5",
    )  # fmt: skip
    assert (answer.status_code, answer["Location"]) == (302, URL)
    row = network_row()
    assert (row.name, row.purpose, row.welcome, row.sign_up, row.mail_domains, row.sign_up_note, row.founding) == (
        "Looms", "To weave.", "Come *in*.", "domains", ["loom.example", "spindle.example"], "Who sent you?", "members",
    )  # fmt: skip
    assert (row.limits, row.changed_by) == ({"posting": 5}, steward)
    page = client.get(URL).content.decode()
    assert ("<title>The network · Looms</title>" in page, "Changed last by Ada Byrne" in page) == (True, True)
    assert "loom.example\nspindle.example</textarea>" in page
    assert save(client).status_code == 302  # as it stands, it can be sent again, and is no change
    assert Change.objects.filter(verb=Verb.NETWORK_CHANGED).count() == 1
    assert save(client, limit_posting="", name="").status_code == 302
    assert (network_row().limits, network_row().name) == ({}, "")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"mail_domains": "no domain"}, "“no domain” is not a domain."),
        ({"mail_domains": "\n".join(f"d{number}.example" for number in range(101))}, "more than 100 domains"),
        ({"sign_up": "domains"}, "Name a domain, or nobody can join"),
        ({"sign_up": "anyhow"}, "Choose one of those that are offered here."),
        ({"name": "x" * 61}, "at most 60 characters"),
        ({"limit_posting": "0"}, "Use at least 1."),
        ({"limit_posting": "1001"}, "Use at most 1000."),
        ({"limit_joining": "many"}, "Enter a whole number."),
        ({"welcome": "x\x00y"}, "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_set_is_said_and_what_was_typed_is_kept(
    client: Client, steward: Person, typed: dict[str, str], sentence: str
) -> None:
    answer = save(client, **{"purpose": "To weave well.", **typed})
    page = answer.content.decode()
    assert (answer.status_code, sentence in page, "To weave well." in page) == (422, True, True)
    assert network_row().purpose == ""


def test_who_is_overtaken_sees_both_and_can_save_again(client: Client, steward: Person) -> None:
    seen = edition_of_network(network_row())
    change_network(actor=make_steward("Grace Hop"), seen="", name="Spindles", founding="members")
    answer = client.post(URL, {"seen": seen, "name": "Looms", "founding": "members"})
    page = answer.content.decode()
    assert (answer.status_code, 'value="Looms"' in page) == (409, True)
    assert "Someone else changed the network" in page and "Changed last by Grace Hop" in page
    assert re.findall(r"<dt>([^<]*)</dt><dd>([^<]*)</dd>", page) == [("Name", "Spindles")]
    assert network_row().name == "Spindles"
    (fresh,) = re.findall(r'name="seen" value="([^"]*)"', page)
    assert client.post(URL, {"seen": fresh, "name": "Looms"}).status_code == 302
    assert network_row().name == "Looms"


def test_a_limit_that_stewards_set_holds_for_the_next_post(client: Client, steward: Person) -> None:
    topic = make_topic()
    writer = Client()
    writer.force_login(topic.author)
    assert save(client, limit_posting="1").status_code == 302
    url = f"/t/{topic.pk}/reply/"
    statuses = [writer.post(url, {"text": f"Reply {number}."}).status_code for number in range(2)]
    assert (statuses, POSTING.times) == ([302, 429], 20)


def test_mails_bear_the_name_that_stewards_chose(client: Client, steward: Person, settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "Weft <no-reply@loom.example>"
    person = make_person(email="ada@loom.example")
    for name, subject, sender in (
        ("", f"[{settings.NETWORK_NAME}] ", "Weft <no-reply@loom.example>"),
        ("Loom, and more", "[Loom, and more] ", '"Loom, and more" <no-reply@loom.example>'),
    ):
        save(client, name=name)
        Client().post("/accounts/password/reset/", {"email": person.email})
        sent = mail.outbox[-1]
        assert (sent.subject.startswith(subject), sent.from_email, sent.to) == (True, sender, [person.email])


def test_everybody_else_reads_the_new_name_on_the_next_page(client: Client, steward: Person) -> None:
    member, visitor = Client(), Client()
    member.force_login(make_person())
    before = [each.get("/communities/").content.decode() for each in (member, visitor)]
    save(client, name="Looms")
    after = [each.get("/communities/").content.decode() for each in (member, visitor)]
    assert ["Looms" in page for page in (*before, *after)] == [False, False, True, True]


def test_the_log_of_the_network_tells_what_was_set_in_words(client: Client, steward: Person) -> None:
    save(client, sign_up="approval", founding="members", welcome="Come *in*.")
    page = " ".join(re.sub(r"<[^>]*>", " ", client.get("/stewards/log/").content.decode()).split())
    said = [
        "Ada Byrne changed what holds for the network",
        "Who may join the network as installed → Anyone, after a steward has agreed",
        "Who opens communities as installed → Anyone may propose one; a steward agrees",
        "Welcome, in characters 0 → 10",
    ]
    assert [words for words in said if words not in page] == []
