"""An archive becomes topics with their authors, dates and threads: once, whatever happens on the way."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from forum.discussions.actions import imports
from forum.discussions.actions.taking_down import take_down_post
from forum.discussions.actions.topics import lock_topic
from forum.discussions.actions.whole_topics import remove_topic
from forum.discussions.models import Board, Post, Topic
from forum.importing import plan
from forum.importing.actions import carrying, portions
from forum.importing.actions.carrying import carry_out
from forum.importing.actions.runs import open_local_import, resume_import, stop_import
from forum.importing.models import ImportedMessage, ImportRun
from forum.invariants.selectors import breaches
from forum.people.models import Person
from tests.factories import make_member, make_person
from tests.forum.importing.conftest import Import, outline
from tests.forum.importing.mails import headed, mail, packed

State = ImportRun.State


def letter(key: str, *, answers: str = "", subject: str = "Dosage", by: str = "Ann", day: int = 1) -> bytes:
    head = headed(
        From=f"{by.lower()} at clinic.example ({by})",
        Date=f"{day} Mar 2010 12:00:00 +0000",
        Subject=subject,
        Message_ID=f"<{key}@x>",
        References=" ".join(f"<{one}@x>" for one in answers.split()),
    )
    separator = f"From {by.lower()} at clinic.example  Mon Mar {day:2} 12:00:00 2010\n".encode()
    return mail(f"This is {key}.\n".encode(), head=head, separator=separator)


THREAD = (
    letter("a")
    + letter("b", answers="a", by="Bo", day=2)
    + letter("c", answers="a b", by="Cy", day=3)
    + letter("other", subject="Something else", day=2)
)


def counts(run: ImportRun) -> tuple[str, int, int, int, int, int, int]:
    """State, total, done, imported, new topics, known, skipped."""
    run.refresh_from_db()
    written = (run.imported_count, run.topic_count, run.known_count, run.skipped_count)
    return (run.state, run.total, run.done, *written)


def test_conversations_come_with_authors_dates_and_threads(board: Board, bring_in: Import) -> None:
    run = bring_in(THREAD)
    assert counts(run) == (State.FINISHED, 4, 4, 4, 2, 0, 0)
    assert outline(board) == ["Dosage: 1 Ann, 2 Bo<1, 3 Cy<2", "Something else: 1 Ann"]
    topic = board.home_topics.get(title="Dosage")
    assert topic.created_at == datetime(2010, 3, 1, 12, tzinfo=UTC)
    assert topic.last_post_at == datetime(2010, 3, 3, 12, tzinfo=UTC)
    assert topic.last_post_by.display_name == "Cy"
    post = topic.posts.get(number=2)
    assert (post.source, post.format, post.html) == ("This is b.", Post.Format.PLAIN, "<p>This is b.</p>")
    assert (post.created_at, post.depth) == (datetime(2010, 3, 2, 12, tzinfo=UTC), 1)
    assert breaches() == []


def test_a_second_import_adds_nothing(board: Board, bring_in: Import) -> None:
    bring_in(THREAD)
    before = (outline(board), Person.objects.count())
    assert counts(bring_in(packed(THREAD))) == (State.FINISHED, 4, 4, 0, 0, 4, 0)
    assert (outline(board), Person.objects.count()) == before
    assert breaches() == []


def test_newer_mail_goes_on_where_its_conversation_is(board: Board, bring_in: Import) -> None:
    bring_in(THREAD)
    newer = letter("d", answers="a b", by="Dee", day=9) + letter("e", answers="d", by="Ed", day=10)
    assert counts(bring_in(newer)) == (State.FINISHED, 2, 2, 2, 0, 0, 0)
    whole = (
        THREAD + newer + letter("f", answers="other", by="Flo", day=11) + letter("g", answers="gone", day=12)
    )
    assert counts(bring_in(whole)) == (State.FINISHED, 8, 8, 2, 1, 6, 0)
    assert outline(board) == [
        "Dosage: 1 Ann, 2 Bo<1, 3 Cy<2, 4 Dee<2, 5 Ed<4",
        "Something else: 1 Ann, 2 Flo<1",
        "Dosage: 1 Ann",
    ]
    assert breaches() == []


def test_an_older_message_that_comes_late_keeps_its_date_and_leaves_the_topic_s_activity(
    board: Board, bring_in: Import
) -> None:
    bring_in(letter("b", answers="a", by="Bo", day=5))
    bring_in(THREAD)
    assert outline(board) == ["Something else: 1 Ann", "Dosage: 1 Bo, 2 Ann<1, 3 Cy<1"]
    topic = board.home_topics.get(title="Dosage")
    assert topic.last_post_at == datetime(2010, 3, 5, 12, tzinfo=UTC)
    assert breaches() == []


def test_a_conversation_longer_than_a_portion_is_one_topic(
    board: Board, bring_in: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "MOST_POSTS", 3)
    chain = b"".join(letter(f"m{i}", answers=f"m{i - 1}" if i else "", day=i + 1) for i in range(10))
    assert counts(bring_in(THREAD + chain)) == (State.FINISHED, 14, 14, 14, 3, 0, 0)
    assert [topic.post_count for topic in board.home_topics.order_by("post_count")] == [1, 3, 10]
    assert breaches() == []


def test_hostile_words_names_and_files_come_in_harmless(board: Board, bring_in: Import) -> None:
    body = b"--B\nContent-Type: text/html\n\n<p onclick=x>Hi<script>alert(1)</script>"
    body += b'<a href="javascript:x">y</a></p>\n'
    body += b'--B\nContent-Type: text/html; name="../<b>.html"\n\n<script>alert(2)</script>\n--B--\n'
    head = headed(
        From='"<img src=x>" <eve@clinic.example>',
        Subject="<script>a</script>",
        Content_Type="multipart/mixed; boundary=B",
    )
    bring_in(mail(body, head=head))
    topic = board.home_topics.get()
    post = topic.posts.get()
    attachment = post.attachments.get()
    assert (topic.title, post.author.display_name) == ("<script>a</script>", "<img src=x>")
    assert not {"script", "onclick", "javascript"} & set(
        post.html.replace("<", " ").replace("=", " ").split()
    )
    assert (attachment.kind, attachment.media_type) == ("file", "application/octet-stream")
    assert attachment.get_absolute_url() in post.html
    assert attachment.owner == post.author


def test_what_cannot_be_read_is_reported_and_the_rest_comes_in(board: Board, bring_in: Import) -> None:
    broken = b"From ann@clinic.example  Fri Nov 11 12:16:11 2005\n\nno header\n\n"
    run = bring_in(letter("a") + broken + letter("a") + letter("b", answers="a", by="Bo", day=2))
    assert counts(run) == (State.FINISHED, 4, 4, 2, 1, 0, 2)
    assert [(row["number"], row["reason"]) for row in run.skipped] == [
        (2, "The message has no header, so neither its author nor its date is known."),
        (3, "It is the same as message 1."),
    ]


def test_one_message_that_cannot_be_stored_does_not_hold_up_the_others(
    board: Board, bring_in: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = imports._RENDERERS[Post.Format.PLAIN]

    def fragile(source: str) -> str:
        if "is b" in source:
            raise AttributeError("cannot render this")
        return plain(source)

    monkeypatch.setitem(imports._RENDERERS, Post.Format.PLAIN, fragile)
    run = bring_in(THREAD)
    assert counts(run) == (State.FINISHED, 4, 4, 3, 2, 0, 1)
    assert run.skipped == [
        {"number": 2, "reason": "It could not be stored (AttributeError).", "headline": "Dosage"}
    ]
    assert outline(board) == ["Dosage: 1 Ann, 2 Cy<1", "Something else: 1 Ann"]
    monkeypatch.undo()
    assert counts(bring_in(THREAD)) == (State.FINISHED, 4, 4, 1, 0, 3, 0)
    assert outline(board)[0] == "Dosage: 1 Ann, 2 Cy<1, 3 Bo<1"
    assert breaches() == []


def test_answers_to_a_removed_post_go_to_the_opening_one_and_removed_ones_do_not_return(
    board: Board, bring_in: Import, steward: Person
) -> None:
    bring_in(THREAD)
    take_down_post(moderator=steward, post=Post.objects.get(source="This is c."), reason="Off topic.")
    bring_in(THREAD + letter("d", answers="c", by="Dee", day=4))
    assert outline(board)[0] == "Dosage: 1 Ann, 2 Bo<1, 3 Cy<2, 4 Dee<1"
    assert Post.objects.get(number=3).source == ""
    assert breaches() == []


def test_mail_for_a_topic_that_was_removed_is_left_out_with_the_reason(
    board: Board, bring_in: Import, steward: Person
) -> None:
    bring_in(letter("other", subject="Something else"))
    remove_topic(moderator=steward, topic=Topic.objects.get(), reason="Off topic.")
    run = bring_in(letter("f", answers="other", by="Flo", day=5) + letter("a"))
    assert counts(run) == (State.FINISHED, 2, 2, 1, 1, 0, 1)
    assert run.skipped[0]["reason"] == "The conversation that this continues no longer stands on this board."


class Interrupted(BaseException):
    """The process dies."""


def test_an_import_that_died_goes_on_exactly_where_it_was(
    board: Board, steward: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "MOST_POSTS", 2)
    path = tmp_path / "a.mbox"
    path.write_bytes(THREAD)
    run = open_local_import(importer=steward, board=board, path=path)
    written = portions.write_portion
    calls = iter(range(9))

    def dying(**arguments: object) -> object:
        if next(calls) == 1:
            raise Interrupted
        return written(**arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(carrying, "write_portion", dying)
    with pytest.raises(Interrupted):
        carry_out(run_id=run.pk, attempt=1)
    assert counts(run) == (State.RUNNING, 4, 2, 2, 1, 0, 0)
    later = datetime(2090, 1, 1, tzinfo=UTC)
    run = resume_import(moderator=steward, run=run, now=later)
    assert (run.state, run.attempt) == (State.QUEUED, 2)
    carry_out(run_id=run.pk, attempt=1)
    assert counts(run)[0] == State.QUEUED
    carry_out(run_id=run.pk, attempt=2)
    assert counts(run) == (State.FINISHED, 4, 4, 4, 2, 0, 0)
    assert outline(board) == ["Dosage: 1 Ann, 2 Bo<1, 3 Cy<2", "Something else: 1 Ann"]
    assert breaches() == []


def test_an_import_stops_between_portions_and_goes_on_when_asked(
    board: Board, steward: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "MOST_POSTS", 2)
    path = tmp_path / "a.mbox"
    path.write_bytes(THREAD)
    run = open_local_import(importer=steward, board=board, path=path)
    written = portions.write_portion

    def stopping(**arguments: object) -> object:
        result = written(**arguments)  # type: ignore[arg-type]
        stop_import(moderator=steward, run=run)
        return result

    monkeypatch.setattr(carrying, "write_portion", stopping)
    carry_out(run_id=run.pk, attempt=1)
    assert counts(run) == (State.STOPPED, 4, 2, 2, 1, 0, 0)
    monkeypatch.setattr(carrying, "write_portion", written)
    run = resume_import(moderator=steward, run=run)
    carry_out(run_id=run.pk, attempt=run.attempt)
    assert counts(run) == (State.FINISHED, 4, 4, 4, 2, 0, 0)


def test_a_file_that_is_no_archive_fails_with_its_sentence(bring_in: Import) -> None:
    run = bring_in(b"%PDF-1.7")
    assert (run.state, run.failure) == (State.FAILED, "This is not a mail archive but a PDF document.")


def test_a_moderator_who_lost_the_role_cannot_go_on(board: Board, bring_in: Import, tmp_path: Path) -> None:
    member = make_member(board.community)
    path = tmp_path / "a.mbox"
    path.write_bytes(THREAD)
    run = ImportRun.objects.create(board=board, requested_by=member, name="a", path=str(path))
    carry_out(run_id=run.pk, attempt=1)
    run.refresh_from_db()
    assert (run.state, run.failure) == (State.FAILED, "Only moderators of this board can import into it.")
    assert (Topic.objects.count(), ImportedMessage.objects.count()) == (0, 0)


def test_a_locked_topic_still_takes_its_old_mail(board: Board, bring_in: Import, steward: Person) -> None:
    bring_in(letter("a"))
    lock_topic(moderator=steward, topic=Topic.objects.get())
    bring_in(THREAD)
    assert outline(board)[0] == "Dosage: 1 Ann, 2 Bo<1, 3 Cy<2"


def test_the_command_imports_and_reports(
    board: Board, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.mbox"
    path.write_bytes(THREAD + letter("a"))
    address = f"{board.community.slug}/{board.slug}"
    call_command("import_archive", str(path), "--board", address)
    assert capsys.readouterr().out == (
        "5 messages: 4 imported into 2 new topics, 0 were here before, 1 left out.\n"
        "  message 5 (Dosage): It is the same as message 1.\n"
    )
    assert Person.objects.get(handle="importer").kind == Person.Kind.SYSTEM
    with pytest.raises(CommandError, match="Only moderators of this board can import into it"):
        call_command("import_archive", str(path), "--board", address, "--as", make_person().handle)
    with pytest.raises(CommandError, match="There is no board"):
        call_command("import_archive", str(path), "--board", "no/where")
