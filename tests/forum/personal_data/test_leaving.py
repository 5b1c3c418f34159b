"""Closing one's account: nothing personal is left, and threads stay whole."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoCaptureOnCommitCallbacks

from forum.chat.actions.direct import block_person, open_direct_room
from forum.chat.actions.messages import edit_message
from forum.chat.actions.reactions import react_to_message
from forum.chat.actions.reading import read_room
from forum.chat.models import MessageMention
from forum.communities.actions.invitations import accept_invitation, invite_by_mail
from forum.communities.models import (
    Change,
    Community,
    Invitation,
    InvitationBatch,
    JoiningRequest,
    Membership,
    Role,
    Verb,
)
from forum.core.signs_of_life import SILENCE
from forum.core.verdicts import Invalid, Refused, TooMany
from forum.discussions.actions.drafts import keep_draft
from forum.discussions.actions.edits import edit_post
from forum.discussions.actions.files import attachment_markdown, store_upload
from forum.discussions.actions.marks import accept_answer, bookmark_post, react
from forum.discussions.models import Board, HeldPost, Post, Topic
from forum.invariants.selectors import breaches
from forum.people.actions.leaving import HANDLES_KEPT_BACK, free_old_handles
from forum.people.actions.pictures import show_picture
from forum.people.actions.placeholders import adopt_placeholder
from forum.people.actions.profiles import change_profile
from forum.people.models import Application, FormerHandle, Person
from forum.personal_data.actions import seeing_off
from forum.personal_data.actions.carrying import carry_out
from forum.personal_data.actions.exports import request_export
from forum.personal_data.actions.leaving import close_account
from forum.personal_data.actions.seeing_off import resume_abandoned_departures, see_off
from forum.personal_data.models import DataExport, Departure
from tests.factories import (
    make_board,
    make_community,
    make_member,
    make_person,
    make_placeholder,
    make_reply,
    make_steward,
    make_topic,
)
from tests.factories.people import PASSWORD
from tests.forum.chat.test_sending import say
from tests.forum.discussions.uploads import picture

pytestmark = pytest.mark.django_db
NAME, HANDLE, ADDRESS = "Zenobia Quartermaine", "zenobiaq", "zq@quartermaine.example"
PERSONAL = re.compile("quartermaine|zenobia", re.IGNORECASE)
KEEP, BLANK = Departure.Wish.KEEP, Departure.Wish.BLANK


@pytest.fixture
def board() -> Board:
    return make_board(make_community("The loom", visibility="open"), kind="questions")


@pytest.fixture
def leaver(board: Board) -> Person:
    person = make_person(
        NAME, handle=HANDLE, email=ADDRESS, affiliation="Quartermaine College", bio="I am Zenobia."
    )
    EmailAddress.objects.create(user=person, email=ADDRESS, verified=True, primary=True)
    return make_member(board.community, person)


def leave(person: Person, wish: str = KEEP) -> Departure:
    """Close the account and let the job do its part."""
    departure = close_account(person=person, wish=wish, handle=person.handle, password=PASSWORD)
    return see_off(departure_id=departure.pk, attempt=departure.attempt)


def places_that_name_them() -> set[str]:
    """Every table and column of the database in which their name, handle or address is found."""
    found = set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND data_type IN ('text', 'character varying', 'json', 'jsonb', 'ARRAY')"
        )
        for table, column in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" WHERE "{column}"::text ~* %s', [PERSONAL.pattern])
            if cursor.fetchone() != (0,):
                found.add(f"{table}.{column}")
    return found


def lived_through(board: Board, leaver: Person, client: Client) -> tuple[Topic, Topic]:
    """A whole life here: a topic of their own that others answered, one that nobody did, and everything else."""
    asked, answer = _talked(board, leaver)
    alone = make_topic(board, author=leaver)
    _said_in_rooms(board.community, leaver)
    _kept_for_themselves(board, leaver, asked, answer)
    _came_and_brought_others(board.community, leaver)
    _was_known(leaver)
    carry_out(export_id=request_export(person=leaver).pk, attempt=1)
    client.force_login(leaver)
    assert client.get("/settings/").status_code == 200
    return asked, alone


def _talked(board: Board, leaver: Person) -> tuple[Topic, Post]:
    """Their question with a file and a second wording, and the answer of somebody whose question they settled."""
    other = make_member(board.community)
    file = store_upload(owner=leaver, upload=SimpleUploadedFile("plan.txt", b"words"))
    asked = make_topic(board, author=leaver, type="question", body=f"How? {attachment_markdown(file)}")
    edit_post(
        editor=leaver, post=asked.posts.get(), body=f"How else? {attachment_markdown(file)}", revision=1
    )
    answer = make_reply(asked, author=other)
    make_reply(asked, author=other, parent=make_reply(asked, author=leaver, parent=answer))
    theirs = make_topic(board, author=other, type="question")
    accept_answer(person=other, post=make_reply(theirs, author=leaver))
    return asked, answer


def _said_in_rooms(community: Community, leaver: Person) -> None:
    """A message in the common room, changed once; one alone with somebody; a reaction, a block, being named."""
    room, other = community.rooms.get(), make_member(community)
    message = say(leaver, room, "I was here.")
    edit_message(editor=leaver, message=message, body="I am here.", revision=1)
    theirs = say(other, room, "Welcome.")
    react_to_message(person=leaver, message=theirs, kind="thanks")
    MessageMention.objects.create(message=theirs, person=leaver)
    say(leaver, open_direct_room(person=leaver, other=other), "Just for you.")
    read_room(reader=leaver, room=room, seq=1)
    block_person(person=leaver, blocked=make_member(community))
    block_person(person=make_member(community), blocked=leaver)


def _kept_for_themselves(board: Board, leaver: Person, asked: Topic, answer: Post) -> None:
    react(person=leaver, post=answer, kind="thanks")
    bookmark_post(person=leaver, post=answer)
    keep_draft(person=leaver, place=board, body="Zenobia's draft.")
    store_upload(owner=leaver, upload=SimpleUploadedFile("zenobia.txt", b"x"))
    HeldPost.objects.create(author=leaver, board=board, topic=asked, source="Zenobia waits.")


def _came_and_brought_others(community: Community, leaver: Person) -> None:
    """Asked to join, invited and was invited, by mail and in a list."""
    closed, soon = make_community(visibility="private"), timezone.now() + timedelta(days=3)
    JoiningRequest.objects.create(community=closed, person=leaver, answers=[{"answer": "I am Zenobia"}])
    Invitation.objects.create(
        community=community, token="a" * 43, invited_by=leaver, message="Yours, Zenobia", expires_at=soon
    )
    Invitation.objects.create(community=closed, token="b" * 43, email=ADDRESS.upper(), expires_at=soon)
    line = {"line": 1, "email": ADDRESS, "outcome": "sent", "note": "for Zenobia"}
    InvitationBatch.objects.create(
        community=closed, name="list.csv", report=[line, line | {"email": "b@c.example", "note": "a note"}]
    )


def _was_known(leaver: Person) -> None:
    """To stewards, in the log, in an archive, and by a picture and two handles."""
    Application.objects.create(person=leaver, reason="Zenobia would like to")
    Change.objects.create(verb=Verb.PERSON_ADMITTED, person=leaver, about=NAME)
    Change.objects.create(verb=Verb.ROLE_GIVEN, person=leaver, about=f"{NAME}: moderator")
    Authenticator.objects.create(user=leaver, type="totp", data={"secret": "x"})
    name = make_placeholder(NAME, handle="zenobia-old", source_address=ADDRESS)
    adopt_placeholder(person=leaver, placeholder=name, proven=True)
    show_picture(actor=leaver, person=leaver, upload=SimpleUploadedFile("me.png", picture()))
    change_profile(actor=leaver, person=leaver, handle="quartermaine")
    change_profile(actor=leaver, person=leaver, handle=HANDLE)


@pytest.mark.parametrize("wish", [KEEP, BLANK])
def test_nothing_personal_is_left_in_any_table(
    client: Client,
    board: Board,
    leaver: Person,
    wish: str,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    lived_through(board, leaver, client)
    before = Person.objects.get(pk=leaver.pk)
    files = [str(before.avatar.name), str(DataExport.objects.get().file.name)]
    assert {
        "forum_person.display_name",
        "forum_draft.body",
        "forum_invitationbatch.report",
    } <= places_that_name_them()
    with django_capture_on_commit_callbacks(execute=True):
        departure = close_account(person=before, wish=wish, handle=HANDLE, password=PASSWORD)
    # At once, but for words of posts that a job takes back; none of them names anybody.
    assert places_that_name_them() == {"forum_formerhandle.handle"}
    departure = see_off(departure_id=departure.pk, attempt=1)
    assert places_that_name_them() == {"forum_formerhandle.handle"}
    assert [default_storage.exists(name) for name in files] == [False, False]
    assert not any(
        row.get_decoded().get("_auth_user_id") == str(leaver.pk) for row in Session.objects.iterator()
    )
    former = Person.objects.get(pk=leaver.pk)
    assert (former.kind, former.handle, former.display_name, former.email, former.is_active, former.avatar_url) == (
        "former", f"former-{former.pk}", "Former member", None, False, "",
    )  # fmt: skip
    assert former.has_usable_password() is False
    assert not Membership.objects.filter(person=former).exists()
    assert set(Invitation.objects.values_list("state", flat=True)) == {"revoked"}
    report = InvitationBatch.objects.get().report
    assert [(line["email"], line["note"]) for line in report] == [
        ("", ""),
        ("b@c.example", "a note"),
    ]
    assert breaches() == []
    assert free_old_handles(departure.closed_at + HANDLES_KEPT_BACK) == 0
    assert free_old_handles(departure.closed_at + HANDLES_KEPT_BACK + timedelta(seconds=1)) == 2
    assert places_that_name_them() == set()


def test_an_address_that_one_only_typed_revokes_no_invitation_of_somebody_else() -> None:
    community, batch = make_community(), InvitationBatch(name="list.csv")
    line = {"line": 1, "outcome": "invited", "note": ""}
    batch.community = community
    batch.report = [line | {"email": each} for each in ("ada@uni.example", "eve@evil.example")]
    batch.save()
    chair = community.memberships.get(role=Role.FACILITATOR).person
    ada, eve = (
        invite_by_mail(inviter=chair, community=community, email=each)
        for each in ("ada@uni.example", "eve@evil.example")
    )
    Invitation.objects.update(batch=batch)
    pretender = make_person(email="ada@uni.example")
    for address in ("ada@uni.example", "third@uni.example"):
        EmailAddress.objects.create(user=pretender, email=address, verified=False)
    accept_invitation(person=pretender, invitation=eve)
    leave(pretender)
    assert [Invitation.objects.get(pk=each.pk).email for each in (ada, eve)] == ["ada@uni.example", ""]
    assert Invitation.objects.get(pk=ada.pk).is_good(timezone.now())
    batch.refresh_from_db()
    assert [row["email"] for row in batch.report] == ["ada@uni.example", ""]


def test_what_they_wrote_stays_whole_without_their_name(client: Client, board: Board, leaver: Person) -> None:
    asked, alone = lived_through(board, leaver, client)
    helpful = Topic.objects.get(pk=asked.pk).helpful_count
    make_reply(asked, parent=asked.posts.get(number=1))
    before = _shape(asked), _shape(alone)
    count = board.community.memberships.count()
    assert NAME in client.get(asked.get_absolute_url()).content.decode()
    departure = leave(Person.objects.get(pk=leaver.pk))
    assert (departure.ended_at is not None, departure.total) == (True, 0)
    assert (_shape(asked), _shape(alone)) == before
    assert Topic.objects.get(pk=asked.pk).helpful_count == helpful
    page = Client().get(asked.get_absolute_url()).content.decode()
    assert (page.count('<span class="who">Former member</span>'), NAME in page, "former-" in page) == (
        2,
        False,
        False,
    )
    board.community.refresh_from_db()
    assert board.community.member_count == count - 1 == board.community.memberships.count()
    assert Client().get(f"/c/{board.community.slug}/").status_code == 200
    assert breaches() == []


def _shape(topic: Topic) -> list[tuple[int, bool, int]]:
    rows = topic.posts.order_by("number")
    return [(post.number, post.removed_at is None, post.reply_count) for post in rows]


def test_what_they_wrote_is_removed_and_answers_of_others_stay(
    client: Client, board: Board, leaver: Person
) -> None:
    asked, alone = lived_through(board, leaver, client)
    departure = leave(Person.objects.get(pk=leaver.pk), BLANK)
    assert (departure.done, departure.total) == (8, 8)  # four posts, two messages, a reaction to either kind
    asked.refresh_from_db()
    alone.refresh_from_db()
    assert (asked.removed_at, asked.post_count, alone.removed_at is None) == (None, 2, False)
    assert _shape(asked) == [(1, False, 1), (2, True, 1), (3, False, 1), (4, True, 0)]
    assert set(Post.objects.filter(author=leaver).values_list("source", "html")) == {("", "")}
    page = Client().get(asked.get_absolute_url()).content.decode()
    assert page.count("Taken back by its author.") == 2
    assert not Topic.objects.filter(accepted_post__author=leaver).exists()
    assert (asked.helpful_count, asked.posts.get(number=2).reaction_counts) == (0, {})
    assert breaches() == []


def test_links_to_them_lead_nowhere_and_their_handle_is_kept_back(client: Client, leaver: Person) -> None:
    change_profile(actor=leaver, person=leaver, handle="short")
    departure = leave(leaver)
    urls = [f"/people/{handle}/" for handle in ("short", HANDLE, f"former-{leaver.pk}", "never-there")]
    assert [client.get(url).status_code for url in urls] == [404] * 4
    form = {"email": "new@example.org", "password1": "correct horse battery", "display_name": HANDLE}
    assert client.post("/accounts/signup/", form).status_code == 302
    newcomer = Person.objects.get(email="new@example.org")
    assert newcomer.handle == f"{HANDLE}-2"
    free_old_handles(departure.closed_at + timedelta(days=91))
    assert not FormerHandle.objects.exists()
    change_profile(actor=newcomer, person=newcomer, handle=HANDLE)


# Who may ---------------------------------------------------------------------------------------------------


def test_the_last_facilitator_and_the_last_steward_learn_what_to_do_first(client: Client) -> None:
    Person.objects.filter(is_steward=True).update(is_steward=False)
    steward = make_steward()
    one, two = (make_community(name, facilitator=steward) for name in ("Weaving", "Dyeing"))
    client.force_login(steward)
    Person.objects.filter(is_steward=True).exclude(pk=steward.pk).update(is_steward=False)
    with pytest.raises(Refused, match="Nobody else looks after this network"):
        close_account(person=steward, wish=KEEP, handle=steward.handle, password=PASSWORD)
    assert "Nobody else looks after this network." in client.get("/settings/leaving/").content.decode()
    make_steward()
    sentence = (
        "You are the last facilitator of Dyeing and Weaving. Let someone take over there, or ask a steward to"
    )
    with pytest.raises(Refused, match=sentence):
        close_account(person=steward, wish=KEEP, handle=steward.handle, password=PASSWORD)
    page = client.get("/settings/leaving/").content.decode()
    assert (sentence in page, "Close my account for good" in page) == (True, False)
    for community in (one, two):
        make_member(community, role=Role.FACILITATOR)
    assert "Close my account for good" in client.get("/settings/leaving/").content.decode()
    assert leave(steward).ended_at is not None
    assert breaches() == []


def test_who_leaves_says_so_twice(client: Client, leaver: Person) -> None:
    client.force_login(leaver)
    form = {"wish": "keep", "handle": HANDLE, "password": PASSWORD}
    for change, sentence in (
        ({"handle": "somebody"}, "This is not your handle."),
        ({"password": "wrong"}, "This is not your password."),
        ({"wish": ""}, "Choose what is to become of what you wrote."),
    ):
        response = client.post("/settings/leaving/", form | change)
        assert (response.status_code, sentence in response.content.decode()) == (422, True)
    assert Person.objects.get(pk=leaver.pk).kind == "human"
    response = client.post("/settings/leaving/", form | {"handle": f"@{HANDLE.upper()}"})
    assert (response.status_code, response["Location"].startswith("/left/")) == (302, True)
    assert client.get("/settings/").status_code == 302
    said = client.get(response["Location"]).content.decode()
    assert "Your account is closed" in said and "What you wrote stays" in said
    assert client.get("/left/1:nonsense/").status_code == 404


def test_passwords_are_not_guessed_here(leaver: Person) -> None:
    for _attempt in range(5):
        with pytest.raises(Invalid, match="This is not your password"):
            close_account(person=leaver, wish=KEEP, handle=HANDLE, password="wrong")
    with pytest.raises(TooMany):
        close_account(person=leaver, wish=KEEP, handle=HANDLE, password=PASSWORD)


def test_who_has_no_password_has_signed_in_just_now(leaver: Person) -> None:
    leaver.set_unusable_password()
    leaver.save()
    now = timezone.now()
    for signed_in_at in (None, now - timedelta(minutes=16)):
        with pytest.raises(Refused, match="sign in once more"):
            close_account(person=leaver, wish=KEEP, handle=HANDLE, signed_in_at=signed_in_at, now=now)
    recently = now - timedelta(minutes=14)
    assert close_account(person=leaver, wish=KEEP, handle=HANDLE, signed_in_at=recently, now=now)


def test_who_has_left_cannot_come_in_again(client: Client, leaver: Person) -> None:
    elsewhere = Client()
    elsewhere.force_login(leaver)
    leave(leaver)
    assert elsewhere.get("/settings/").status_code == 302
    form = {"login": ADDRESS, "password": PASSWORD}
    assert client.post("/accounts/login/", form).status_code == 200
    with pytest.raises(Refused):
        close_account(person=Person.objects.get(pk=leaver.pk), wish=KEEP, handle=f"former-{leaver.pk}")


# The job ---------------------------------------------------------------------------------------------------


def test_removing_goes_on_where_it_was_left(
    board: Board, leaver: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.discussions.actions.leaving.AT_ONCE", 2)
    topic = make_topic(board)
    for _ in range(5):
        make_reply(topic, author=leaver)
    departure = close_account(person=leaver, wish=BLANK, handle=HANDLE, password=PASSWORD)
    told = []

    def dies_after_two(*, person: Person, now: Any) -> int:
        if told:
            raise ConnectionError
        told.append(1)
        return real(person=person, now=now)

    real = seeing_off.take_back_some_posts
    with monkeypatch.context() as patch, pytest.raises(ConnectionError):
        patch.setattr(seeing_off, "take_back_some_posts", dies_after_two)
        see_off(departure_id=departure.pk, attempt=1)
    departure.refresh_from_db()
    assert (departure.done, departure.total, departure.ended_at) == (2, 5, None)
    assert breaches() == []
    page = Client().get(f"/left/{_token(departure)}/progress/").content.decode()
    assert "2 of 5" in page and 'hx-trigger="every 2s"' in page
    now = departure.touched_at or timezone.now()
    assert resume_abandoned_departures(now + SILENCE) == []
    resume_abandoned_departures(now + SILENCE + timedelta(seconds=1))
    jobs = ProcrastinateJob.objects.filter(task_name="see_off_who_left").order_by("pk")
    assert [job.args["attempt"] for job in jobs] == [1, 2]
    assert see_off(departure_id=departure.pk, attempt=1).ended_at is None  # a job of before does nothing
    done = see_off(departure_id=departure.pk, attempt=2)
    assert (done.done, done.ended_at is not None, topic.posts.filter(removed_at=None).count()) == (5, True, 1)
    assert (
        "What you wrote is removed." in Client().get(f"/left/{_token(departure)}/progress/").content.decode()
    )
    assert breaches() == []


def _token(departure: Departure) -> str:
    from forum.personal_data.selectors.departures import token_of

    return token_of(departure)
