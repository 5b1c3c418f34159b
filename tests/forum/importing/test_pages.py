"""Moderators bring archives in through a page that says how it goes; nobody else learns that it does."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from config.embedded.places import CHECKOUT
from forum.communities.models import Role
from forum.core.signs_of_life import SILENCE
from forum.core.verdicts import Refused
from forum.discussions.models import Board, Post
from forum.importing.actions.carrying import carry_out
from forum.importing.actions.runs import (
    drop_old_archives,
    request_import,
    resume_abandoned,
    resume_import,
    stop_import,
)
from forum.importing.models import ImportRun
from forum.importing.policies import may_follow_import, may_import_into
from forum.importing.selectors import imports_visible_to
from forum.people.models import Person
from tests.factories import make_member, make_person, make_steward, suspend
from tests.fixtures.site import database_url_under_test
from tests.forum.importing.conftest import outline
from tests.forum.importing.mails import mail, packed

State = ImportRun.State


def upload(content: bytes = b"", name: str = "list.mbox") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or mail())


def page_of(board: Board) -> str:
    return reverse("imports", args=[board.community.slug, board.slug])


@pytest.fixture
def run(board: Board, moderator: Person) -> ImportRun:
    return request_import(importer=moderator, board=board, file=upload())


def jobs() -> list[dict[str, int]]:
    return [job.args for job in ProcrastinateJob.objects.filter(task_name="carry_out_import").order_by("pk")]


def test_a_moderator_uploads_an_archive_and_a_job_brings_it_in(
    client: Client, board: Board, moderator: Person
) -> None:
    client.force_login(moderator)
    assert client.get(page_of(board)).status_code == 200
    response = client.post(page_of(board), {"file": upload(packed(mail()), "l.mbox.gz")})
    run = ImportRun.objects.get()
    assert (response.status_code, response["Location"]) == (302, run.get_absolute_url())
    assert jobs() == [{"run_id": run.pk, "attempt": 1}]
    waiting = client.get(run.get_absolute_url()).content.decode()
    assert "Waiting for its turn" in waiting and 'hx-trigger="every 2s"' in waiting
    assert "<noscript><p><a" in waiting and "See how far it is now" in waiting
    kept = run.file.path
    carry_out(run_id=run.pk, attempt=1)
    assert outline(board) == ["Dosage: 1 Ann Ek"]
    fragment = client.get(reverse("import-progress", args=[run.pk])).content.decode()
    assert "The archive is on the board." in fragment and "hx-trigger" not in fragment
    run.refresh_from_db()
    assert (run.name, run.file.name, bool(kept)) == ("l.mbox.gz", "", True)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7 and so on", "This is not a mail archive but a PDF document."),
        (b"Dear all", "This is not a mail archive: an mbox file begins with a line “From (address) (date)”."),
    ],
)
def test_a_wrong_file_is_refused_at_once(
    client: Client, board: Board, moderator: Person, content: bytes, sentence: str
) -> None:
    client.force_login(moderator)
    response = client.post(page_of(board), {"file": upload(content)})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert (ImportRun.objects.count(), jobs()) == (0, [])


def test_a_file_that_is_too_large_is_refused_with_what_else_to_do(
    client: Client, board: Board, moderator: Person, settings: pytest.FixtureRequest
) -> None:
    settings.ARCHIVE_MAX_BYTES = 1024  # type: ignore[attr-defined]
    client.force_login(moderator)
    assert "at most 1.0\xa0KB." in client.get(page_of(board)).content.decode()
    response = client.post(page_of(board), {"file": upload(mail(b"x" * 3000))})
    assert response.status_code == 422
    assert "Pack it with gzip, split it by year, or ask who runs this site" in response.content.decode()


def test_the_proxy_is_told_who_may_send_an_archive(client: Client, board: Board, moderator: Person) -> None:
    door = reverse("import-allowed", args=[board.community.slug, board.slug])
    told = {}
    for person in (moderator, make_steward(), make_member(board.community), make_person()):
        client.force_login(person)
        told[person] = client.get(door).status_code
        assert (told[person] == 204) == bool(may_import_into(person, board))
        assert client.get(reverse("import-allowed", args=["nowhere", board.slug])).status_code == 403
    client.logout()
    assert [*told.values(), client.get(door).status_code] == [204, 204, 403, 403, 403]
    assert client.post(door).status_code == 405


def test_an_archive_is_refused_unread_and_a_forged_one_is_refused(board: Board, moderator: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(moderator)
    assert client.post(page_of(board), {"file": upload()}).status_code == 403
    client.force_login(make_member(board.community))
    refused = client.post(page_of(board), {"file": upload(b"x" * 13 * 1024 * 1024)})
    assert refused.status_code == 403
    assert not hasattr(refused.wsgi_request, "_post") and ImportRun.objects.count() == 0


def test_others_learn_nothing_of_imports(client: Client, board: Board, run: ImportRun) -> None:
    member, outsider = make_member(board.community), make_person()
    former = make_member(board.community, role=Role.MODERATOR)
    suspend(former, board.community)
    for person in member, outsider, former:
        client.force_login(person)
        assert client.get(page_of(board)).status_code == 403
        for name in "import", "import-progress":
            assert client.get(reverse(name, args=[run.pk])).status_code == 404
        for name in "import-stop", "import-resume":
            assert client.post(reverse(name, args=[run.pk])).status_code == 404
    client.logout()
    assert client.get(page_of(board)).status_code == 302


def test_rows_and_rules_agree_on_who_follows_an_import(board: Board, run: ImportRun) -> None:
    people = [make_member(board.community, role=role) for role in Role.values]
    people += [make_person(), make_steward()]
    for person in people:
        listed = imports_visible_to(person).filter(pk=run.pk).exists()
        assert listed == bool(may_follow_import(person, run)) == bool(may_import_into(person, board))


def test_an_import_that_waits_is_stopped_and_goes_on(
    client: Client, run: ImportRun, moderator: Person
) -> None:
    client.force_login(moderator)
    client.post(reverse("import-stop", args=[run.pk]))
    run.refresh_from_db()
    assert run.state == State.STOPPED
    carry_out(run_id=run.pk, attempt=1)
    assert Post.objects.count() == 0
    page = client.get(run.get_absolute_url()).content.decode()
    assert "This import was stopped." in page and "Go on with the import" in page
    client.post(reverse("import-resume", args=[run.pk]))
    assert jobs() == [{"run_id": run.pk, "attempt": 1}, {"run_id": run.pk, "attempt": 2}]
    carry_out(run_id=run.pk, attempt=2)
    assert Post.objects.count() == 1
    page = client.get(run.get_absolute_url()).content.decode()
    assert "The archive is on the board." in page and "Go on with the import" not in page


def test_what_cannot_be_stopped_or_resumed_says_why(run: ImportRun, moderator: Person) -> None:
    with pytest.raises(Refused, match=r"This import is under way\."):
        resume_import(moderator=moderator, run=run)
    carry_out(run_id=run.pk, attempt=1)
    with pytest.raises(Refused, match=r"This import is not running any more\."):
        stop_import(moderator=moderator, run=run)
    with pytest.raises(Refused, match=r"This import is finished\."):
        resume_import(moderator=moderator, run=run)


def test_an_import_whose_process_died_goes_on_by_itself(run: ImportRun) -> None:
    died: datetime = timezone.now()
    ImportRun.objects.filter(pk=run.pk).update(state=State.RUNNING, touched_at=died)
    assert resume_abandoned(now=died + SILENCE - timedelta(seconds=1)) == []
    assert [one.attempt for one in resume_abandoned(now=died + SILENCE + timedelta(seconds=1))] == [2]
    assert jobs()[-1] == {"run_id": run.pk, "attempt": 2}


def test_an_archive_that_nobody_resumes_is_deleted_in_time(run: ImportRun, moderator: Person) -> None:
    stop_import(moderator=moderator, run=run)
    ended = timezone.now()
    assert drop_old_archives(now=ended + timedelta(days=29)) == 0
    assert drop_old_archives(now=ended + timedelta(days=31)) == 1
    with pytest.raises(Refused, match=r"The archive of this import was deleted\."):
        resume_import(moderator=moderator, run=run)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_finds_and_does_the_job(board: Board, moderator: Person) -> None:
    run = request_import(importer=moderator, board=board, file=upload())
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "WEFT_DATABASE_URL": database_url_under_test(),
    }
    command = [sys.executable, "manage.py", "procrastinate", "worker", "--queues", "imports", "--one-shot"]
    subprocess.run(command, cwd=CHECKOUT, env=environment, check=True, timeout=120, capture_output=True)
    run.refresh_from_db()
    assert (run.state, run.imported_count) == (State.FINISHED, 1)
