"""Writing a portion of an archive: posts, their files and what is remembered of them, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.selectors.locks import lock_communities
from forum.discussions.actions.imported_conversations import ImportedConversation, ImportedPost
from forum.discussions.actions.imported_files import ImportedFile
from forum.discussions.actions.imports import import_conversations
from forum.discussions.models import Post
from forum.importing.actions.turns import Overtaken, require_turn
from forum.importing.catalogue import Author, identity
from forum.importing.models import MOST_SKIPPED_LISTED, ImportedMessage, ImportRun
from forum.importing.plan import Known, Piece
from forum.importing.records import MailRecord, UnreadableRecord
from forum.people.actions.placeholders import placeholders_for
from forum.people.models import Person


@dataclass(frozen=True, slots=True)
class Portion:
    """Pieces of a plan with the messages themselves; a piece's message without a record is left out.

    `authors` maps the identity of a sender to the person behind it; `dates` and `known` are by message key.
    """

    pieces: Sequence[Piece]
    records: Mapping[str, MailRecord]
    skipped: Sequence[UnreadableRecord]
    authors: Mapping[str, Author]
    dates: Mapping[str, datetime]
    known: Mapping[str, Known]


@transaction.atomic
def write_portion(*, run: ImportRun, portion: Portion, now: datetime | None = None) -> dict[str, Known]:
    """Bring the portion onto the run's board and give back where each message is.

    Raises Superseded if the run may not write any more, Overtaken if the plan is out of date, Refused if who
    asked for the import may not import any more.
    """
    lock_communities([run.onto.community_id])
    require_turn(run)
    _take_turns(run, portion)
    people = _people(portion)
    conversations = [_conversation(piece, portion, people) for piece in portion.pieces]
    posts = import_conversations(importer=run.requested_by, board=run.onto, conversations=conversations)
    ImportedMessage.objects.bulk_create(
        [ImportedMessage(board=run.board, message_id=key, post=post) for key, post in posts.items()],
        batch_size=500,
    )
    _note(run, posts, portion, now or timezone.now())
    return {key: Known(post.pk, post.topic_id) for key, post in posts.items()}


def _take_turns(run: ImportRun, portion: Portion) -> None:
    """Let imports into one board write one after the other, and notice what the other one wrote."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('import into board'), %s)", [run.board_id])
    if ImportedMessage.objects.filter(board=run.board, message_id__in=list(portion.records)).exists():
        raise Overtaken


def _people(portion: Portion) -> dict[str, Person]:
    identities = {identity(record.sender) for record in portion.records.values()}
    wanted = {key: portion.authors[key] for key in sorted(identities)}
    people = placeholders_for({author.source: author.name for author in wanted.values()})
    return {key: people[author.source] for key, author in wanted.items()}


def _conversation(piece: Piece, portion: Portion, people: Mapping[str, Person]) -> ImportedConversation:
    """The piece as it can be written: answers to what is left out go to what that answered."""
    above = {post.key: post.parent for post in piece.posts}
    posts, known = [], {}
    for placed in piece.posts:
        record = portion.records.get(placed.key)
        if record is None:
            continue
        answers = placed.parent
        while answers in above and answers not in portion.records:
            answers = above[answers]
        if answers is not None and (found := portion.known.get(answers)) and found.post_id is not None:
            known[answers] = found.post_id
        posts.append(
            _post(placed.key, record, portion.dates[placed.key], people[identity(record.sender)], answers)
        )
    return ImportedConversation(title=piece.title, posts=posts, topic_id=piece.topic_id, known=known)


def _post(
    key: str, record: MailRecord, sent_at: datetime, author: Person, answers: str | None
) -> ImportedPost:
    return ImportedPost(
        key=key,
        author=author,
        source=record.body or _("(This message holds no text.)"),
        format=Post.Format.HTML if record.body_is_html else Post.Format.PLAIN,
        created_at=sent_at,
        answers=answers,
        files=tuple(ImportedFile(file.name, file.data) for file in record.attachments),
    )


def _note(run: ImportRun, posts: Mapping[str, Post], portion: Portion, now: datetime) -> None:
    new_topics = sum(post.number == 1 for post in posts.values())
    rows = run_rows(portion.skipped)
    run.skipped = [*run.skipped, *rows][:MOST_SKIPPED_LISTED]
    ImportRun.objects.filter(pk=run.pk).update(
        done=F("done") + len(posts) + len(rows),
        imported_count=F("imported_count") + len(posts),
        topic_count=F("topic_count") + new_topics,
        skipped_count=F("skipped_count") + len(rows),
        skipped=run.skipped,
        touched_at=now,
    )


def run_rows(skipped: Sequence[UnreadableRecord]) -> list[dict[str, Any]]:
    """Messages left out as the run's report keeps them."""
    return [{"number": row.ordinal, "reason": row.reason, "headline": row.headline} for row in skipped]
