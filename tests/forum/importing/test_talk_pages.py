"""Moderators bring chats into rooms through a page that says how it goes; nobody else learns that it does."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from forum.chat.actions.rooms import close_room, open_room
from forum.chat.models import Message, Room
from forum.communities.models import Community, Role
from forum.importing.actions.carrying import carry_out
from forum.importing.actions.claims import claim_authorship
from forum.importing.actions.talk_runs import request_talk_import
from forum.importing.models import ImportRun
from forum.importing.policies import may_follow_import, may_import_talk
from forum.importing.selectors import imports_visible_to
from forum.people.models import Person
from realtime.bodies import most_bytes
from tests.factories import make_member, make_person, make_steward, suspend
from tests.forum.importing.chats import ZULIP, slack, slack_message, stamp, tarred, zipped
from tests.forum.importing.conftest import Import, spoken


@pytest.fixture
def facilitator(community: Community) -> Person:
    return make_member(community, role=Role.FACILITATOR)


def upload(content: bytes = b"", name: str = "export.zip") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or zipped(ZULIP))


def page_of(community: Community) -> str:
    return reverse("community-imports", args=[community.slug])


@pytest.fixture
def run(community: Community, facilitator: Person) -> ImportRun:
    return request_talk_import(importer=facilitator, community=community, room=None, file=upload())


@pytest.mark.parametrize(("archive", "rooms"), [(tarred(ZULIP), 2), (zipped(slack(slack_message(1))), 1)])
def test_a_facilitator_uploads_an_archive_and_a_job_makes_its_rooms(
    client: Client, community: Community, facilitator: Person, archive: bytes, rooms: int
) -> None:
    client.force_login(facilitator)
    assert "one for each channel or stream" in client.get(page_of(community)).content.decode()
    response = client.post(page_of(community), {"file": upload(archive), "where": "new"})
    run = ImportRun.objects.get()
    assert (response.status_code, response["Location"]) == (302, run.get_absolute_url())
    (job,) = ProcrastinateJob.objects.filter(task_name="carry_out_import")
    assert job.args == {"run_id": run.pk, "attempt": 1}
    assert "Waiting for its turn" in client.get(run.get_absolute_url()).content.decode()
    carry_out(run_id=run.pk, attempt=1)
    page = client.get(run.get_absolute_url()).content.decode()
    assert "What was said in the archive is here." in page and f"New rooms</dt><dd>{rooms}</dd>" in page
    run.refresh_from_db()
    assert (run.room, run.file.name, len(spoken(community))) == (None, "", rooms)
    assert run.name in client.get(page_of(community)).content.decode()


def test_a_moderator_chooses_among_the_rooms_that_are_open(
    client: Client, community: Community, facilitator: Person
) -> None:
    moderator = make_member(community, role=Role.MODERATOR)
    journal, closed = (
        open_room(opener=facilitator, community=community, name=name) for name in ("Journal", "Gone")
    )
    close_room(facilitator=facilitator, room=closed)
    client.force_login(moderator)
    page = client.get(page_of(community)).content.decode()
    assert ("Into Journal" in page, "Into Common room" in page) == (True, True)
    assert ("Into Gone" in page, "one for each channel" in page) == (False, False)
    for where in "new", str(closed.pk), "0", "":
        refused = client.post(page_of(community), {"file": upload(), "where": where})
        assert refused.status_code == 422 and not ImportRun.objects.exists()
    client.post(page_of(community), {"file": upload(), "where": str(journal.pk)})
    run = ImportRun.objects.get()
    carry_out(run_id=run.pk, attempt=1)
    assert (Message.objects.filter(room=journal).count(), run.room) == (5, journal)
    page = client.get(run.get_absolute_url()).content.decode()
    assert "into Journal" in page and "Messages brought in</dt><dd>5</dd>" in page


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7", "This is not an archive of a chat but a PDF document."),
        (zipped({"a.txt": b"x"}), "This is neither an archive of Zulip streams (with stream_index.json)"),
        (b"From a@b.example  Thu Jan  1 00:00:00 1970\n", "This is no ZIP or tar file, or it is damaged."),
    ],
)
def test_a_wrong_file_is_refused_at_once(
    client: Client, community: Community, facilitator: Person, content: bytes, sentence: str
) -> None:
    client.force_login(facilitator)
    response = client.post(page_of(community), {"file": upload(content), "where": "new"})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert ImportRun.objects.count() == 0


def test_a_file_that_is_too_large_is_refused_with_what_else_to_do(
    client: Client, community: Community, facilitator: Person, settings: pytest.FixtureRequest
) -> None:
    settings.ARCHIVE_MAX_BYTES = 1024  # type: ignore[attr-defined]
    client.force_login(facilitator)
    response = client.post(page_of(community), {"file": upload(b"x" * 3000), "where": "new"})
    assert response.status_code == 422
    assert "Leave out the files that are no JSON, split it by channel" in response.content.decode()


def test_the_page_takes_archives_and_asks_for_the_token(community: Community, facilitator: Person) -> None:
    assert most_bytes("POST", page_of(community)) > most_bytes("POST", "/")
    client = Client(enforce_csrf_checks=True)
    client.force_login(facilitator)
    assert client.post(page_of(community), {"file": upload(), "where": "new"}).status_code == 403
    client.force_login(make_member(community))
    refused = client.post(page_of(community), {"file": upload(b"x" * 13 * 1024 * 1024)})
    assert refused.status_code == 403
    assert not hasattr(refused.wsgi_request, "_post") and ImportRun.objects.count() == 0


def test_the_proxy_is_told_who_may_send_an_archive(
    client: Client, community: Community, facilitator: Person
) -> None:
    door = reverse("community-import-allowed", args=[community.slug])
    assert door == f"{page_of(community)}allowed/"
    told = {}
    for person in (
        facilitator,
        make_member(community, role=Role.MODERATOR),
        make_member(community),
        make_person(),
    ):
        client.force_login(person)
        told[person] = client.get(door).status_code
        assert (told[person] == 204) == bool(may_import_talk(person, community))
        assert client.get(reverse("community-import-allowed", args=["nowhere"])).status_code == 403
    assert [*told.values()] == [204, 204, 403, 403]


def test_others_learn_nothing_of_imports(client: Client, community: Community, run: ImportRun) -> None:
    member, outsider = make_member(community), make_person()
    former = make_member(community, role=Role.MODERATOR)
    suspend(former, community)
    for person in member, outsider, former:
        client.force_login(person)
        assert client.get(page_of(community)).status_code == 403
        for name in "import", "import-progress":
            assert client.get(reverse(name, args=[run.pk])).status_code == 404
        for name in "import-stop", "import-resume":
            assert client.post(reverse(name, args=[run.pk])).status_code == 404
    client.logout()
    assert client.get(page_of(community)).status_code == 302


def test_rows_and_rules_agree_on_who_follows_an_import(community: Community, run: ImportRun) -> None:
    people = [make_member(community, role=role) for role in Role.values] + [make_person(), make_steward()]
    seen = {person: imports_visible_to(person).filter(pk=run.pk).exists() for person in people}
    assert seen == {person: bool(may_follow_import(person, run)) for person in people}
    assert [*seen.values()] == [False, False, True, True, False, True]


def test_an_import_into_rooms_is_stopped_and_goes_on(
    client: Client, run: ImportRun, facilitator: Person
) -> None:
    client.force_login(facilitator)
    client.post(reverse("import-stop", args=[run.pk]))
    carry_out(run_id=run.pk, attempt=1)
    assert "This import was stopped." in client.get(run.get_absolute_url()).content.decode()
    client.post(reverse("import-resume", args=[run.pk]))
    carry_out(run_id=run.pk, attempt=2)
    assert Message.objects.count() == 5


def test_archives_come_only_so_often(client: Client, community: Community, facilitator: Person) -> None:
    client.force_login(facilitator)
    room = Room.objects.get(community=community)
    found = [
        client.post(page_of(community), {"file": upload(b"nothing"), "where": str(room.pk)}).status_code
        for _ in range(61)
    ]
    assert (set(found[:60]), found[60]) == ({422}, 429)


def test_what_one_claimed_shows_that_it_was_edited_there(client: Client, bring_talk_in: Import) -> None:
    bring_talk_in(zipped(slack(slack_message(1, "First of all.", edited={"ts": stamp(9)}))))
    person, message = make_person(), Message.objects.select_related("room", "author").get()
    make_member(message.room.community, person)
    EmailAddress.objects.create(user=person, email="ann@clinic.example", verified=True)
    claim_authorship(person=person, author=message.author)
    client.force_login(person)
    page = client.get(message.room.get_absolute_url()).content.decode()
    assert ("First of all." in page, "edited" in page) == (True, True)
    assert client.get(reverse("message-wordings", args=[message.room_id, message.pk])).status_code == 200
    edit = client.get(reverse("message-edit", args=[message.room_id, message.pk]))
    assert (edit.status_code, "First of all." in edit.content.decode()) == (200, True)


def test_authors_read_how_much_they_said_in_rooms(client: Client, bring_talk_in: Import) -> None:
    bring_talk_in(zipped(slack(slack_message(1), slack_message(2))))
    person = make_person()
    EmailAddress.objects.create(user=person, email="ann@clinic.example", verified=True)
    client.force_login(person)
    page = client.get(reverse("authorship")).content.decode()
    assert "2 messages in rooms" in page and "0 posts" not in page
