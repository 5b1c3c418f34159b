"""Writes the copy itself, one row after the other: it needs as much memory for ten posts as for a hundred thousand."""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import chain, groupby
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.conf import settings
from django.utils import timezone

from forum.discussions.models import Attachment
from forum.network.selectors import ground
from forum.people.models import Person
from forum.personal_data.archive.json_files import write_array, write_object
from forum.personal_data.archive.markdown_files import post_text, readme, topic_file_name, topic_head
from forum.personal_data.selectors import (
    account,
    belonging,
    crossings,
    kept,
    marks,
    noted,
    noticed,
    reported,
    sessions,
    standing,
    taken,
    talk,
    written,
)
from forum.personal_data.selectors.written import OwnPost

logger = logging.getLogger(__name__)
Step = Callable[[], None]
Rows = Callable[[Person], Iterable[dict[str, Any]]]

# Everything but posts, messages and files, by the file that it is written to.
SECTIONS: dict[str, Rows] = {
    "mail_addresses.json": account.mail_addresses,
    "second_step.json": account.second_step,
    "sign_ins_elsewhere.json": account.sign_ins_elsewhere,
    "sessions.json": account.sessions,
    "communities.json": belonging.communities,
    "joining_requests.json": belonging.joining_requests,
    "invitations_used.json": belonging.invitations_used,
    "invitations_sent.json": belonging.invitations_sent,
    "founding_requests.json": belonging.founding_requests,
    "application.json": belonging.application,
    "imports.json": belonging.imports,
    "revisions.json": written.revisions,
    "removed.json": written.removed,
    "topics_removed.json": written.removed_topics,
    "drafts.json": written.drafts,
    "held_posts.json": written.held_posts,
    "reactions.json": marks.reactions,
    "bookmarks.json": marks.bookmarks,
    "mentions.json": marks.mentions,
    "followings.json": marks.followings,
    "read_positions.json": marks.read_positions,
    "boards_caught_up.json": marks.boards_caught_up,
    "message_wordings.json": talk.wordings,
    "messages_removed.json": talk.removed,
    "message_reactions.json": talk.reactions,
    "message_mentions.json": talk.mentions,
    "rooms_of_two.json": talk.rooms_of_two,
    "rooms_read.json": talk.rooms_read,
    "blocks.json": talk.blocks,
    "taken_to_boards.json": taken.taken_by,
    "own_words_taken.json": taken.taken_of,
    "carried.json": crossings.carried_by,
    "homes_asked.json": crossings.homes_asked_by,
    "reported.json": reported.reported_by,
    "taken_of_profile.json": reported.taken_of,
    "notes_removed.json": reported.notes_taken_of,
    "remarks.json": reported.remarks_of,
    "notices.json": noticed.told_to,
    "notes_as_moderator.json": noted.notes_by,
    "measures.json": standing.measures,
    "appeals.json": standing.appeals,
    "live_sessions.json": sessions.sessions_come_to,
    "live_sessions_led.json": sessions.sessions_led,
    "live_sessions_scheduled.json": sessions.sessions_scheduled,
    "live_session_files.json": sessions.files_of_sessions,
    "live_sessions_together.json": sessions.said_of_parts,
    "calendars.json": sessions.calendars,
    "questions_asked.json": sessions.questions_asked,
    "questions_removed.json": sessions.questions_removed,
    "recaps_kept.json": sessions.recaps_kept,
    "questions_let_go_on.json": sessions.questions_let_go_on,
    "question_votes.json": sessions.question_votes,
    "polls_asked.json": sessions.polls_asked,
    "poll_answers.json": sessions.poll_answers,
    "hands_raised.json": sessions.hands_raised,
    "practice_notes.json": kept.practice_notes,
    "quoted_in_practice_notes.json": kept.quoted_in_notes,
}


