"""A copy of everything that is one's own, and of nothing that is not."""

from __future__ import annotations

import gc
import json
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from zipfile import ZipFile

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoCaptureOnCommitCallbacks

from forum.core.signs_of_life import SILENCE
from forum.core.verdicts import Refused
from forum.discussions.actions.drafts import keep_draft
from forum.discussions.actions.edits import edit_post, remove_post
from forum.discussions.actions.files import attachment_markdown, store_upload
from forum.discussions.actions.marks import bookmark_post, react
from forum.discussions.models import Board, HeldPost, Post, Topic
from forum.people.actions.pictures import show_picture
from forum.people.actions.profiles import change_profile
from forum.people.models import Person
from forum.personal_data.actions import carrying
from forum.personal_data.actions.carrying import carry_out
from forum.personal_data.actions.exports import (
    KEPT,
    drop_old_exports,
    request_export,
    resume_abandoned,
    resume_export,
    stop_export,
    sweep_exports,
)
from forum.personal_data.models import DataExport
from tests.factories import (
    expel,
    make_board,
    make_community,
    make_member,
    make_person,
    make_reply,
    make_topic,
    place_topic,
)
from tests.factories.people import PASSWORD
from tests.forum.discussions.uploads import picture

pytestmark = pytest.mark.django_db
State = DataExport.State


def jobs() -> list[dict[str, int]]:
    return [job.args for job in ProcrastinateJob.objects.filter(task_name="make_copy").order_by("pk")]


def says_it_is_them(client: Client) -> None:
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302


def copy_of(person: Person) -> ZipFile:
    """The copy as the person gets it: asked for, made, fetched."""
    export = request_export(person=person)
    assert carry_out(export_id=export.pk, attempt=1).state == State.FINISHED
    client = Client()
    client.force_login(person)
    says_it_is_them(client)
    answer: Any = client.get(reverse("export-file", args=[export.pk]))
    return ZipFile(BytesIO(b"".join(answer.streaming_content)))


def read(copy: ZipFile, name: str) -> Any:
    return json.loads(copy.read(name))


@pytest.fixture
def board() -> Board:
    return make_board(make_community("The loom", visibility="private"), name="Threads")


@pytest.fixture
def ada(board: Board) -> Person:
    return make_member(board.community, make_person("Ada Byrne", handle="ada", bio="Weaves."))


@dataclass(frozen=True, slots=True)
class Life:
    """What Ada did here: her topic, with a file and a second wording, her answer in it, and the copy of it all."""

    topic: Topic
    file: str
    copy: ZipFile


