"""Giving roles, handing a community over, and ending memberships."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.communities.actions.board_moderators import add_board_moderated
from forum.communities.actions.invitations import accept_invitation, invite_by_link, invite_by_mail
from forum.communities.actions.members import give_role, leave_community
from forum.communities.actions.opening import archive_community
from forum.communities.actions.roles import hand_over_community, take_out_member
from forum.communities.models import Change, Community, Invitation, Membership, Role, Verb
from forum.communities.policies.members import may_leave
from forum.communities.selectors.members import facilitators_of
from forum.communities.selectors.standing import boards_moderated_by
from forum.core.verdicts import Invalid, Refused
from forum.invariants.selectors import breaches
from forum.network.models import Network
from forum.people.actions.stewards import shut_out
from forum.people.actors import is_person
from forum.people.models import Person
from tests.factories import (
    make_board,
    make_community,
    make_member,
    make_person,
    make_steward,
    make_topic,
    mute,
    suspend,
)
from tests.forum.communities.people_of import EVERYONE, LOOKING_AFTER, SHAPING, somebody

pytestmark = pytest.mark.django_db


def role_of(person: Person, community: Community) -> int:
    """The stored role; 0 for none."""
    row = Membership.objects.filter(person=person, community=community).first()
    return row.role if row else 0


@pytest.mark.parametrize("kind", EVERYONE)
def test_each_may_what_their_role_lets_them(client: Client, kind: str) -> None:
    community = make_community()
    member, other = make_member(community), make_member(community)
    actor = somebody(kind, community)
    if is_person(actor):
        client.force_login(actor)
    here = f"/c/{community.slug}/manage/people/"
    statuses = [
        client.get(here).status_code,
        client.get(f"{here}{member.handle}/").status_code,
        client.post(f"{here}{member.handle}/role/", {"role": Role.MODERATOR}).status_code,
        client.post(f"{here}{other.handle}/out/", {"reason": "Asked to go."}).status_code,
    ]
    refused = 302 if kind == "visitor" else 403
    looks, shapes = kind in LOOKING_AFTER, kind in SHAPING
    assert (
        statuses == [200 if looks else refused, 200, 302, 302]
        if shapes
        else [200 if looks else refused, *[refused] * 3]
    )
    assert (role_of(member, community), role_of(other, community)) == (
        (Role.MODERATOR, 0) if shapes else (Role.MEMBER, Role.MEMBER)
    )


def test_moderators_see_roles_and_open_people_without_a_way_to_change_them(client: Client) -> None:
    community = make_community()
    member = make_member(community, make_person("Ada Byrne"))
    seen = []
    for role in (Role.MODERATOR, Role.FACILITATOR):
        client.force_login(make_member(community, role=role))
        page = client.get(f"/c/{community.slug}/manage/people/").content.decode()
        opened = client.get(f"/c/{community.slug}/manage/people/{member.handle}/").content.decode()
        seen.append(
            ("Ada Byrne" in page, f"manage/people/{member.handle}/" in page, "Give this role" in opened)
        )
    assert seen == [(True, True, False), (True, True, True)]


def test_the_list_says_who_is_muted_suspended_and_moderates_boards(client: Client) -> None:
    facilitator = make_person()
    community = make_community(facilitator=facilitator)
    suspend(make_member(community, make_person("Susan")), community)
    mute(make_member(community, make_person("Mute")), community)
    boards = make_member(community, make_person("Bo"))
    add_board_moderated(
        giver=facilitator, person=boards, community=community, board_id=make_board(community).pk
    )
    client.force_login(facilitator)
    page = client.get(f"/c/{community.slug}/manage/people/").content.decode()
    assert [words in page for words in ("suspended until", "muted until", "moderates 1 board")] == [True] * 3
    found = client.get(f"/c/{community.slug}/manage/people/?q=susan").content.decode()
    assert ("Susan" in found, "Mute" in found) == (True, False)


def test_a_role_is_logged_with_what_it_was() -> None:
    facilitator = make_person()
    community = make_community(facilitator=facilitator)
    person = make_member(community, role=Role.GUEST)
    Change.objects.all().delete()
    give_role(giver=facilitator, person=person, community=community, role=Role.MEMBER)
    give_role(giver=facilitator, person=person, community=community, role=Role.MEMBER)
    change = Change.objects.get()
    assert (change.verb, change.actor, change.person, change.about) == (
        Verb.ROLE_GIVEN, facilitator, person, "member",
    )  # fmt: skip
    assert change.details == {"role": {"before": "guest", "after": "member"}}


@pytest.mark.parametrize("role", [0, 25, 41, -1])
def test_there_are_four_roles(client: Client, role: int) -> None:
    facilitator = make_person()
    community = make_community(facilitator=facilitator)
    person = make_member(community)
    client.force_login(facilitator)
    answer = client.post(f"/c/{community.slug}/manage/people/{person.handle}/role/", {"role": role})
    assert (answer.status_code, role_of(person, community)) == (422, Role.MEMBER)
    with pytest.raises(Refused):
        give_role(giver=facilitator, person=person, community=community, role=role)


# The last facilitator -----------------------------------------------------------------------------------


def test_the_last_facilitator_keeps_the_role_whoever_gives_another(client: Client) -> None:
    facilitator = make_person()
    community = make_community(facilitator=facilitator)
    for giver in (facilitator, make_steward()):
        with pytest.raises(Refused, match="There would be no facilitator left"):
            give_role(giver=giver, person=facilitator, community=community, role=Role.MEMBER)
    client.force_login(facilitator)
    url = f"/c/{community.slug}/manage/people/{facilitator.handle}/"
    assert "There would be no facilitator left" in client.get(url).content.decode()
    assert client.post(f"{url}role/", {"role": Role.GUEST}).status_code == 403
    make_member(community, role=Role.FACILITATOR)
    assert client.post(f"{url}role/", {"role": Role.GUEST})["Location"] == f"/c/{community.slug}/"
    assert role_of(facilitator, community) == Role.GUEST
    assert breaches() == []


def test_a_suspended_facilitator_is_nobody_to_rely_on() -> None:
    facilitator = make_person()
    community = make_community(facilitator=facilitator)
    other = make_member(community, role=Role.FACILITATOR)
    suspend(other, community)
    with pytest.raises(Refused):
        give_role(giver=facilitator, person=facilitator, community=community, role=Role.MEMBER)
    with pytest.raises(Refused):
        leave_community(person=facilitator, community=community)
    suspend(other, community, days=-1)
    leave_community(person=facilitator, community=community)


def test_a_facilitator_to_whom_the_network_is_closed_is_nobody_to_rely_on() -> None:
    community = make_community()
    first = facilitators_of(community)[0].person
    second = make_member(community, role=Role.FACILITATOR)
    assert may_leave(first, community)
    shut_out(steward=make_steward(), person=second, reason="Because.")
    assert may_leave(first, community).reason.startswith("You are the last facilitator here.")
    member = make_member(community)
    suspend(member, community)
    for nobody in (second, member):
        with pytest.raises(Refused, match="cannot act here at present"):
            hand_over_community(giver=first, person=nobody, community=community)
    hand_over_community(giver=first, person=make_member(community), community=community)


def test_handing_over_is_read_first_and_confirmed_with_the_handle(client: Client) -> None:
    facilitator = make_person()
    community = make_community(facilitator=facilitator)
    person = make_member(community, make_person("Ada Byrne"))
    Change.objects.all().delete()
    client.force_login(facilitator)
    url = f"/c/{community.slug}/manage/people/{person.handle}/"
    assert f'href="{url}over/">Hand over and step down' in client.get(url).content.decode()
    asked = client.get(f"{url}over/").content.decode()
    assert [
        words in asked
        for words in (
            "Ada Byrne facilitates",
            "You go on as a member",
            "cannot take it back yourself",
            "others who",
        )
    ] == [True, True, True, False]
    for typed, said in (("", "Type the handle of who"), ("nobody", "This is another handle")):
        refused = client.post(f"{url}over/", {"typed_handle": typed})
        assert (refused.status_code, said in refused.content.decode()) == (422, True)
    assert (role_of(person, community), role_of(facilitator, community)) == (Role.MEMBER, Role.FACILITATOR)
    done = client.post(f"{url}over/", {"typed_handle": f" @{person.handle.upper()} "})
    assert (done.status_code, done["Location"]) == (302, f"/c/{community.slug}/")
    assert (role_of(person, community), role_of(facilitator, community)) == (Role.FACILITATOR, Role.MEMBER)
    assert list(Change.objects.order_by("pk").values_list("person", "about")) == [
        (person.pk, "facilitator"), (facilitator.pk, "member"),
    ]  # fmt: skip
    assert breaches() == []


def test_nobody_hands_over_to_who_could_not_act_and_reads_why(client: Client) -> None:
    facilitator = make_person()
    community = make_community(facilitator=facilitator)
    suspended, gone, fit = (make_member(community) for _each in range(3))
    suspend(suspended, community)
    shut_out(steward=make_steward(), person=gone, reason="Because.")
    client.force_login(facilitator)
    seen = []
    for person in (suspended, gone, fit):
        url = f"/c/{community.slug}/manage/people/{person.handle}/"
        page = client.get(url).content.decode()
        statuses = [
            client.get(f"{url}over/").status_code,
            client.post(f"{url}over/", {"typed_handle": person.handle}).status_code,
        ]
        seen.append(("cannot act here at present" in page, *statuses))
    assert seen == [(True, 403, 403), (True, 403, 403), (False, 200, 302)]


def test_only_who_sits_in_the_chair_hands_it_over() -> None:
    facilitator = make_person()
    community = make_community(facilitator=facilitator)
    person = make_member(community)
    givers = [
        somebody(kind, community) for kind in ("moderator", "facilitator elsewhere", "steward", "stranger")
    ]
    for giver in givers:
        assert is_person(giver)
        with pytest.raises(Refused):
            hand_over_community(giver=giver, person=person, community=community)
    with pytest.raises(Refused, match="Choose someone else"):
        hand_over_community(giver=facilitator, person=facilitator, community=community)
    with pytest.raises(Refused, match="does not belong here"):
        hand_over_community(giver=facilitator, person=make_person(), community=community)
    assert (role_of(person, community), role_of(facilitator, community)) == (Role.MEMBER, Role.FACILITATOR)


# Ending a membership ------------------------------------------------------------------------------------


def test_who_is_taken_out_loses_access_at_once_and_what_they_wrote_stays(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    facilitator = make_person()
    community = make_community(facilitator=facilitator, visibility="private")
    board = make_board(community)
    person = make_member(community)
    topic = make_topic(board, author=person, title="Written before")
    client.force_login(person)
    pages = ["/", community.get_absolute_url(), board.get_absolute_url(), topic.get_absolute_url()]
    answers = [client.get(url) for url in pages]
    tags = [answer.headers.get("ETag", "") for answer in answers]
    assert all(community.name in answer.content.decode() for answer in answers)
    with django_capture_on_commit_callbacks(execute=True):
        take_out_member(taker=facilitator, person=person, community=community, reason="Sold the list.")
    answers = [client.get(url, headers={"if-none-match": tag}) for url, tag in zip(pages, tags, strict=True)]
    assert [answer.status_code for answer in answers] == [200, 200, 404, 404]
    assert community.name not in answers[0].content.decode()
    assert "Written before" not in answers[1].content.decode()
    community.refresh_from_db()
    assert (community.member_count, topic.posts.count()) == (1, 1)
    change = Change.objects.latest("pk")
    assert (change.verb, change.person, change.about, change.reason) == (
        Verb.TAKEN_OUT, person, "member", "Sold the list.",
    )  # fmt: skip
    assert breaches() == []


def test_nobody_comes_back_by_a_link_that_they_made_themselves(client: Client) -> None:
    facilitator, former = make_person(), make_person()
    community = make_community(facilitator=facilitator, visibility="private", joining="invitation")
    make_member(community, former, role=Role.FACILITATOR)
    elsewhere = make_community(facilitator=former)
    own, other, away = (
        invite_by_link(inviter=inviter, community=place, most_uses=5)
        for inviter, place in ((former, community), (facilitator, community), (former, elsewhere))
    )
    invite_by_mail(inviter=former, community=community, email="ann@example.org")
    give_role(giver=facilitator, person=former, community=community, role=Role.MEMBER)
    take_out_member(taker=facilitator, person=former, community=community, reason="Sold the list.")
    with pytest.raises(Refused, match="leads nowhere"):
        accept_invitation(person=former, invitation=own)
    states = {row.pk: row.state for row in Invitation.objects.filter(email="")}
    assert states == {own.pk: "revoked", other.pk: "open", away.pk: "open"}
    assert Invitation.objects.get(email="ann@example.org").state == "open"
    client.force_login(facilitator)
    page = client.get(f"/c/{community.slug}/manage/log/").content.decode()
    assert "Links of theirs that let people in" in page


def test_who_is_taken_out_comes_back_by_nothing_that_was_given_out_before(client: Client) -> None:
    facilitator, former = make_person(), make_person()
    community = make_community(facilitator=facilitator, visibility="private", joining="invitation")
    make_member(community, former, role=Role.FACILITATOR)
    to_themselves = invite_by_mail(inviter=former, community=community, email="former@home.example")
    of_others = invite_by_link(inviter=facilitator, community=community, most_uses=5)
    give_role(giver=facilitator, person=former, community=community, role=Role.MEMBER)
    take_out_member(taker=facilitator, person=former, community=community, reason="Sold the list.")
    client.force_login(former)
    for invitation in (to_themselves, of_others):
        page = client.get(invitation.get_absolute_url()).content.decode()
        assert ("was ended after this invitation was made" in page, "Accept the invitation" in page) == (
            True,
            False,
        )
        with pytest.raises(Refused, match="was ended after this invitation was made"):
            accept_invitation(person=former, invitation=invitation)
    for person in (make_person(), make_person()):
        accept_invitation(person=person, invitation=of_others)  # it is as good as it was for others
    anew = invite_by_link(inviter=facilitator, community=community, most_uses=1)
    accept_invitation(person=former, invitation=anew)
    assert role_of(former, community) == Role.MEMBER


def test_nobody_comes_back_by_a_link_of_their_own_to_whom_the_network_was_closed(client: Client) -> None:
    Network.objects.create(pk=1, sign_up=Network.SignUp.INVITATION)
    former, steward = make_person(), make_steward()
    communities = [make_community(facilitator=former) for _number in range(2)]
    links = [invite_by_link(inviter=former, community=each, most_uses=5) for each in communities]
    by_mail = invite_by_mail(inviter=former, community=communities[0], email="ann@example.org")
    assert client.get(links[0].get_absolute_url()).status_code == 200
    assert client.get("/accounts/signup/").status_code == 200
    shut_out(steward=steward, person=former, reason="Sold the list.")
    assert [client.get(each.get_absolute_url()).status_code for each in links] == [404, 404]
    assert client.get("/accounts/signup/").status_code == 403
    assert client.get(by_mail.get_absolute_url()).status_code == 200  # it went to somebody else
    change = Change.objects.get(verb=Verb.PERSON_SHUT_OUT)
    assert change.details["links"] == {"before": 2, "after": 0}


def test_ending_a_membership_needs_its_reason(client: Client) -> None:
    facilitator = make_person()
    community = make_community(facilitator=facilitator)
    person = make_member(community)
    client.force_login(facilitator)
    answer = client.post(f"/c/{community.slug}/manage/people/{person.handle}/out/", {"reason": " "})
    assert (answer.status_code, 'id="id_reason_error"' in answer.content.decode()) == (422, True)
    with pytest.raises(Invalid):
        take_out_member(taker=facilitator, person=person, community=community, reason="")
    assert role_of(person, community) == Role.MEMBER


def test_facilitators_and_oneself_are_not_taken_out() -> None:
    facilitator = make_person()
    community = make_community(facilitator=facilitator)
    other = make_member(community, role=Role.FACILITATOR)
    with pytest.raises(Refused, match="Give them another role first"):
        take_out_member(taker=facilitator, person=other, community=community, reason="x")
    with pytest.raises(Refused, match="Leave the community on its page"):
        take_out_member(taker=facilitator, person=facilitator, community=community, reason="x")
    give_role(giver=facilitator, person=other, community=community, role=Role.GUEST)
    take_out_member(taker=facilitator, person=other, community=community, reason="x")
    assert role_of(other, community) == 0


@pytest.mark.parametrize("end", ["another role", "leaving", "being taken out"])
def test_moderating_boards_by_name_ends_with_the_membership_and_with_the_role(end: str) -> None:
    facilitator = make_person()
    community = make_community(facilitator=facilitator)
    person = make_member(community)
    board = make_board(community)
    add_board_moderated(giver=facilitator, person=person, community=community, board_id=board.pk)
    assert boards_moderated_by(person) == [board.pk]
    if end == "another role":
        give_role(giver=facilitator, person=person, community=community, role=Role.GUEST)
    elif end == "leaving":
        leave_community(person=person, community=community)
    else:
        take_out_member(taker=facilitator, person=person, community=community, reason="x")
    make_member(community, person)
    assert boards_moderated_by(Person.objects.get(pk=person.pk)) == []
    assert breaches() == []


def test_nobody_comes_into_an_archived_community_but_roles_are_given_on() -> None:
    facilitator = make_person()
    community = make_community(facilitator=facilitator)
    person = make_member(community)
    archive_community(archiver=facilitator, community=community)
    with pytest.raises(Refused, match="archived"):
        give_role(giver=facilitator, person=make_person(), community=community, role=Role.MEMBER)
    give_role(giver=facilitator, person=person, community=community, role=Role.FACILITATOR)
    assert role_of(person, community) == Role.FACILITATOR


@pytest.mark.parametrize("handle", ["nobody", "%00x", "a" * 60])
def test_someone_who_does_not_belong_is_not_there(client: Client, handle: str) -> None:
    facilitator = make_person()
    community = make_community(facilitator=facilitator)
    client.force_login(facilitator)
    for url in (f"{handle}/", f"{make_person().handle}/"):
        assert client.get(f"/c/{community.slug}/manage/people/{url}").status_code in (400, 404)


def test_the_list_costs_the_same_whatever_it_shows(client: Client) -> None:
    facilitator, counts = make_person(), []
    client.force_login(facilitator)
    for many in (1, 30):
        community = make_community(facilitator=facilitator)
        for _ in range(many):
            make_member(community)
        client.get("/settings/")  # fills the rail
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/c/{community.slug}/manage/people/").status_code == 200
        counts.append(len(queries))
    assert counts == [11, 11]  # who asks, what they belong to, the community, its people; what waits: seven
