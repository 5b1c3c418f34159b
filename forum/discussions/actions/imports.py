"""Bringing in whole conversations from elsewhere, under the same rules as writing them here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from forum.communities.selectors.locks import lock_communities, lock_standing
from forum.core.events import publish
from forum.core.markup import render_mail_html, render_plain
from forum.core.verdicts import Invalid, require
from forum.core.words import one_line
from forum.discussions.actions.counters import boards_of_topic
from forum.discussions.actions.imported_conversations import ImportedConversation, ImportedPost
from forum.discussions.actions.imported_files import links_to, store_attachments, unsaved_attachments
from forum.discussions.events import ConversationsImported
from forum.discussions.models import Attachment, Board, Placement, Post, Topic
from forum.discussions.models.paths import child_path, path_word
from forum.discussions.models.topics import MAX_TITLE_LENGTH, MOST_PARTICIPANTS, topic_slug
from forum.discussions.policies.boards import may_import_into
from forum.discussions.selectors.locks import lock_topics
from forum.people.models import Person

_RENDERERS = {Post.Format.PLAIN: render_plain, Post.Format.HTML: render_mail_html}


@transaction.atomic
def import_conversations(
    *, importer: Person, board: Board, conversations: Sequence[ImportedConversation]
) -> dict[str, Post]:
    """Store conversations on a board and give back the posts by key.

    Posts keep their dates; nobody is mentioned, notified or marked as having read. A post whose parent is not
    there answers the opening one. Raises Refused, or Invalid where a topic to be continued is no longer on
    the board.
    """
    wanted = [each for each in conversations if each.posts]
    texts = {post.key: _text(post) for each in wanted for post in each.posts}
    lock_communities([board.community_id])
    continued = _locked(_continued(wanted))
    lock_standing(importer, [board.community_id])
    require(may_import_into(importer, board))
    _require_live(board, _continued(wanted))
    new = _new_topics(board, [each for each in wanted if each.topic_id is None])
    ids = iter(_reserve_ids(sum(len(each.posts) for each in wanted)))
    parents = _known_parents(wanted)
    posts: dict[str, Post] = {}
    for each in wanted:
        topic = new[each.posts[0].key] if each.topic_id is None else continued[each.topic_id]
        posts |= _placed(each, topic, board, texts=texts, parents=parents, ids=ids)
    Post.objects.bulk_create(posts.values(), batch_size=500)
    for key, post in posts.items():
        store_attachments(post, texts[key].attachments)
    _count_answers(posts.values())
    _count(
        board,
        new.values(),
        [(continued[each.topic_id], each) for each in wanted if each.topic_id is not None],
    )
    topic_ids = tuple(sorted({post.topic_id for post in posts.values()}))
    publish(ConversationsImported(board_id=board.pk, topic_ids=topic_ids))
    return posts


@dataclass(frozen=True, slots=True)
class _Text:
    html: str
    attachments: list[tuple[Attachment, bytes]]


def _text(post: ImportedPost) -> _Text:
    attachments = unsaved_attachments(post.files, post.created_at)
    links = links_to(attachment for attachment, _data in attachments)
    return _Text(_RENDERERS[post.format](post.source) + links, attachments)


def _continued(conversations: Iterable[ImportedConversation]) -> set[int]:
    return {each.topic_id for each in conversations if each.topic_id is not None}


def _locked(topic_ids: set[int]) -> dict[int, Topic]:
    return Topic.objects.in_bulk(lock_topics(topic_ids))


def _require_live(board: Board, topic_ids: set[int]) -> None:
    live = Placement.objects.filter(board=board, state=Placement.State.LIVE, topic__removed_at=None)
    if live.filter(topic__in=topic_ids).count() != len(topic_ids):
        raise Invalid(_("The conversation that this continues no longer stands on this board."))


def _new_topics(board: Board, conversations: Sequence[ImportedConversation]) -> dict[str, Topic]:
    """Topics by the key of their opening post, with all their figures, each placed on the board."""
    topics = {each.posts[0].key: _new_topic(board, each) for each in conversations}
    Topic.objects.bulk_create(topics.values(), batch_size=500)
    Placement.objects.bulk_create(
        [
            Placement(
                topic=topic,
                board=board,
                created_at=topic.created_at,
                last_post_at=topic.last_post_at,
                is_answered=True,  # an imported topic is a discussion, never an open question
            )
            for topic in topics.values()
        ],
        batch_size=500,
    )
    return topics


def _new_topic(board: Board, conversation: ImportedConversation) -> Topic:
    title = shortened_title(conversation.title)
    opening, latest = conversation.posts[0], max(conversation.posts, key=lambda post: post.created_at)
    authors = dict.fromkeys(post.author.pk for post in conversation.posts)
    return Topic(
        title=title,
        slug=topic_slug(title),
        author=opening.author,
        home_board=board,
        post_count=len(conversation.posts),
        last_number=len(conversation.posts),
        participant_ids=list(authors)[:MOST_PARTICIPANTS],
        created_at=opening.created_at,
        last_post_at=latest.created_at,
        last_post_by=latest.author,
    )


def shortened_title(title: str) -> str:
    """The title on one line of at most 200 characters; words for where there is none."""
    line = one_line(title) or _("(without a title)")
    return line if len(line) <= MAX_TITLE_LENGTH else line[: MAX_TITLE_LENGTH - 1].rstrip() + "…"


def _reserve_ids(count: int) -> list[int]:
    """Keys for rows that are to refer to each other before they are stored."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [Post._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def _known_parents(conversations: Sequence[ImportedConversation]) -> dict[int, Post]:
    """Posts already stored that are to be answered, and the opening posts of continued topics, by id."""
    wanted = {post_id for each in conversations for post_id in each.known.values()}
    topic_ids = [each.topic_id for each in conversations if each.topic_id is not None]
    rows = Post.objects.only("pk", "topic_id", "number", "path", "depth")
    openings = {post.pk: post for post in rows.filter(topic__in=topic_ids, number=1)}
    return rows.filter(removed_at=None).in_bulk(wanted) | openings


