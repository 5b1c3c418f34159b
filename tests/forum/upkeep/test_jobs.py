"""Jobs that fail are noted without anything personal, seen by stewards, and run again."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from config.embedded.places import CHECKOUT
from forum.communities.models import Change, Verb
from forum.core.verdicts import Refused
from forum.importing.tasks import carry_out_import
from forum.people.models import Person
from forum.upkeep.actions.jobs import forget_failures_of_gone_jobs, note_failure, retry_job
from forum.upkeep.models import JobFailure
from forum.upkeep.selectors.jobs import Line, failed_jobs, queue_now
from forum.upkeep.selectors.machine import health, storage, worker_health
from forum.upkeep.tasks import clear_old_jobs
from tests.factories import failed_job, make_person, make_steward, queued_job
from tests.fixtures.site import database_url_under_test

pytestmark = pytest.mark.django_db


class LetterLost(Exception):
    """Says whom it was to, as errors do."""


@pytest.fixture
def steward() -> Person:
    return make_steward()


def job(key: int) -> ProcrastinateJob:
    return ProcrastinateJob.objects.get(pk=key)


def test_the_queue_is_counted_by_task_and_what_is_for_later_does_not_wait() -> None:
    now = timezone.now()
    assert queue_now(now).lines == []
    queued_job("send"), queued_job("send"), queued_job("send", at=now + timedelta(hours=1))
    failed_job("send")
    key = queued_job("sweep", queue="nights")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [key])
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [now])
    queue = queue_now(now + timedelta(seconds=1))
    assert queue.lines == [Line("nights", "sweep", 0, 0, 1, 0), Line("tests", "send", 2, 1, 0, 1)]
    assert (queue.waiting, queue.running, queue.failed, queue.worker_seen_at) == (2, 1, 1, now)
    assert queue.oldest_at is not None and abs(queue.oldest_at - now) < timedelta(minutes=1)


def test_a_failure_is_noted_by_its_kind_alone() -> None:
    key = failed_job("send", {"to": "ada@loom.example"})
    note_failure(job_id=key, error=LetterLost("no such address: ada@loom.example"))
    note_failure(job_id=key, error=ValueError("ada@loom.example"))
    (found,) = failed_jobs()
    assert (found.key, found.queue, found.task, found.error) == (key, "tests", "send", "ValueError")
    assert found.failed_at is not None
    assert list(JobFailure.objects.values_list("job_key", "error")) == [(key, "ValueError")]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_notes_why_a_job_failed_and_tries_it_again_when_told() -> None:
    carry_out_import.defer(run_id=1, attempt=1)  # there is no such import
    _work()
    (found,) = failed_jobs()
    assert (found.task, found.error) == ("carry_out_import", "forum.importing.models.ImportRun.DoesNotExist")
    retry_job(steward=make_steward(), job=job(found.key))
    assert failed_jobs() == []
    _work()
    (again,) = failed_jobs()
    assert (again.key, again.error, again.attempts > found.attempts) == (found.key, found.error, True)


def _work() -> None:
    command = [sys.executable, "manage.py", "procrastinate", "worker", "--queues", "imports", "--one-shot"]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "WEFT_DATABASE_URL": database_url_under_test(),
    }
    subprocess.run(command, cwd=CHECKOUT, env=environment, check=True, capture_output=True)


def test_stewards_put_a_failed_job_back_in_line_and_the_log_says_so(steward: Person) -> None:
    key = failed_job("send", {"to": "ada@loom.example"})
    note_failure(job_id=key, error=LetterLost())
    retry_job(steward=steward, job=job(key))
    assert (job(key).status, failed_jobs(), JobFailure.objects.count()) == ("todo", [], 0)
    line = Change.objects.get(verb=Verb.JOB_RETRIED)
    assert (line.actor, line.about, line.details) == (steward, "send", {"job": key})


def test_others_do_not_and_what_is_not_failed_is_not_run_again(steward: Person) -> None:
    key = failed_job("send")
    with pytest.raises(Refused, match="Only stewards"):
        retry_job(steward=make_person(), job=job(key))
    retry_job(steward=steward, job=job(key))
    with pytest.raises(Refused, match="not failed any more"):
        retry_job(steward=steward, job=job(key))


def test_a_job_that_may_wait_only_once_is_not_put_beside_its_like(steward: Person) -> None:
    key = failed_job("send")
    ProcrastinateJob.objects.filter(pk=key)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET queueing_lock = 'once' WHERE id = %s", [key])
        cursor.execute(
            "UPDATE procrastinate_jobs SET queueing_lock = 'once' WHERE id = %s", [queued_job("send")]
        )
    with pytest.raises(Refused, match="waits in the queue already"):
        retry_job(steward=steward, job=job(key))


def test_notes_go_with_their_jobs() -> None:
    key = failed_job("send")
    note_failure(job_id=key, error=LetterLost())
    note_failure(job_id=key + 1000, error=LetterLost())
    assert forget_failures_of_gone_jobs() == 1
    assert list(JobFailure.objects.values_list("job_key", flat=True)) == [key]


def test_old_jobs_are_cleared_each_night() -> None:
    assert clear_old_jobs.name in app.tasks
    periodic = {task.task.name for task in app.periodic_registry.periodic_tasks.values()}
    assert "clear_old_jobs" in periodic


# Pages -------------------------------------------------------------------------------------------------------


def test_the_page_shows_failed_jobs_without_what_they_were_given_and_runs_one_again(
    client: Client, steward: Person
) -> None:
    key = failed_job("send_letter", {"to": "ada@loom.example"})
    note_failure(job_id=key, error=ValueError("ada@loom.example"))
    client.force_login(steward)
    page = client.get("/stewards/jobs/").content.decode()
    assert ("send_letter" in page, "<code>ValueError</code>" in page, "ada@loom" in page) == (
        True,
        True,
        False,
    )
    answer = client.post(f"/stewards/jobs/{key}/retry/", follow=True)
    assert (answer.status_code, job(key).status) == (200, "todo")
    assert "It is in line again." in answer.content.decode()
    again = client.post(f"/stewards/jobs/{key}/retry/")
    assert (again.status_code, "not failed any more" in again.content.decode()) == (403, True)
    assert client.post(f"/stewards/jobs/{key + 1000}/retry/").status_code == 404


def test_how_workers_are_is_told_by_when_they_were_heard_of() -> None:
    now = timezone.now()
    moments = (None, now - timedelta(minutes=5), now - timedelta(seconds=20))
    assert [worker_health(at, now).is_well for at in moments] == [False, False, True]


def test_the_parts_of_the_installation_say_how_they_do(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert [part.is_well for part in health()] == [True] * 4
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert [part.is_well for part in health()] == [True, True, True, False]


def test_a_migration_that_was_not_run_shows() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'mfa' AND name LIKE '0003%'")
    sentence = next(part.sentence for part in health() if not part.is_well and "migrat" in part.sentence)
    assert sentence == "1 migration has not been run: run manage.py migrate."


def test_every_table_is_in_one_group_of_what_the_database_holds() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(pg_total_relation_size(oid)) FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        (tables,) = cursor.fetchone()
    found = storage()
    assert sum(size for _name, size in found.groups) == tables
    assert found.total > tables