def write_copy(person: Person, out: IO[bytes], *, now: datetime, step: Step) -> None:
    """Write everything that is the person's into the empty file `out`. `step` follows each post, message and file."""
    counts: dict[str, int] = {}
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        with _packed(archive, "profile.json") as file:
            write_object(file, account.profile(person))
        _write_picture(archive, person)
        for name, rows in SECTIONS.items():
            with _packed(archive, name) as file:
                counts[name] = write_array(file, rows(person))
        counts["posts.json"] = _write_posts(archive, person, step)
        with _packed(archive, "messages.json") as file:
            counts["messages.json"] = write_array(file, _messages(person, step))
        counts["files.json"] = _write_files(archive, person, step)
        text = readme(
            name=person.display_name,
            network=ground().name,
            origin=settings.ORIGIN,
            made_at=now,
            counts=counts,
        )
        with _packed(archive, "README.md") as file:
            file.write(text.encode())


def _write_posts(archive: ZipFile, person: Person, step: Step) -> int:
    """A file for each topic, and all posts as JSON, which is put by meanwhile: a zip takes one file at a time."""
    with tempfile.TemporaryFile() as aside:
        count = write_array(aside, _posts_by_topic(archive, person, step))
        aside.seek(0)
        with _packed(archive, "posts.json") as file:
            shutil.copyfileobj(aside, file)
    return count


def _posts_by_topic(archive: ZipFile, person: Person, step: Step) -> Iterator[dict[str, Any]]:
    for _topic, posts in groupby(written.own_posts(person), key=lambda post: post.place.topic_id):
        yield from _posts_of_topic(archive, posts, step)


def _posts_of_topic(archive: ZipFile, posts: Iterator[OwnPost], step: Step) -> Iterator[dict[str, Any]]:
    first = next(posts)
    with _packed(archive, topic_file_name(first.place)) as file:
        file.write(topic_head(first.place, settings.ORIGIN).encode())
        for post in chain([first], posts):
            file.write(post_text(post, settings.ORIGIN).encode())
            yield _said(post)
            step()


def _said(post: OwnPost) -> dict[str, Any]:
    return post.place.said() | {
        "format": post.format,
        "source": post.source,
        "created_at": post.created_at,
        "edited_at": post.edited_at,
        "reactions": post.reactions,
    }


def _messages(person: Person, step: Step) -> Iterator[dict[str, Any]]:
    for message in talk.own_messages(person):
        yield message
        step()


def _write_files(archive: ZipFile, person: Person, step: Step) -> int:
    with tempfile.TemporaryFile() as aside:
        count = write_array(aside, (_file(archive, row, step) for row in written.own_files(person)))
        aside.seek(0)
        with _packed(archive, "files.json") as file:
            shutil.copyfileobj(aside, file)
    return count


def _file(archive: ZipFile, row: Attachment, step: Step) -> dict[str, Any]:
    name = f"files/{row.pk.hex}-{row.name}"
    try:
        with row.file.open("rb") as stored, _as_it_is(archive, name) as file:
            shutil.copyfileobj(stored, file)
    except FileNotFoundError:
        logger.error("The stored file of attachment %s is gone.", row.pk)
        name = ""
    step()
    return {
        "file": name or None,
        "name": row.name,
        "media_type": row.media_type,
        "size": row.size,
        "created_at": row.created_at,
    }


def _write_picture(archive: ZipFile, person: Person) -> None:
    if not person.avatar.name:
        return
    try:
        with person.avatar.open("rb") as stored, _as_it_is(archive, "picture.webp") as file:
            shutil.copyfileobj(stored, file)
    except FileNotFoundError:
        logger.error("The stored picture of person %s is gone.", person.pk)


def _packed(archive: ZipFile, name: str) -> IO[bytes]:
    """A file of the archive to write into, however long it becomes."""
    return _place(archive, name, ZIP_DEFLATED)


def _as_it_is(archive: ZipFile, name: str) -> IO[bytes]:
    """The same for what is packed already, as pictures and most files are."""
    return _place(archive, name, ZIP_STORED)


def _place(archive: ZipFile, name: str, compression: int) -> IO[bytes]:
    info = ZipInfo(name, date_time=timezone.localtime().timetuple()[:6])
    info.compress_type = compression
    return archive.open(info, "w", force_zip64=True)
