"""Inviting by mail and by link: who may, what goes out, and who comes in by it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from forum.communities.actions import invitations as actions
from forum.communities.actions.invitations import (
    accept_invitation,
    invite_by_link,
    invite_by_mail,
    mail_invitation_again,
    revoke_invitation,
)
from forum.communities.actions.letters import mail_invitation
from forum.communities.models import Change, Community, Invitation, InvitationUse, Membership, Role
from forum.communities.selectors.invitations import invitation_kept, is_session_invited
from forum.core.limits import INVITING
from forum.core.verdicts import Invalid, Refused, TooMany
from forum.invariants.selectors import breaches
from forum.people.models import Person
from tests.factories import expel, make_member, make_person, make_steward, mute, suspend
from tests.factories.network import forget_ground
from tests.forum.communities.test_asking import asks, by_request, facilitator_of, letters

pytestmark = pytest.mark.django_db

State = Invitation.State
NOWHERE = "This invitation leads nowhere, or nowhere any more. Ask who gave it to you for a new one."


def hidden(**fields: object) -> Community:
    return by_request(visibility="hidden", joining="invitation", **fields)


def mailed(community: Community, email: str = "ada@example.org", **fields: object) -> Invitation:
    return invite_by_mail(inviter=facilitator_of(community), community=community, email=email, **fields)  # type: ignore[arg-type]


def linked(community: Community, most_uses: int = 5, **fields: object) -> Invitation:
    return invite_by_link(
        inviter=facilitator_of(community),
        community=community,
        most_uses=most_uses,
        **fields,  # type: ignore[arg-type]
    )


def archive(community: Community) -> None:
    Community.objects.filter(pk=community.pk).update(archived_at=timezone.now())


# Inviting ------------------------------------------------------------------------------------------------


def test_an_invitation_by_mail_is_queued_logged_and_tells_no_address() -> None:
    community = hidden()
    made = mailed(community, " Ada@Example.org ", role=Role.GUEST, message="Come\r\nby.", days=7)
    assert (made.email, made.role, made.message, made.most_uses, len(made.token)) == (
        "Ada@Example.org",
        Role.GUEST,
        "Come\nby.",
        1,
        43,
    )
    assert made.expires_at - made.created_at == timedelta(days=7)
    assert letters() == [{"invitation_id": made.pk}]
    noted = Change.objects.get(verb="invited")
    assert (noted.actor, noted.about, noted.details) == (
        facilitator_of(community),
        "guest",
        {"way": "mail", "count": 1, "invitation": made.pk},
    )
    said = " ".join(str(getattr(noted, field.attname)) for field in noted._meta.concrete_fields)
    assert "example.org" not in said
    assert made.token not in said
    assert made.token not in str(ProcrastinateJob.objects.get().args)
    assert breaches() == []


def test_tokens_are_new_each_time_and_links_are_not_mailed() -> None:
    community = hidden()
    tokens = {linked(community).token for _ in range(20)}
    assert (len(tokens), letters()) == (20, [])


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"email": "no address"}, "email"),
        ({"email": "a@b.example\nBcc: c@d.example"}, "email"),
        ({"email": f"{'x' * 64}@{'y' * 60}.{'z' * 60}.{'z' * 60}.{'z' * 60}.example"}, "email"),
        ({"email": "a@b.example", "days": 91}, "days"),
        ({"email": "a@b.example", "days": 0}, "days"),
        ({"email": "a@b.example", "role": Role.MODERATOR}, "role"),
        ({"email": "a@b.example", "message": "x" * 1001}, "message"),
    ],
)
def test_what_cannot_be_an_invitation_is_refused_at_its_field(fields: dict[str, object], field: str) -> None:
    community = hidden()
    with pytest.raises(Invalid) as caught:
        mailed(community, **fields)  # type: ignore[arg-type]
    assert (caught.value.field, Invitation.objects.count()) == (field, 0)


def test_a_link_lets_in_between_1_and_500() -> None:
    community = hidden()
    for most in (0, 501):
        with pytest.raises(Invalid):
            linked(community, most)
    assert [linked(community, most).most_uses for most in (1, 500)] == [1, 500]


def test_only_facilitators_of_the_community_invite() -> None:
    community = by_request()
    refusals = set()
    for role in ("stranger", "guest", "member", "moderator", "muted", "elsewhere", "suspended"):
        ranks = {"guest": 10, "member": 20, "moderator": 30, "muted": 20, "suspended": 40}
        person = make_member(community, role=ranks[role]) if role in ranks else make_person()
        if role == "elsewhere":
            make_member(by_request(), person, role=Role.FACILITATOR)
        if role == "muted":
            mute(person, community)
        if role == "suspended":
            suspend(person, community)
        invitation = linked(community)
        acts = [
            lambda by=person: invite_by_mail(inviter=by, community=community, email="a@b.example"),
            lambda by=person: invite_by_link(inviter=by, community=community, most_uses=1),
            lambda by=person, one=invitation: revoke_invitation(facilitator=by, invitation=one),
            lambda by=person, one=invitation: mail_invitation_again(facilitator=by, invitation=one),
        ]
        for act in acts:
            with pytest.raises(Refused) as caught:
                act()
            refusals.add(str(caught.value.sentence))
    assert refusals == {"Only facilitators of this community can do that."}
    steward = make_steward()
    assert invite_by_mail(inviter=steward, community=community, email="a@b.example").state == State.OPEN


def test_an_archived_community_invites_nobody() -> None:
    community = hidden()
    archive(community)
    with pytest.raises(Refused, match="archived; nobody can be invited"):
        mailed(community)


def test_who_belongs_has_asked_or_is_invited_is_not_invited_and_others_look_alike() -> None:
    community = by_request()
    member = make_member(community, make_person(email="member@example.org"))
    EmailAddress.objects.create(user=member, email="second@example.org", verified=True)
    EmailAddress.objects.create(user=member, email="unproven@example.org", verified=False)
    asks(community, make_person(email="asks@example.org"))
    elsewhere = make_member(by_request(), make_person(email="elsewhere@example.org"))
    asks(by_request(), make_person(email="asks-elsewhere@example.org"))
    mailed(community, "invited@example.org")
    mailed(by_request(), "invited-elsewhere@example.org")
    refusals = {}
    for name in ("member", "SECOND", "asks", "invited"):
        with pytest.raises(Invalid) as caught:
            mailed(community, f"{name}@Example.org")
        refusals[name] = str(caught.value.sentence)
    assert refusals == {
        "member": "Someone with this address belongs here already.",
        "SECOND": "Someone with this address belongs here already.",
        "asks": "Someone with this address has asked to join: answer the request.",
        "invited": "This address is invited already. You can send the mail again below.",
    }
    assert elsewhere.email == "elsewhere@example.org"
    others = ("unproven", "elsewhere", "asks-elsewhere", "invited-elsewhere", "nobody")
    assert [mailed(community, f"{name}@example.org").state for name in others] == [State.OPEN] * 5


def test_an_address_whose_invitation_ran_out_is_invited_anew() -> None:
    community = hidden()
    first = mailed(community, now=timezone.now() - timedelta(days=31))
    second = mailed(community)
    first.refresh_from_db()
    assert (first.state, second.state) == (State.REVOKED, State.OPEN)


def test_a_community_mails_only_so_many_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_MAILED_A_DAY", 2)
    community = hidden()
    mailed(community, "old@example.org", now=timezone.now() - timedelta(days=1, minutes=1))
    mailed(community, "one@example.org")
    mailed(community, "two@example.org")
    with pytest.raises(Refused, match=r"can invite 2 people by mail in a day; 0 are left\. Go on tomorrow\."):
        mailed(community, "three@example.org")
    assert linked(community).state == State.OPEN


def test_inviting_is_limited() -> None:
    community = hidden()
    with time_machine.travel(datetime.now(UTC), tick=False), pytest.raises(TooMany):
        for _ in range(INVITING.times + 1):
            linked(community)


def test_a_mail_goes_again_three_times_a_day_while_it_is_open() -> None:
    community, link = hidden(), linked(hidden())
    invitation, facilitator = mailed(community), facilitator_of(community)
    with time_machine.travel(datetime.now(UTC), tick=False):
        for _ in range(3):
            mail_invitation_again(facilitator=facilitator, invitation=invitation)
        with pytest.raises(TooMany):
            mail_invitation_again(facilitator=facilitator, invitation=invitation)
    assert letters() == [{"invitation_id": invitation.pk}] * 4
    revoke_invitation(facilitator=facilitator, invitation=invitation)
    with pytest.raises(Refused, match="has ended"):
        mail_invitation_again(facilitator=facilitator, invitation=invitation)
    with pytest.raises(Refused, match="is a link"):
        mail_invitation_again(facilitator=facilitator_of(link.community), invitation=link)


# The mail ------------------------------------------------------------------------------------------------


def test_the_mail_says_who_invites_to_what_and_where_to_go() -> None:
    community = hidden(name="Ward 7", domain="Nights & days")
    invitation = mailed(community, message="You asked <me> about this.")
    assert mail_invitation(invitation_id=invitation.pk)
    (sent,) = mail.outbox
    who = facilitator_of(community).display_name
    assert (sent.to, sent.subject) == (["ada@example.org"], f"[Weft] {who} invites you to Ward 7")
    for words in ("Nights & days", "You asked <me> about this.", f"/invitations/{invitation.token}/\n"):
        assert words in sent.body


def test_a_mail_of_what_has_ended_is_not_sent() -> None:
    revoked, used, ended = (mailed(hidden()) for _ in range(3))
    archived, link = mailed(hidden()), linked(hidden())
    revoke_invitation(facilitator=facilitator_of(revoked.community), invitation=revoked)
    accept_invitation(person=make_person(), invitation=used)
    Invitation.objects.filter(pk=ended.pk).update(expires_at=timezone.now())
    archive(archived.community)
    assert [mail_invitation(invitation_id=each.pk) for each in (revoked, used, ended, archived, link)] == [
        False
    ] * 5
    assert mail.outbox == []


# Coming in -----------------------------------------------------------------------------------------------


def test_whoever_holds_a_mailed_invitation_comes_in_once_whatever_their_address() -> None:
    community = hidden()
    invitation, person = mailed(community, role=Role.GUEST), make_person(email="other@example.org")
    membership = accept_invitation(person=person, invitation=invitation)
    invitation.refresh_from_db()
    community.refresh_from_db()
    assert (membership.role, invitation.uses, invitation.state, community.member_count) == (
        Role.GUEST,
        1,
        State.USED_UP,
        2,
    )
    assert InvitationUse.objects.get().person == person
    with pytest.raises(Refused, match="has been used already"):
        accept_invitation(person=make_person(), invitation=invitation)
    assert breaches() == []


def test_a_link_lets_in_as_many_as_it_says_and_ends_their_waiting() -> None:
    community = by_request()
    waiting = asks(community)
    invitation = linked(community, 2)
    accept_invitation(person=waiting.person, invitation=invitation)
    accept_invitation(person=make_person(), invitation=invitation)
    with pytest.raises(Refused, match="has been used already"):
        accept_invitation(person=make_person(), invitation=invitation)
    waiting.refresh_from_db()
    assert (waiting.state, letters()) == ("accepted", [])
    assert breaches() == []


def test_who_belongs_already_uses_nothing_up() -> None:
    community = hidden()
    guest, member, muted = (make_member(community, role=role) for role in (10, 20, 20))
    mute(muted, community)
    invitation, as_guest = linked(community), linked(community, role=Role.GUEST)
    refusals = []
    for person, one in [(guest, invitation), (guest, as_guest), (member, invitation), (muted, invitation)]:
        with pytest.raises(Refused) as caught:
            accept_invitation(person=person, invitation=one)
        refusals.append(str(caught.value.sentence))
    already = "You belong to this community already."
    assert refusals == [
        "You are a guest of this community already. Ask a facilitator to make you a member.",
        already,
        already,
        already,
    ]
    invitation.refresh_from_db()
    assert invitation.uses == 0


def test_a_suspension_is_not_got_round_by_an_invitation() -> None:
    community = hidden()
    person = make_member(community)
    suspend(person, community)
    with pytest.raises(Refused, match="is suspended until"):
        accept_invitation(person=person, invitation=linked(community))
    assert Membership.objects.get(person=person).suspended_until is not None


def test_what_has_ended_lets_nobody_in() -> None:
    revoked, ended, archived = linked(hidden()), linked(hidden()), linked(hidden())
    revoke_invitation(facilitator=facilitator_of(revoked.community), invitation=revoked)
    end = datetime(2026, 3, 1, tzinfo=UTC)
    Invitation.objects.filter(pk=ended.pk).update(expires_at=end)
    archive(archived.community)
    refusals = []
    for invitation in (revoked, ended, archived):
        with pytest.raises(Refused) as caught:
            accept_invitation(person=make_person(), invitation=invitation)
        refusals.append(str(caught.value.sentence))
    assert refusals == [
        NOWHERE,
        "This invitation ended on 1 Mar 2026. Ask who gave it to you for a new one.",
        "This community is archived; nobody can join it any more.",
    ]
    with pytest.raises(Refused, match="closed already"):
        revoke_invitation(facilitator=facilitator_of(revoked.community), invitation=revoked)


def test_who_came_in_by_an_invitation_does_not_come_back_by_it(client: Client) -> None:
    community = hidden()
    invitation, person = linked(community, most_uses=5), make_person()
    accept_invitation(person=person, invitation=invitation)
    expel(person, community)
    client.force_login(person)
    where = f"/invitations/{invitation.token}/"
    said = "You came in by this invitation before. Ask a facilitator for a new one."
    assert said in client.get(where).content.decode()
    answer = client.post(where)
    assert (answer.status_code, said in answer.content.decode()) == (403, True)
    assert not Membership.objects.filter(person=person, community=community).exists()
    assert Invitation.objects.get(pk=invitation.pk).uses == 1
    assert accept_invitation(person=person, invitation=linked(community)).role == Role.MEMBER


def test_who_came_in_by_a_link_and_goes_back_is_shown_the_way_and_nobody_else_is(client: Client) -> None:
    community = hidden(name="Ward 7")
    invitation, person = linked(community, most_uses=1), make_person()
    where, home = f"/invitations/{invitation.token}/", f"/c/{community.slug}/"
    client.force_login(person)
    assert client.post(where)["Location"] == home
    seen = {}
    others = {
        "visitor": None,
        "stranger": make_person(),
        "member": make_member(community),
        "who came": person,
    }
    for name, other in others.items():
        client.logout()
        if other is not None:
            client.force_login(other)
        answer = client.get(where)
        page = answer.content.decode()
        ways = f'href="{home}"' in page.partition("<main")[2].partition("</main>")[0]
        seen[name] = (answer.status_code, "You came in by this invitation" in page, "Ward 7" in page, ways)
    closed = (410, False, False, False)
    member = (410, False, True, False)  # the rail names their own communities
    assert seen == {
        "visitor": closed,
        "stranger": closed,
        "member": member,
        "who came": (200, True, True, True),
    }
    assert client.post(where)["Location"] == home
    Invitation.objects.update(state=Invitation.State.REVOKED)
    assert client.get(where).status_code == 200
    suspend(person, community)
    assert (client.get(where).status_code, client.post(where).status_code) == (404, 404)


def test_a_member_who_opens_a_live_invitation_is_shown_the_way(client: Client) -> None:
    community = hidden(name="Ward 7")
    way = f'<a href="/c/{community.slug}/">Go to Ward 7</a>'
    where, suspended = f"/invitations/{linked(community).token}/", make_member(community)
    suspend(suspended, community)
    seen = []
    for person in (make_member(community), suspended, make_person()):
        client.force_login(person)
        answer = client.get(where)
        seen.append((answer.status_code, way in answer.content.decode()))
    assert seen == [(200, True), (200, False), (200, False)]


# The page of an invitation -------------------------------------------------------------------------------


def test_a_stranger_reads_what_they_are_invited_to_signs_in_and_comes_back(client: Client) -> None:
    community = hidden(name="Ward 7", domain="Nights on the ward")
    invitation = linked(community, message="For the night team.")
    where = f"/invitations/{invitation.token}/"
    answer = client.get(where)
    page = answer.content.decode()
    who = facilitator_of(community).display_name
    for words in (f"{who} invites you to Ward 7", "Nights on the ward", "For the night team."):
        assert words in page
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("private, no-store", "strict-origin")
    assert invitation.token not in page
    ways = re.findall(r'href="(/accounts/[^"]*[?]next=[^"]*)"', page)
    assert ways == [f"/accounts/{way}/?next=/invitations/" for way in ("signup", "login")]
    assert is_session_invited(client.session)
    assert invitation_kept(client.session) == invitation
    assert client.post(where)["Location"] == "/accounts/login/?next=/invitations/"
    person = make_person()
    signed_in = client.post(
        "/accounts/login/?next=/invitations/",
        {"login": person.email, "password": "a long enough password", "next": "/invitations/"},
        follow=True,
    )
    assert signed_in.redirect_chain == [("/invitations/", 302), (where, 302)]
    assert not Membership.objects.filter(person=person).exists()
    done = client.post(where, follow=True)
    assert done.redirect_chain == [(f"/c/{community.slug}/", 302)]
    assert "You belong to Ward 7 now." in done.content.decode()
    assert not is_session_invited(client.session)


def test_whoever_joins_the_network_on_the_way_comes_back_too(client: Client) -> None:
    invitation = mailed(hidden(), "new@example.org")
    client.get(f"/invitations/{invitation.token}/")
    form = {
        "display_name": "Ada Byrne",
        "email": "new@example.org",
        "password1": "correct horse battery",
        "next": "/invitations/",
    }
    answer = client.post("/accounts/signup/", form, follow=True)
    assert answer.redirect_chain[-1][0] == f"/invitations/{invitation.token}/"
    assert "Accept the invitation" in answer.content.decode()


def test_where_only_the_invited_may_join_the_network_an_invitation_opens_the_door(
    client: Client, settings: Any
) -> None:
    settings.SIGN_UP = "invitation"
    forget_ground()
    invitation = linked(hidden())
    closed = client.get("/accounts/signup/").content.decode()
    client.get(f"/invitations/{invitation.token}/")
    opened = client.get("/accounts/signup/?next=/invitations/").content.decode()
    assert ("password1" in closed, "password1" in opened) == (False, True)
    revoke_invitation(facilitator=facilitator_of(invitation.community), invitation=invitation)
    again = client.get("/accounts/signup/").content.decode()
    assert "password1" not in again
    forget_ground()


def test_an_invitation_makes_no_more_accounts_than_it_lets_in(settings: Any) -> None:
    settings.SIGN_UP = "invitation"
    forget_ground()
    invitation = linked(hidden(), most_uses=2)
    form = {"display_name": "Ada Byrne", "password1": "correct horse battery"}
    made, late = [], Client()
    late.get(f"/invitations/{invitation.token}/")
    for number in range(3):
        client = Client()
        client.get(f"/invitations/{invitation.token}/")
        client.post("/accounts/signup/", form | {"email": f"new-{number}@example.org"})
        made.append(Person.objects.filter(email=f"new-{number}@example.org").exists())
    assert made == [True, True, False]
    assert not is_session_invited(late.session)
    refused = late.post("/accounts/signup/", form | {"email": "late@example.org"})
    assert (refused.status_code, Person.objects.filter(email="late@example.org").exists()) == (403, False)
    invitation.refresh_from_db()
    assert (invitation.sign_ups, invitation.uses) == (2, 0)
    ada = Person.objects.get(email="new-0@example.org")
    assert accept_invitation(person=ada, invitation=invitation).role == Role.MEMBER
    forget_ground()


def test_what_was_taken_back_and_what_never_was_look_the_same_and_name_nothing(client: Client) -> None:
    community = hidden(name="Ward 7")
    revoked, used, ended = linked(community), linked(community, 1), linked(community)
    archived = linked(hidden(name="Ward 8"))
    revoke_invitation(facilitator=facilitator_of(community), invitation=revoked)
    accept_invitation(person=make_person(), invitation=used)
    Invitation.objects.filter(pk=ended.pk).update(expires_at=timezone.now())
    archive(archived.community)
    shown = {}
    for name, token in {
        "revoked": revoked.token,
        "unknown": "x" * 43,
        "used": used.token,
        "ended": ended.token,
        "archived": archived.token,
    }.items():
        answer = client.get(f"/invitations/{token}/")
        shown[name] = (answer.status_code, answer.content.decode().replace(token, ""))
        assert "Ward" not in shown[name][1]
        assert client.post(f"/invitations/{token}/").status_code == answer.status_code
    assert shown["revoked"] == shown["unknown"]
    assert {name: status for name, (status, _page) in shown.items()} == {
        "revoked": 404,
        "unknown": 404,
        "used": 410,
        "ended": 410,
        "archived": 410,
    }
    assert len({page for _status, page in shown.values()}) == 4
    assert not is_session_invited(client.session)


def test_an_invitation_taken_back_while_one_signs_in_no_longer_holds(client: Client) -> None:
    invitation = linked(hidden())
    client.get(f"/invitations/{invitation.token}/")
    revoke_invitation(facilitator=facilitator_of(invitation.community), invitation=invitation)
    assert not is_session_invited(client.session)
    assert client.get("/invitations/")["Location"] == "/communities/"


def test_members_and_the_suspended_are_told_so_on_the_page(client: Client) -> None:
    community = hidden()
    member, suspended = make_member(community), make_member(community)
    suspend(suspended, community)
    where = f"/invitations/{linked(community).token}/"
    client.force_login(member)
    page = client.get(where).content.decode()
    assert ("You belong to this community already." in page, "Accept the invitation" in page) == (True, False)
    client.force_login(suspended)
    answer = client.post(where)
    assert (answer.status_code, "is suspended until" in answer.content.decode()) == (403, True)


def test_looking_at_an_invitation_accepts_nothing(client: Client) -> None:
    invitation, person = linked(hidden()), make_person()
    client.force_login(person)
    assert "Accept the invitation" in client.get(f"/invitations/{invitation.token}/").content.decode()
    assert not Membership.objects.filter(person=person).exists()


# The facilitators' page ----------------------------------------------------------------------------------


def test_facilitators_invite_from_the_page_and_see_who_came(client: Client) -> None:
    community = hidden()
    client.force_login(facilitator_of(community))
    where = f"/c/{community.slug}/manage/invitations/"
    wrong = client.post(
        where, {"part": "mail", "email": "nonsense", "role": "20", "days": "30", "message": "Hi"}
    )
    assert (wrong.status_code, "Hi</textarea>" in wrong.content.decode()) == (422, True)
    form = {"part": "mail", "email": "ada@example.org", "role": "20", "days": "30"}
    assert "is on its way to ada@example.org" in client.post(where, form, follow=True).content.decode()
    twice = client.post(where, form)
    assert (twice.status_code, "is invited already" in twice.content.decode()) == (422, True)
    link = {"part": "link", "most_uses": "3", "role": "10", "days": "7"}
    page = client.post(where, link, follow=True).content.decode()
    made = Invitation.objects.get(email="")
    assert f'readonly value="http://testserver/invitations/{made.token}/"' in page
    accept_invitation(person=make_person("Came Along"), invitation=made)
    page = client.get(where).content.decode()
    assert ("Came Along" in page, "1 of 3 have come by it" in page) == (True, True)
    client.post(f"{where}{made.pk}/revoke/")
    opened, ended = client.get(where).content.decode(), client.get(f"{where}?show=ended").content.decode()
    assert (made.token in opened + ended, "Came Along" in ended, "taken back" in ended) == (False, True, True)
    mailed_one = Invitation.objects.get(email="ada@example.org")
    assert client.post(f"{where}{mailed_one.pk}/mail/").status_code == 302


def test_nobody_else_sees_invitations(client: Client) -> None:
    community, listed = hidden(), by_request()
    invitation, other = linked(community), linked(listed)
    where = [f"/c/{place.slug}/manage/invitations/" for place in (community, listed)]
    elsewhere = make_member(by_request(), role=Role.FACILITATOR)
    for person in (make_person(), elsewhere):
        client.force_login(person)
        assert [client.get(path).status_code for path in where] == [404, 403]
        assert client.post(f"{where[0]}{invitation.pk}/revoke/").status_code == 404
        assert client.post(f"{where[1]}{other.pk}/revoke/").status_code == 403
    client.force_login(make_member(community, role=Role.MODERATOR))
    assert client.get(where[0]).status_code == 403
    client.force_login(facilitator_of(community))
    assert client.post(f"{where[0]}{other.pk}/revoke/").status_code == 404
    assert client.post(f"{where[0]}{invitation.pk}/revoke/").status_code == 302
    client.force_login(make_steward())
    assert [client.get(path).status_code for path in where] == [200, 200]


def test_invitations_cost_the_same_however_many_there_are(client: Client) -> None:
    counts = []
    for many in (1, 30):
        community = hidden()
        for number in range(many):
            invitation = linked(community)
            if number % 2 == 0:
                accept_invitation(person=make_person(), invitation=invitation)
        client.force_login(facilitator_of(community))
        client.get("/settings/")  # fills the rail
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/c/{community.slug}/manage/invitations/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1], counts


def test_invitations_go_on_where_a_page_ended(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forum.communities.selectors.invitations.INVITATIONS_ON_A_PAGE", 2)
    community = hidden()
    for name in "abc":
        mailed(community, f"{name}@example.org")
    client.force_login(facilitator_of(community))
    where = f"/c/{community.slug}/manage/invitations/"
    first = client.get(where).content.decode()
    second = client.get(f"{where}?before={re.findall(r'before=([0-9]+)', first)[0]}").content.decode()
    assert [re.findall(r"<strong>(.)@example", page) for page in (first, second)] == [["c", "b"], ["a"]]


def test_a_person_who_is_gone_leaves_the_invitation_standing(client: Client) -> None:
    community = hidden()
    inviter = make_member(community, role=Role.FACILITATOR)
    invitation = invite_by_link(inviter=inviter, community=community, most_uses=1)
    Person.objects.filter(pk=inviter.pk).delete()
    page = client.get(f"/invitations/{invitation.token}/").content.decode()
    assert f"You are invited to {community.name}" in page
