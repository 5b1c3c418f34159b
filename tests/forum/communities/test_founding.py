"""Opening communities, proposing them, and answering proposals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from forum.communities.actions.founding import (
    accept_proposal,
    decline_proposal,
    found_community,
    propose_community,
)
from forum.communities.actions.letters import mail_answer_to_proposal, mail_end_of_membership
from forum.communities.actions.roles import take_out_member
from forum.communities.models import Change, Community, FoundingRequest, Membership, Role, Verb
from forum.core.limits import FOUNDING
from forum.core.verdicts import Invalid, Refused
from forum.invariants.selectors import breaches
from forum.network.models import Network
from forum.people.models import Person
from tests.factories import make_community, make_member, make_person, make_steward
from tests.factories.network import forget_ground
from tests.factories.people import refill

pytestmark = pytest.mark.django_db

WANTED: dict[str, Any] = {
    "name": "Rural Preceptors",
    "slug": "rural-preceptors",
    "domain": "Teaching far away from the school.",
    "welcome": "Say where you teach.",
    "kind": "cross-institution",
    "regions": "East Africa",
    "languages": "English, Swahili",
    "interests": "preceptors, distance",
    "time_zone": "Africa/Nairobi",
    "hue": 145,
    "visibility": "private",
    "joining": "request",
    "joining_questions": ["Where do you teach?"],
}
FORM = WANTED | {"joining_questions": "Where do you teach?\n\n", "reason": "Forty of us have no place."}


@pytest.fixture
def members_propose(db: None) -> Iterator[None]:
    Network.objects.create(pk=1, founding=Network.Founding.MEMBERS)
    forget_ground()
    yield
    forget_ground()


def proposed(person: Person | None = None, **fields: Any) -> FoundingRequest:
    person = person or make_person()
    refill(FOUNDING, person)
    return propose_community(proposer=person, reason="We need it.", **(WANTED | fields))


def columns(community: Community) -> dict[str, Any]:
    return {name: getattr(community, name) for name in WANTED}


# By stewards --------------------------------------------------------------------------------------------


def test_a_steward_opens_a_community_and_facilitates_it(client: Client) -> None:
    steward = make_steward()
    client.force_login(steward)
    answer = client.post("/communities/new/", FORM)
    community = Community.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, "/c/rural-preceptors/")
    assert columns(community) == WANTED
    assert list(community.memberships.values_list("person", "role")) == [(steward.pk, Role.FACILITATOR)]
    assert list(Change.objects.values_list("verb", "community")) == [(Verb.FOUNDED, community.pk)]
    assert breaches() == []


def test_a_steward_puts_somebody_else_in_the_chair(client: Client) -> None:
    client.force_login(make_steward())
    person = make_person(handle="Wanjiru")
    assert client.post("/communities/new/", FORM | {"facilitator": "@wanjiru"}).status_code == 302
    assert Membership.objects.get().person == person


def test_an_unknown_facilitator_is_told_and_everything_typed_is_kept(client: Client) -> None:
    client.force_login(make_steward())
    answer = client.post("/communities/new/", FORM | {"facilitator": "nobody-here"})
    page = answer.content.decode()
    assert (answer.status_code, Community.objects.count()) == (422, 0)
    assert "Nobody with an account has this handle." in page
    assert all(str(FORM[name]) in page for name in ("name", "slug", "domain", "welcome", "interests"))


def test_an_address_is_made_from_the_name_where_none_is_typed(client: Client) -> None:
    client.force_login(make_steward())
    client.post("/communities/new/", FORM | {"name": "Früh & spät", "slug": ""})
    assert Community.objects.get().slug == "fruh-spat"


@pytest.mark.parametrize("slug", ["new", "manage", "people", "-x", "a_b", "Ünlaut", "a" * 51])
def test_addresses_that_are_kept_free_or_hard_to_say_are_refused(client: Client, slug: str) -> None:
    client.force_login(make_steward())
    answer = client.post("/communities/new/", FORM | {"slug": slug})
    assert (answer.status_code, Community.objects.count()) == (422, 0)
    assert 'id="id_slug_error"' in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(
            ("name", ""),
            ("name", "x" * 81),
            ("domain", ""),
            ("kind", "club"),
            ("hue", "360"),
            ("hue", "blue"),
        ),
        *(("time_zone", "Mars/Base"), ("visibility", "secret"), ("joining", "lottery")),
        *(
            ("joining_questions", "a\nb\nc\nd\ne\nf"),
            ("joining_questions", "x" * 201),
            ("welcome", "x" * 4001),
        ),
        ("domain", "NUL \x00 inside"),
    ],
)
def test_what_cannot_be_said_is_told_beside_its_field(client: Client, field: str, value: str) -> None:
    client.force_login(make_steward())
    answer = client.post("/communities/new/", FORM | {field: value})
    assert (answer.status_code, Community.objects.count()) == (422, 0)
    assert f'id="id_{field}_error"' in answer.content.decode()


def test_the_action_has_the_last_word() -> None:
    steward = make_steward()
    for wrong in (
        {"time_zone": "Mars/Base"},
        {"slug": "new"},
        {"hue": 400},
        {"joining_questions": ["x"] * 6},
    ):
        with pytest.raises(ValidationError) as refusal:
            found_community(founder=steward, facilitator=steward, **(WANTED | wrong))
        assert list(refusal.value.message_dict) == list(wrong)


def test_a_name_and_an_address_are_given_once(client: Client) -> None:
    make_community("Rural Preceptors", slug="other")
    client.force_login(make_steward())
    answer = client.post("/communities/new/", FORM)
    assert (answer.status_code, Community.objects.count()) == (422, 1)
    assert 'id="id_name_error"' in answer.content.decode()


# By members ---------------------------------------------------------------------------------------------


def test_where_stewards_alone_open_communities_members_read_so(client: Client) -> None:
    person = make_person()
    client.force_login(person)
    for answer in (client.get("/communities/new/"), client.post("/communities/new/", FORM)):
        assert answer.status_code == 403
        assert "Stewards of the network open new communities." in answer.content.decode()
    with pytest.raises(Refused):
        propose_community(proposer=person, reason="x", **WANTED)
    with pytest.raises(Refused):
        found_community(founder=person, facilitator=person, **WANTED)
    assert (Community.objects.count(), FoundingRequest.objects.count()) == (0, 0)


def test_visitors_sign_in_first(client: Client) -> None:
    assert client.get("/communities/new/")["Location"].startswith("/accounts/login/")


@pytest.mark.usefixtures("members_propose")
def test_a_member_proposes_and_sees_what_became_of_it(client: Client) -> None:
    person = make_person()
    client.force_login(person)
    answer = client.post("/communities/new/", FORM)
    assert (answer.status_code, Community.objects.count()) == (302, 0)
    proposal = FoundingRequest.objects.get()
    assert (proposal.person, proposal.fields, proposal.reason) == (person, WANTED, FORM["reason"])
    here = f"/communities/proposed/{proposal.pk}/"
    assert answer["Location"] == here
    page = client.get(here).content.decode()
    assert all(
        words in page
        for words in (
            WANTED["name"],
            WANTED["domain"],
            FORM["reason"],
            "What happens next",
            "Waits for an answer",
        )
    )
    listed = client.get("/communities/new/").content.decode()
    assert (f'href="{here}"' in listed, listed.index(here) < listed.index('id="id_name"')) == (True, True)
    decline_proposal(
        steward=make_steward("Ada Steward"), proposal=proposal, answer="Ask the rural board first."
    )
    page = client.get("/communities/new/").content.decode()
    assert all(
        words in page for words in ("Declined", "answered by Ada Steward", "Ask the rural board first.")
    )
    page = client.get(here).content.decode()
    assert ("Ask the rural board first." in page, "What happens next" in page) == (True, False)
    for other in (make_person(), make_steward()):
        client.force_login(other)
        assert "Ask the rural board first." not in client.get("/communities/new/").content.decode()
        assert client.get(here).status_code == 404


@pytest.mark.usefixtures("members_propose")
def test_a_proposal_needs_its_reason(client: Client) -> None:
    client.force_login(make_person())
    answer = client.post("/communities/new/", FORM | {"reason": " "})
    assert (answer.status_code, FoundingRequest.objects.count()) == (422, 0)
    with pytest.raises(Invalid):
        propose_community(proposer=make_person(), reason=" ", **WANTED)


@pytest.mark.usefixtures("members_propose")
def test_nobody_learns_of_a_hidden_community_by_proposing_its_name() -> None:
    make_community("Rural Preceptors", slug="hidden-one", visibility="hidden")
    make_community("Open Preceptors", slug="open-one", visibility="open")
    assert proposed(name="rural preceptors", slug="hidden-one").state == FoundingRequest.State.WAITING
    for taken in ({"name": "open preceptors"}, {"slug": "open-one"}):
        with pytest.raises(ValidationError) as refusal:
            proposed(**taken)
        assert list(refusal.value.message_dict) == list(taken)


@pytest.mark.usefixtures("members_propose")
def test_at_most_three_proposals_of_one_person_wait() -> None:
    person = make_person()
    proposals = [proposed(person, name=f"Name {number}", slug=f"name-{number}") for number in range(3)]
    with pytest.raises(Refused, match="3 of your proposals wait"):
        proposed(person, name="Name 4", slug="name-4")
    decline_proposal(steward=make_steward(), proposal=proposals[0], answer="No.")
    proposed(person, name="Name 4", slug="name-4")


@pytest.mark.usefixtures("members_propose")
def test_nobody_proposes_faster_than_people_do() -> None:
    person, steward = make_person(), make_steward()
    for number in range(FOUNDING.times):
        proposal = propose_community(
            proposer=person, reason="x", **(WANTED | {"name": f"N {number}", "slug": f"n-{number}"})
        )
        decline_proposal(steward=steward, proposal=proposal, answer="No.")
    with pytest.raises(Refused, match="a lot in a short time"):
        propose_community(proposer=person, reason="x", **WANTED)


# Answers ------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("members_propose")
def test_who_agrees_puts_the_proposer_in_the_chair(client: Client) -> None:
    person, steward = make_person(), make_steward()
    proposal = proposed(person)
    client.force_login(steward)
    page = client.get(f"/stewards/foundings/{proposal.pk}/").content.decode()
    assert all(words in page for words in ("We need it.", "Teaching far away from the school.", "Swahili"))
    form = {"name": WANTED["name"], "slug": WANTED["slug"], "answer": "Gladly.", "wish": "accept"}
    assert client.post(f"/stewards/foundings/{proposal.pk}/", form)["Location"] == "/stewards/foundings/"
    community = Community.objects.get()
    proposal.refresh_from_db()
    assert columns(community) == WANTED
    assert list(community.memberships.values_list("person", "role")) == [(person.pk, Role.FACILITATOR)]
    assert (proposal.state, proposal.community, proposal.answer, proposal.decided_by) == (
        "accepted", community, "Gladly.", steward,
    )  # fmt: skip
    said = Change.objects.filter(community=None).values_list("verb", "person", "about", "reason")
    assert list(said) == [(Verb.FOUNDING_ACCEPTED, person.pk, "Rural Preceptors", "Gladly.")]
    assert breaches() == []


@pytest.mark.usefixtures("members_propose")
def test_a_name_that_was_taken_meanwhile_is_told_and_the_proposal_waits_on(client: Client) -> None:
    proposal = proposed()
    make_community("Rural Preceptors", slug="elsewhere")
    client.force_login(make_steward())
    form = {"name": WANTED["name"], "slug": WANTED["slug"], "answer": "Gladly.", "wish": "accept"}
    url = f"/stewards/foundings/{proposal.pk}/"
    answer = client.post(url, form)
    proposal.refresh_from_db()
    assert (answer.status_code, proposal.state) == (422, "waiting")
    assert 'id="id_name_error"' in answer.content.decode()
    assert "Gladly." in answer.content.decode()
    assert client.post(url, form | {"name": "Rural Teachers"}).status_code == 302
    assert Community.objects.get(slug="rural-preceptors").name == "Rural Teachers"


@pytest.mark.usefixtures("members_propose")
def test_a_no_needs_its_reason_and_an_answer_is_given_once(client: Client) -> None:
    proposal, first = proposed(), make_steward("Ada Steward")
    with pytest.raises(Invalid):
        decline_proposal(steward=first, proposal=proposal, answer=" ")
    decline_proposal(steward=first, proposal=proposal, answer="Not yet.")
    with pytest.raises(Refused, match="Ada Steward has declined this proposal already"):
        accept_proposal(steward=make_steward(), proposal=proposal)
    client.force_login(make_steward())
    form = {"name": "x", "slug": "x", "wish": "accept"}
    answer = client.post(f"/stewards/foundings/{proposal.pk}/", form)
    assert (answer.status_code, Community.objects.count()) == (403, 0)
    assert "Ada Steward has declined this proposal already." in answer.content.decode()


@pytest.mark.usefixtures("members_propose")
def test_only_stewards_see_and_answer_proposals(client: Client) -> None:
    proposal = proposed()
    urls = ["/stewards/foundings/", f"/stewards/foundings/{proposal.pk}/"]
    for person in (proposal.person, make_person()):
        client.force_login(person)
        assert [client.get(url).status_code for url in urls] == [404, 404]
        assert client.post(urls[1], {"wish": "accept", "name": "x", "slug": "x"}).status_code == 404
        with pytest.raises(Refused):
            accept_proposal(steward=person, proposal=proposal)
        with pytest.raises(Refused):
            decline_proposal(steward=person, proposal=proposal, answer="No.")
    client.force_login(make_steward())
    assert "Rural Preceptors" in client.get(urls[0]).content.decode()


@pytest.mark.usefixtures("members_propose")
def test_nobody_who_has_left_is_put_in_the_chair() -> None:
    proposal = proposed()
    Person.objects.filter(pk=proposal.person_id).update(is_active=False)
    with pytest.raises(Refused, match="has left the network"):
        accept_proposal(steward=make_steward(), proposal=proposal)


# Mail ---------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("members_propose")
def test_the_proposer_gets_a_mail_with_the_answer(mailoutbox: list[Any]) -> None:
    person, steward = make_person("Wanjiru"), make_steward()
    accepted, declined = proposed(person), proposed(person, name="Other & more", slug="other")
    accept_proposal(steward=steward, proposal=accepted, answer="Gladly <b>.")
    decline_proposal(steward=steward, proposal=declined, answer="Not yet.")
    waiting = proposed(person, name="Third", slug="third")
    jobs = ProcrastinateJob.objects.filter(task_name="mail_answer_to_proposal").order_by("id")
    assert [job.args for job in jobs] == [{"request_id": accepted.pk}, {"request_id": declined.pk}]
    sent = [mail_answer_to_proposal(request_id=each.pk) for each in (accepted, declined, waiting)]
    assert (sent, [mail.to for mail in mailoutbox]) == ([True, True, False], [[person.email]] * 2)
    first, second = mailoutbox
    assert ("“Rural Preceptors” is open" in first.subject, "About “Other & more”" in second.subject) == (
        True,
        True,
    )
    assert all(words in first.body for words in ("Hello Wanjiru,", "Gladly <b>.", "/c/rural-preceptors/"))
    assert all(words in second.body for words in ("Not yet.", "/communities/proposed/"))


@pytest.mark.usefixtures("members_propose")
def test_nobody_is_written_to_of_an_answer_that_was_not_given() -> None:
    proposal = proposed()
    with pytest.raises(ValidationError):
        accept_proposal(steward=make_steward(), proposal=proposal, slug="new")
    assert ProcrastinateJob.objects.count() == 0


def test_who_was_taken_out_reads_why(mailoutbox: list[Any]) -> None:
    facilitator, person = make_person(), make_person("Bea")
    community = make_community("Ward 7", facilitator=facilitator)
    make_member(community, person)
    take_out_member(taker=facilitator, person=person, community=community, reason="You sold the list.")
    job = ProcrastinateJob.objects.get(task_name="mail_end_of_membership")
    assert mail_end_of_membership(**job.args) is True
    (mail,) = mailoutbox
    assert (mail.to, "Ward 7" in mail.subject, "You sold the list." in mail.body) == (
        [person.email],
        True,
        True,
    )
    make_member(community, person)
    assert mail_end_of_membership(**job.args) is False