def _placed(
    conversation: ImportedConversation,
    topic: Topic,
    board: Board,
    *,
    texts: Mapping[str, _Text],
    parents: Mapping[int, Post],
    ids: Iterable[int],
) -> dict[str, Post]:
    """The rows of one conversation, numbered on from what the topic holds, each under its parent."""
    rows: dict[str, Post] = {}
    opening = next(
        (post for post in parents.values() if post.topic_id == topic.pk and post.number == 1), None
    )
    first = 1 if conversation.topic_id is None else topic.last_number + 1
    for number, (post, post_id) in enumerate(zip(conversation.posts, ids, strict=False), start=first):
        parent = rows.get(post.answers or "") or _stored(
            conversation.known.get(post.answers or ""), topic, parents
        )
        parent = parent or opening
        path, depth = child_path(parent.path, parent.depth, number) if parent else (path_word(1), 0)
        row = Post(
            pk=post_id, topic=topic, number=number, parent_id=parent.pk if parent else None,
            author=post.author, via_board=board, source=post.source, format=post.format, html=texts[post.key].html,
            path=path, depth=depth, created_at=post.created_at,
        )  # fmt: skip
        rows[post.key] = row
        opening = opening or row
    topic.last_number = first + len(rows) - 1
    return rows


def _stored(post_id: int | None, topic: Topic, parents: Mapping[int, Post]) -> Post | None:
    found = parents.get(post_id) if post_id is not None else None
    return found if found is not None and found.topic_id == topic.pk else None


def _count_answers(posts: Iterable[Post]) -> None:
    """Let each post know how many answer it, one update for each figure that occurs."""
    by_count: dict[int, list[int]] = {}
    for parent_id, count in Counter(post.parent_id for post in posts if post.parent_id).items():
        by_count.setdefault(count, []).append(parent_id)
    for count, parent_ids in by_count.items():
        Post.objects.filter(pk__in=parent_ids).update(reply_count=F("reply_count") + count)


def _count(
    board: Board, new: Iterable[Topic], continued: Sequence[tuple[Topic, ImportedConversation]]
) -> None:
    """Move all figures on; boards last and by id, as everywhere."""
    topics: Counter[int] = Counter()
    posts: Counter[int] = Counter()
    for topic in new:
        topics[board.pk] += 1
        posts[board.pk] += topic.post_count
    for topic, conversation in continued:
        _count_continued(topic, conversation.posts)
        for board_id in boards_of_topic(topic):
            posts[board_id] += len(conversation.posts)
    for board_id in sorted(posts):
        Board.objects.filter(pk=board_id).update(
            version=F("version") + 1,
            topic_count=F("topic_count") + topics[board_id],
            post_count=F("post_count") + posts[board_id],
        )


def _count_continued(topic: Topic, posts: Sequence[ImportedPost]) -> None:
    """Move a topic's figures on. Older posts that came late do not make it look more recent than it is."""
    latest = max(posts, key=lambda post: post.created_at)
    authors = dict.fromkeys([*topic.participant_ids, *(post.author.pk for post in posts)])
    topic.post_count += len(posts)
    topic.participant_ids = list(authors)[:MOST_PARTICIPANTS]
    topic.version += 1
    if latest.created_at > topic.last_post_at:
        topic.last_post_at, topic.last_post_by = latest.created_at, latest.author
    fields = ["last_number", "post_count", "participant_ids", "version", "last_post_at", "last_post_by"]
    topic.save(update_fields=fields)
    Placement.objects.filter(topic=topic).update(last_post_at=topic.last_post_at)
