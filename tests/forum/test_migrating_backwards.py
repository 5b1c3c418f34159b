"""Who has to go back to the release before loses what that does not know, and nothing else."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection

from forum.communities.models import Community
from forum.core.claims import Kind
from forum.gatherings.actions.taking_down import take_question_down
from forum.moderation.actions.appealing import appeal_removed_question
from forum.moderation.actions.claiming import add_remark, claim_thing
from forum.moderation.actions.reporting import report_message
from forum.moderation.models import Appeal, Case, Claim, Remark, Report
from forum.notifications.models import Notice
from forum.people.models import Person
from forum.repertoire.models import PracticeNote
from tests.factories import make_member
from tests.forum.gatherings.going_on import begun
from tests.forum.moderation.reported import the_case
from tests.forum.moderation.reported_notes import (
    ada,
    community,
    drafter,
    moderator,
    note,
    quoted,
    reader,
    reported,
)  # fmt: skip
from tests.forum.people_anew import again
from tests.forum.recaps.over import asked

__all__ = ["ada", "community", "drafter", "moderator", "note", "quoted", "reader"]

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = "0043_practice_notes"
VALID = "SELECT convalidated FROM pg_constraint WHERE conname = 'notice_is_about_one_thing'"


def migrate(*name: str) -> None:
    call_command("migrate", "forum", *name, verbosity=0)


def counted(table: str) -> int:
    """How many rows it has, whatever models say of its columns."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


@pytest.fixture
def appeal(community: Community, drafter: Person, reader: Person, moderator: Person) -> Appeal:
    """About a question that was removed."""
    question = asked(reader, begun(drafter, community), "Why so long?")
    take_question_down(moderator=again(moderator), question=question, reason="We asked that before.")
    question.refresh_from_db()
    return appeal_removed_question(person=again(reader), question=question, words="It is another one.")


def test_backwards_goes_what_is_not_known_there_and_forwards_all_stands_again(
    note: PracticeNote, appeal: Appeal, moderator: Person, reader: Person, community: Community
) -> None:
    message = note.quotes.get().message
    assert message is not None
    report_message(reporter=again(reader), message=message, reason="unkind")
    kept = the_case()
    case = reported(note, reader)
    claim_thing(moderator=again(moderator), kind=Kind.REPORTED, key=case.pk)
    for each in (kept, case):
        add_remark(moderator=again(moderator), kind=Kind.REPORTED, key=each.pk, words="I look at it.")
    about = {
        name for row in Notice.objects.all() for name in ("question", "quote", "appeal", "case", "message")
        if getattr(row, f"{name}_id")
    }  # fmt: skip
    assert about == {"question", "quote", "appeal", "case", "message"}
    stays = Notice.objects.filter(message__isnull=False) | Notice.objects.filter(case=kept)
    number = stays.count()
    try:
        migrate(BEFORE)
        assert [counted(f"forum_{each}") for each in ("case", "report", "claim", "remark", "appeal")] == [
            1, 1, 0, 1, 0,
        ]  # fmt: skip
        assert counted("forum_notice") == number
        assert counted("forum_practicenote") == 1
    finally:
        migrate()
    assert list(Case.objects.all()) == [kept] and Report.objects.get().case == kept
    assert not Claim.objects.exists() and Remark.objects.get().thing == kept.pk
    assert Notice.objects.count() == number
    with connection.cursor() as cursor:
        cursor.execute(VALID)
        assert cursor.fetchall() == [(True,)]
    assert reported(note, make_member(community)).practice_note == note


def test_who_runs_the_release_before_still_quotes_while_it_is_migrated(note: PracticeNote) -> None:
    quote = note.quotes.get()
    known = ("note_id", "community_id", "message_id", "consent", "readers", "asked_at", "answered_at")
    values = [getattr(quote, column) for column in known]
    quote.delete()
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO forum_quote ({', '.join(known)}) VALUES ({', '.join(['%s'] * 7)})", values
        )
    assert not note.quotes.get().was_agreed