@pytest.fixture
def life(board: Board, ada: Person) -> Life:
    upload = store_upload(owner=ada, upload=SimpleUploadedFile("notes.txt", b"my notes"))
    file = attachment_markdown(upload)
    topic = make_topic(board, author=ada, title="How I weave", body=f"First. {file}")
    edit_post(editor=ada, post=topic.posts.get(), body=f"Second. {file}", revision=1)
    other = make_reply(topic, body="Somebody else's words, @ada.")
    make_reply(topic, author=ada, parent=other, body="My answer.")
    remove_post(author=ada, post=make_reply(topic, author=ada, body="Taken back."))
    react(person=ada, post=other, kind="thanks")
    bookmark_post(person=ada, post=other)
    keep_draft(person=ada, place=board, body="Not yet.", title="Some day")
    HeldPost.objects.create(author=ada, board=board, topic=topic, source="It waits.")
    show_picture(actor=ada, person=ada, upload=SimpleUploadedFile("me.png", picture()))
    change_profile(actor=ada, person=ada, handle="byrne")
    EmailAddress.objects.create(user=ada, email="ada@example.org", verified=True, primary=True)
    Authenticator.objects.create(user=ada, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    return Life(topic, file, copy_of(Person.objects.get(pk=ada.pk)))


def test_what_one_wrote_is_in_the_copy(life: Life) -> None:
    posts = read(life.copy, "posts.json")
    assert [(row["post"], row["source"]) for row in posts] == [
        (1, f"Second. {life.file}"),
        (3, "My answer."),
    ]
    place = {
        "topic": life.topic.pk, "title": "How I weave", "board": "Threads", "community": "The loom",
        "address": f"/t/{life.topic.pk}/-/3/",
    }  # fmt: skip
    assert {name: posts[1][name] for name in place} == place
    assert [(row["wording"], row["source"]) for row in read(life.copy, "revisions.json")] == [
        (1, f"First. {life.file}")
    ]
    assert [row["body"] for row in read(life.copy, "drafts.json")] == ["Not yet."]
    assert [row["source"] for row in read(life.copy, "held_posts.json")] == ["It waits."]


def test_who_one_is_and_what_one_did_is_in_the_copy(life: Life) -> None:
    profile = read(life.copy, "profile.json")
    assert (profile["handle"], profile["bio"], profile["former_handles"][0]["handle"]) == (
        "byrne",
        "Weaves.",
        "ada",
    )
    assert [(row["post"], row["reaction"]) for row in read(life.copy, "reactions.json")] == [(2, "thanks")]
    assert [row["post"] for row in read(life.copy, "bookmarks.json")] == [2]
    assert [row["post"] for row in read(life.copy, "mentions.json")] == [2]
    assert [row["posts_read"] for row in read(life.copy, "read_positions.json")] == [3]
    assert [(row["community"], row["role"]) for row in read(life.copy, "communities.json")] == [
        ("The loom", "member")
    ]
    assert read(life.copy, "mail_addresses.json") == [
        {"email": "ada@example.org", "verified": True, "primary": True}
    ]


def test_files_and_topics_to_read_are_in_the_copy(life: Life) -> None:
    (file,) = read(life.copy, "files.json")
    assert (file["name"], life.copy.read(file["file"])) == ("notes.txt", b"my notes")
    assert life.copy.read("picture.webp")[:4] == b"RIFF"
    text = life.copy.read(f"topics/{life.topic.pk}-how-i-weave.md").decode()
    assert text.startswith(
        f"# How I weave\n\nThe loom · Threads\n\n<http://127.0.0.1:8000/t/{life.topic.pk}/-/1/>\n"
    )
    assert text.index("## #1") < text.index("Second.") < text.index("## #3") < text.index("My answer.")
    assert "- `posts.json`: 2" in life.copy.read("README.md").decode()


def test_what_others_wrote_what_was_removed_and_what_signs_one_in_is_not_in_the_copy(
    life: Life, ada: Person
) -> None:
    steps = read(life.copy, "second_step.json")
    assert [set(row) for row in steps] == [{"type", "created_at", "last_used_at"}]
    whole = b"".join(life.copy.read(name) for name in life.copy.namelist()).decode(errors="replace")
    words = ("My answer.", "Somebody else", "Taken back", "JBSWY3DPEHPK3PXP", ada.password)
    assert [each for each in words if each in whole] == ["My answer."]


def test_what_one_can_no_longer_read_gives_ones_words_and_no_name(board: Board, ada: Person) -> None:
    topic = make_topic(board, author=ada, title="Secret plans", body="My words stay mine.")
    other = make_reply(topic)
    react(person=ada, post=other, kind="thanks")
    bookmark_post(person=ada, post=other)
    assert b"Secret plans" in copy_of(ada).read(f"topics/{topic.pk}-secret-plans.md")
    DataExport.objects.all().delete()
    expel(ada, board.community)
    copy = copy_of(Person.objects.get(pk=ada.pk))
    whole = b"".join(copy.read(name) for name in copy.namelist()) + " ".join(copy.namelist()).encode()
    for absent in (b"Secret plans", b"secret-plans", b"The loom", b"Threads"):
        assert absent not in whole, absent
    assert b"My words stay mine." in copy.read(f"topics/{topic.pk}-topic.md")
    for name in ("posts", "reactions", "bookmarks", "read_positions"):
        (row,) = read(copy, f"{name}.json")
        assert (row["title"], row["board"], row["community"]) == (None, None, None), name


def test_a_topic_read_through_another_board_does_not_name_its_home(board: Board, ada: Person) -> None:
    topic = make_topic(board, author=ada, title="Crossing")
    place_topic(topic, make_board(make_community(visibility="open")))
    expel(ada, board.community)
    (row,) = read(copy_of(Person.objects.get(pk=ada.pk)), "posts.json")
    assert (row["title"], row["board"], row["community"]) == ("Crossing", None, None)


def test_a_copy_is_asked_for_and_followed_on_a_page(client: Client, ada: Person) -> None:
    client.force_login(ada)
    assert "Ask for a copy" in client.get("/settings/data/").content.decode()
    response = client.post("/settings/data/")
    export = DataExport.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/settings/data/{export.pk}/")
    assert jobs() == [{"export_id": export.pk, "attempt": 1}]
    waiting = client.get(export.get_absolute_url()).content.decode()
    assert (
        "Waiting for its turn" in waiting and 'hx-trigger="every 2s"' in waiting and "<noscript>" in waiting
    )
    assert client.get(reverse("export-file", args=[export.pk])).status_code == 404
    carry_out(export_id=export.pk, attempt=1)
    fragment = client.get(reverse("export-progress", args=[export.pk])).content.decode()
    assert "Your copy is ready" in fragment and "hx-trigger" not in fragment
    says_it_is_them(client)
    answer = client.get(reverse("export-file", args=[export.pk]))
    assert (answer["Content-Type"], answer["X-Content-Type-Options"], answer["Cache-Control"]) == (
        "application/zip",
        "nosniff",
        "private, no-store",
    )
    assert answer["Content-Disposition"] == f'attachment; filename="ada-{export.created_at:%Y-%m-%d}.zip"'
    again = client.get("/settings/data/").content.decode()
    assert ("Ask for a copy" in again, "You asked for a copy within a day." in again) == (False, True)


def test_an_open_browser_is_not_enough_to_take_everything_away(client: Client, ada: Person) -> None:
    export = carry_out(export_id=request_export(person=ada).pk, attempt=1)
    client.force_login(ada)
    asked = client.get(reverse("export-file", args=[export.pk]))
    page = f"/settings/data/{export.pk}/"
    assert asked["Location"] == f"/accounts/reauthenticate/?{urlencode({'next': page})}"
    wrong = client.post(asked["Location"], {"password": "not hers"})
    assert (wrong.status_code, client.get(reverse("export-file", args=[export.pk])).status_code) == (200, 302)
    right = client.post(asked["Location"], {"password": PASSWORD, "next": page})
    assert right["Location"] == page
    assert client.get(reverse("export-file", args=[export.pk]))["Content-Type"] == "application/zip"


def test_the_proxy_sends_the_copy_where_there_is_one(client: Client, ada: Person, settings: Any) -> None:
    settings.MEDIA_ACCEL_PREFIX = "/_files"
    export = request_export(person=ada)
    export = carry_out(export_id=export.pk, attempt=1)
    client.force_login(ada)
    says_it_is_them(client)
    answer = client.get(reverse("export-file", args=[export.pk]))
    assert (answer["X-Accel-Redirect"], answer.content) == (f"/_files/{export.file.name}", b"")
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_copy_is_its_persons_and_does_not_exist_for_others(client: Client, ada: Person) -> None:
    export = carry_out(export_id=request_export(person=ada).pk, attempt=1)
    client.force_login(make_person(is_steward=True))
    names = ("export", "export-progress", "export-file")
    assert [client.get(reverse(name, args=[export.pk])).status_code for name in names] == [404] * 3
    assert [
        client.post(reverse(f"export-{act}", args=[export.pk])).status_code for act in ("stop", "resume")
    ] == [404] * 2
    client.logout()
    assert client.get(reverse("export-file", args=[export.pk])).status_code == 302


def test_one_at_a_time_and_one_a_day(ada: Person) -> None:
    now = timezone.now()
    first = request_export(person=ada, now=now)
    with pytest.raises(Refused, match="A copy is being made already"):
        request_export(person=ada, now=now)
    carry_out(export_id=first.pk, attempt=1)
    with pytest.raises(Refused, match="You asked for a copy within a day"):
        request_export(person=ada, now=now + timedelta(hours=23))
    second = request_export(person=ada, now=now + timedelta(hours=25))
    stop_export(person=ada, export=second)
    third = request_export(person=ada, now=now + timedelta(hours=25))
    with pytest.raises(Refused, match="You have asked for a newer copy since"):
        resume_export(person=ada, export=second)
    with pytest.raises(Refused, match="This copy is being made"):
        resume_export(person=ada, export=third, now=now + timedelta(hours=25))


def test_a_stopped_copy_leaves_nothing_and_can_be_made_after_all(
    board: Board, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "SIGN_OF_LIFE", 1)
    topic = make_topic(board, author=ada)
    export = request_export(person=ada)
    before = _stored()
    told = carrying._Steps.one_more

    def stopped_meanwhile(steps: Any) -> None:
        if DataExport.objects.get(pk=export.pk).is_under_way:
            stop_export(person=ada, export=export)
        told(steps)

    with monkeypatch.context() as patch:
        patch.setattr(carrying._Steps, "one_more", stopped_meanwhile)
        assert carry_out(export_id=export.pk, attempt=1).state == State.STOPPED
    assert _stored() == before
    with pytest.raises(Refused, match="This copy is not being made any more"):
        stop_export(person=ada, export=export)
    make_reply(topic, author=ada)
    resume_export(person=ada, export=export)
    assert jobs()[-1] == {"export_id": export.pk, "attempt": 2}
    assert carry_out(export_id=export.pk, attempt=1).state == State.QUEUED  # a job of before does nothing
    done = carry_out(export_id=export.pk, attempt=2)
    assert (done.state, done.done, done.total, done.size > 0) == (State.FINISHED, 2, 2, True)


def test_a_copy_whose_process_died_is_made_after_all(ada: Person) -> None:
    export = request_export(person=ada)
    now = timezone.now()
    DataExport.objects.filter(pk=export.pk).update(state=State.RUNNING, touched_at=now)
    assert resume_abandoned(now + SILENCE) == []
    (resumed,) = resume_abandoned(now + SILENCE + timedelta(seconds=1))
    assert (resumed.state, resumed.attempt, jobs()[-1]) == (
        State.QUEUED, 2, {"export_id": export.pk, "attempt": 2},
    )  # fmt: skip


def test_a_fault_is_told_in_a_sentence(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    export = request_export(person=ada)
    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr(carrying, "write_copy", lambda *_args, **_more: 1 // 0)
        carry_out(export_id=export.pk, attempt=1)
    export.refresh_from_db()
    assert (export.state, export.failure) == (
        State.FAILED,
        "Something broke on our side and was noted. Ask once more.",
    )
    resume_export(person=ada, export=export)
    assert carry_out(export_id=export.pk, attempt=2).state == State.FINISHED


def test_after_a_week_the_file_is_gone(
    client: Client, ada: Person, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    export = carry_out(export_id=request_export(person=ada).pk, attempt=1)
    stored, now = str(export.file.name), export.ended_at or timezone.now()
    assert drop_old_exports(now + KEPT) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert drop_old_exports(now + KEPT + timedelta(seconds=1)) == 1
    assert not default_storage.exists(stored)
    client.force_login(ada)
    assert client.get(reverse("export-file", args=[export.pk])).status_code == 404
    assert "was deleted here since" in client.get(export.get_absolute_url()).content.decode()


def test_stored_copies_without_a_row_are_swept_away(ada: Person) -> None:
    export = carry_out(export_id=request_export(person=ada).pk, attempt=1)
    stray = default_storage.save("exports/2020/01/stray", ContentFile(b"x"))
    assert sweep_exports(timezone.now()) == 0
    assert sweep_exports(timezone.now() + timedelta(hours=2)) >= 1
    assert (default_storage.exists(stray), default_storage.exists(str(export.file.name))) == (False, True)


@pytest.fixture
def as_in_a_new_process() -> Iterator[None]:
    """Garbage is collected as in a process that has just begun: how seldom what is old is looked through rests on how
    much there is of it, and a long run of tests has left very much.
    """
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.slow
@pytest.mark.usefixtures("as_in_a_new_process")
def test_a_copy_of_very_much_needs_no_more_memory(board: Board, ada: Person) -> None:
    topic = make_topic(board, author=ada)
    peaks = []
    for many in (500, 5_000):
        _write_many(topic.posts.get(number=1), many)
        DataExport.objects.all().delete()
        export = request_export(person=ada)
        tracemalloc.start()
        assert carry_out(export_id=export.pk, attempt=1).state == State.FINISHED
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 2_000_000, peaks


def _write_many(opening: Post, many: int) -> None:
    start = opening.topic.posts.count()
    Post.objects.bulk_create(
        [
            Post(topic=opening.topic, number=number, parent=opening, author=opening.author, via_board=opening.via_board,
                 source=f"Words {number}. " * 40, html="<p>x</p>", path=f"{opening.path}z{number:06}", depth=1,
                 created_at=datetime(2026, 1, 1, tzinfo=UTC))
            for number in range(start + 1, start + many + 1)
        ],
        batch_size=1000,
    )  # fmt: skip


def _stored() -> set[str]:
    from forum.core.stored_files import stored_under

    return set(stored_under("exports"))
