"""Inviting a whole list: how it is read, what is said of each line, and that all of it happens or nothing."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from forum.communities.actions import batches
from forum.communities.actions import invitations as actions
from forum.communities.actions.batches import invite_many
from forum.communities.actions.invitations import accept_invitation, invite_by_mail
from forum.communities.address_lists import UnreadableList, decoded, read_list
from forum.communities.models import Change, Invitation, InvitationBatch, Role
from forum.communities.selectors.lists import sorted_list
from forum.core.verdicts import Invalid, Refused
from forum.invariants.selectors import breaches
from tests.factories import make_community, make_member, make_person
from tests.forum.communities.test_asking import asks, by_request, facilitator_of, letters
from tests.forum.communities.test_inviting import archive, hidden


def cells(text: str) -> list[tuple[int, str, str, str, str]]:
    return [
        (line.number, *(line[column] for column in ("email", "name", "role", "message")))
        for line in read_list(text)
    ]


# Reading -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "ada@b.example,Ada Byrne,guest,Come by\nbo@b.example",
        "ada@b.example;Ada Byrne;guest;Come by\nbo@b.example",
        "ada@b.example\tAda Byrne\tguest\tCome by\r\nbo@b.example\r\n",
        "\ufeffada@b.example,Ada Byrne,guest,Come by\rbo@b.example\r",
        '"ada@b.example", "Ada Byrne", "guest", "Come by"\n"bo@b.example"',
        "Ada Byrne <ada@b.example>,,guest,Come by\nbo@b.example",
    ],
)
def test_a_list_is_read_whatever_stands_between_its_columns(text: str) -> None:
    assert cells(text) == [
        (1, "ada@b.example", "Ada Byrne", "guest", "Come by"),
        (2, "bo@b.example", "", "", ""),
    ]


@pytest.mark.parametrize(
    "heading", ["Role;E-Mail;Ward;Name", "role;email;ward;name", "ROLE; Mail ; x ;Full name"]
)
def test_a_heading_says_which_column_is_which(heading: str) -> None:
    assert cells(f"{heading}\nguest;ada@b.example;7;Ada") == [(2, "ada@b.example", "Ada", "guest", "")]


def test_a_message_may_run_over_lines_and_the_next_line_knows_its_number() -> None:
    text = 'a@b.example,,,"One\ntwo"\n\nc@d.example'
    assert cells(text) == [(1, "a@b.example", "", "", "One\ntwo"), (4, "c@d.example", "", "", "")]


@pytest.mark.parametrize(
    "data",
    ["émile@b.example,Émile".encode(), "émile@b.example,Émile".encode("utf-8-sig"),
     "émile@b.example,Émile".encode("latin-1"), "émile@b.example,Émile".encode("utf-16")],
)  # fmt: skip
def test_files_are_read_in_the_encodings_that_spreadsheets_write(data: bytes) -> None:
    assert cells(decoded(data)) == [(1, "émile@b.example", "Émile", "", "")]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There is no line with an address in it."),
        ("email,name\n", "There is no line with an address in it."),
        (" ,,\n\n", "There is no line with an address in it."),
        ("a@b.example\n" * 2001, "This list has 2001 lines; 2000 can be read at once. Send it in parts."),
        ("é" * 262_145, "This list is too long; 512 kB can be read at once. Send it in parts."),
    ],
)
def test_what_is_no_list_or_too_long_is_said(text: str, sentence: str) -> None:
    with pytest.raises(UnreadableList) as caught:
        read_list(text)
    assert caught.value.sentence == sentence


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
def test_whatever_is_pasted_is_read_or_refused_with_a_sentence(text: str) -> None:
    try:
        lines = read_list(text)
    except UnreadableList:
        return
    assert all(line.number >= 1 for line in lines)


@given(st.binary(max_size=400))
def test_whatever_is_uploaded_is_text(data: bytes) -> None:
    assert isinstance(decoded(data), str)


# What is said of each line -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_every_line_is_told_what_becomes_of_it() -> None:
    community = by_request()
    make_member(community, make_person(email="member@b.example"))
    make_member(by_request(), make_person(email="account@b.example"))
    asks(community, make_person(email="asks@b.example"))
    invite_by_mail(inviter=facilitator_of(community), community=community, email="open@b.example")
    ran_out = timezone.now() - timedelta(days=40)
    invite_by_mail(inviter=facilitator_of(community), community=community, email="out@b.example", now=ran_out)
    text = "\n".join(
        [
            "new@b.example,New",
            "account@b.example",
            "out@b.example",
            "MEMBER@b.example",
            "Open@b.example",
            "asks@b.example",
            "New@B.example",
            "no address",
            ",Nobody",
            "x@b.example,,moderator",
            f"y@b.example,,,{'x' * 1001}",
            "z@b.example,w@b.example",
        ]
    )
    found = sorted_list(community, text, role=Role.MEMBER, message="", now=timezone.now())
    assert [(each.line, each.outcome.value, each.note) for each in found] == [
        (1, "invited", ""),
        (2, "invited", ""),
        (3, "invited", ""),
        (4, "belongs", ""),
        (5, "open", ""),
        (6, "asked", "Their request waits for an answer; this list does not answer it."),
        (7, "twice", "The same address as line 1."),
        (8, "broken", "This is no mail address."),
        (9, "broken", "There is no address in it."),
        (10, "broken", "People are invited as guests or as members."),
        (11, "broken", "The message is longer than 1,000 characters."),
        (12, "broken", "There is more than one address in it: give each a line of its own."),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "cell", ["(" * 900 + "<", "<" + "(" * 300, ":" * 390 + "<", "(" * 100_000, "<a@" * 9_000]
)
def test_an_address_that_nobody_could_take_apart_breaks_its_line_alone(cell: str) -> None:
    found = sorted_list(hidden(), f"{cell}\nbo@b.example", role=Role.MEMBER, message="", now=timezone.now())
    assert [each.outcome for each in found] == ["broken", "invited"]


@pytest.mark.django_db
def test_a_quotation_mark_that_is_not_closed_breaks_its_line() -> None:
    text = 'a@b.example\n"c@d.example\ne@f.example'
    found = sorted_list(by_request(), text, role=20, message="", now=timezone.now())
    assert [(each.line, each.outcome.value) for each in found] == [(1, "invited"), (2, "broken")]
    assert found[1].note == "A quotation mark is not closed, so that lines run together."


@pytest.mark.django_db
def test_a_list_costs_the_same_however_long_it_is() -> None:
    community, counts = by_request(), []
    make_member(community, make_person(email="p0@b.example"))
    for many in (1, 300):
        text = "\n".join(f"p{number}@b.example" for number in range(many))
        with CaptureQueriesContext(connection) as queries:
            sorted_list(community, text, role=20, message="", now=timezone.now())
        counts.append(len(queries))
    assert counts == [5, 5]


# Inviting them -------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_all_good_lines_are_invited_together_and_the_report_says_what_came_out() -> None:
    community = hidden()
    facilitator = facilitator_of(community)
    text = "email,name,role,message\na@b.example,Ann,guest,\nbroken,,,\nc@d.example,Cy,,Own words"
    batch = invite_many(
        inviter=facilitator, community=community, name="team.csv", text=text, message="For all", days=7
    )
    made = list(Invitation.objects.order_by("id"))
    assert [(each.email, each.role, each.message, each.batch) for each in made] == [
        ("a@b.example", Role.GUEST, "For all", batch),
        ("c@d.example", Role.MEMBER, "Own words", batch),
    ]
    assert {each.expires_at - each.created_at for each in made} == {timedelta(days=7)}
    assert batch.report == [
        {"line": 2, "email": "a@b.example", "name": "Ann", "outcome": "invited", "note": ""},
        {"line": 3, "email": "broken", "name": "", "outcome": "broken", "note": "This is no mail address."},
        {"line": 4, "email": "c@d.example", "name": "Cy", "outcome": "invited", "note": ""},
    ]
    assert letters() == [{"invitation_id": each.pk} for each in made]
    noted = Change.objects.get(verb="invited")
    assert (noted.actor, noted.details) == (facilitator, {"way": "list", "count": 2, "batch": batch.pk})
    assert breaches() == []


@pytest.mark.django_db
def test_if_one_fails_nobody_is_invited(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_more: object) -> None:
        raise RuntimeError("on the way")

    community = hidden()
    monkeypatch.setattr(batches, "note_invited", broken)
    with pytest.raises(RuntimeError):
        invite_many(
            inviter=facilitator_of(community), community=community, name="", text="a@b.example\nc@d.example"
        )
    assert (Invitation.objects.count(), InvitationBatch.objects.count(), letters()) == (0, 0, [])


@pytest.mark.django_db
def test_a_list_without_anybody_to_invite_or_with_too_many_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    community = hidden()
    facilitator = facilitator_of(community)
    with pytest.raises(Invalid, match="Nobody in this list can be invited"):
        invite_many(inviter=facilitator, community=community, name="", text="nonsense")
    monkeypatch.setattr(actions, "MOST_MAILED_A_DAY", 1)
    with pytest.raises(Refused, match="can invite 1 people by mail in a day"):
        invite_many(inviter=facilitator, community=community, name="", text="a@b.example\nc@d.example")
    assert Invitation.objects.count() == 0


@pytest.mark.django_db
def test_only_facilitators_of_a_living_community_invite_lists() -> None:
    community = hidden()
    outsiders = [
        make_person(),
        make_member(community, role=Role.MODERATOR),
        make_member(make_community(), role=40),
    ]
    for person in outsiders:
        with pytest.raises(Refused, match="Only facilitators"):
            invite_many(inviter=person, community=community, name="", text="a@b.example")
    archive(community)
    with pytest.raises(Refused, match="archived"):
        invite_many(inviter=facilitator_of(community), community=community, name="", text="a@b.example")


# By the pages --------------------------------------------------------------------------------------------


def carried(page: str) -> str:
    return re.findall(r'name="seen" value="([^"]*)"', page)[0]


@pytest.mark.django_db
def test_a_list_is_looked_at_first_and_invited_with_a_second_button(client: Client) -> None:
    community = hidden()
    client.force_login(facilitator_of(community))
    where = f"/c/{community.slug}/manage/invitations/list/"
    assert client.get(where).status_code == 200
    file = SimpleUploadedFile("team.csv", "emile@b.example;Émile\nbroken\n".encode("latin-1"))
    form = {"step": "invite", "role": "20", "days": "30", "message": ""}
    looked = client.post(where, form | {"file": file})
    page = looked.content.decode()
    assert (looked.status_code, Invitation.objects.count()) == (
        200,
        0,
    )  # whatever the button, it is shown first
    assert ("will be invited" in page, "cannot be used" in page, "Invite 1 person" in page) == (
        True,
        True,
        True,
    )
    assert "emile@b.example;Émile\nbroken</textarea>" in page
    again = {"text": "emil@b.example;Émile\r\nbroken", "name": "team.csv"}
    changed = client.post(where, form | again | {"seen": carried(page)})
    assert (changed.status_code, Invitation.objects.count()) == (
        200,
        0,
    )  # it is another list than the one shown
    sent = client.post(where, form | again | {"seen": carried(changed.content.decode())}, follow=True)
    batch = InvitationBatch.objects.get()
    assert sent.redirect_chain == [(f"/c/{community.slug}/manage/invitations/batches/{batch.pk}/", 302)]
    page = sent.content.decode()
    assert ("1 invitation is on its way." in page, "What became of team.csv" in page) == (True, True)
    assert batch.name in client.get(f"/c/{community.slug}/manage/invitations/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04\x14\x00\x06\x00\x08",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x01\x02",
        bytes(range(256)) * 4,
    ],
)
def test_a_file_that_is_no_text_is_told_at_its_field(client: Client, data: bytes) -> None:
    community = hidden()
    client.force_login(facilitator_of(community))
    form = {"step": "check", "role": "20", "days": "30", "file": SimpleUploadedFile("team.xlsx", data)}
    answer = client.post(f"/c/{community.slug}/manage/invitations/list/", form)
    page = answer.content.decode()
    said = "This is no text file. Save the list as CSV in your spreadsheet, and choose that file."
    assert (answer.status_code, f'id="id_file_error"><li>{said}</li>' in page, "<table" in page) == (
        422,
        True,
        False,
    )


@pytest.mark.django_db
def test_who_came_in_between_is_passed_over(client: Client) -> None:
    community = hidden()
    client.force_login(facilitator_of(community))
    where = f"/c/{community.slug}/manage/invitations/list/"
    form = {"step": "check", "role": "20", "days": "30", "message": "", "text": "a@b.example\nc@d.example"}
    page = client.post(where, form).content.decode()
    assert "Invite 2 people" in page
    link = actions.invite_by_link(inviter=facilitator_of(community), community=community, most_uses=1)
    accept_invitation(person=make_person(email="a@b.example"), invitation=link)
    client.post(where, form | {"step": "invite", "seen": carried(page)})
    assert [row["outcome"] for row in InvitationBatch.objects.get().report] == ["belongs", "invited"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"text": ""}, "Choose a file or paste the list here."),
        ({"text": "a@b.example\n" * 2001}, "This list has 2001 lines"),
        ({"text": "a@b.example", "days": "91"}, "Use at most 90."),
    ],
)
def test_what_cannot_be_looked_at_comes_back_with_a_sentence(
    client: Client, form: dict[str, str], sentence: str
) -> None:
    community = hidden()
    client.force_login(facilitator_of(community))
    answer = client.post(
        f"/c/{community.slug}/manage/invitations/list/", {"step": "check", "role": "20", "days": "30", **form}
    )
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)


@pytest.mark.django_db
def test_a_file_that_is_too_long_is_refused(client: Client) -> None:
    community = hidden()
    client.force_login(facilitator_of(community))
    file = SimpleUploadedFile("team.csv", b"a" * (512 * 1024 + 1))
    form = {"step": "check", "role": "20", "days": "30", "file": file}
    answer = client.post(f"/c/{community.slug}/manage/invitations/list/", form)
    assert (answer.status_code, "This file is too long" in answer.content.decode()) == (422, True)


@pytest.mark.django_db
def test_the_report_is_kept_as_a_file_in_which_nothing_is_a_formula(client: Client) -> None:
    community = hidden()
    facilitator = facilitator_of(community)
    text = 'a@b.example,"=HYPERLINK(""x"")"\n+c@d.example,-1\n@sum(1),\t=2'
    batch = invite_many(inviter=facilitator, community=community, name="", text=text)
    client.force_login(facilitator)
    answer = client.get(f"/c/{community.slug}/manage/invitations/batches/{batch.pk}/report.csv")
    assert answer["Content-Disposition"] == f'attachment; filename="invitations-{batch.pk}.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["line", "address", "name", "outcome", "note"]
    assert [row[:4] for row in rows[1:]] == [
        ["1", "a@b.example", '\'=HYPERLINK("x")', "invited"],
        ["2", "'+c@d.example", "'-1", "invited"],
        ["3", "'@sum(1)", "'=2", "cannot be used"],
    ]


@pytest.mark.django_db
def test_nobody_else_sees_lists(client: Client) -> None:
    community, listed = hidden(), by_request()
    kept = {
        place.slug: invite_many(inviter=facilitator_of(place), community=place, name="x", text="a@b.example")
        for place in (community, listed)
    }
    paths = [
        f"/c/{place.slug}/manage/invitations/{path}"
        for place in (community, listed)
        for path in ("list/", f"batches/{kept[place.slug].pk}/", f"batches/{kept[place.slug].pk}/report.csv")
    ]
    client.force_login(make_member(make_community(), role=Role.FACILITATOR))
    assert [client.get(path).status_code for path in paths] == [404] * 3 + [403] * 3
    client.force_login(make_member(community, role=Role.MODERATOR))
    assert [client.get(path).status_code for path in paths[:3]] == [403] * 3
    client.force_login(facilitator_of(listed))
    elsewhere = f"/c/{listed.slug}/manage/invitations/batches/{kept[community.slug].pk}/"
    assert [client.get(path).status_code for path in (*paths[3:], elsewhere)] == [200, 200, 200, 404]


@pytest.mark.django_db
def test_the_whole_list_is_invited_with_a_fixed_number_of_queries() -> None:
    counts = []
    for many in (1, 60):
        community = hidden()
        facilitator = facilitator_of(community)
        text = "\n".join(f"p{number}-{many}@b.example" for number in range(many))
        with CaptureQueriesContext(connection) as queries:
            invite_many(inviter=facilitator, community=community, name="", text=text)
        counts.append(len(queries))
    assert counts[0] == counts[1], counts
