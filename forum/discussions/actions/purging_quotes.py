"""What discussions do with what others have quoted of purged words: in posts, earlier wordings, drafts and notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from forum.core.markup import markdown_of_html, plain_text, render_mail_html, render_markdown
from forum.core.passages import Passages, clean_plain_words
from forum.discussions.actions.below import words_below
from forum.discussions.actions.bodies import rendered
from forum.discussions.actions.counters import listings_changed
from forum.discussions.actions.files import attachment_markdown
from forum.discussions.models import (
    Draft,
    HeldPost,
    HiddenPost,
    Placement,
    Post,
    PostRevision,
    Removal,
    StaffNote,
    Topic,
)
from forum.discussions.models.topics import topic_slug
from forum.discussions.selectors.files import files_of

MARKDOWN, HTML = Post.Format.MARKDOWN, Post.Format.HTML


@dataclass(frozen=True, slots=True)
class Quoting:
    """Ids of posts, earlier wordings and removed words that hold passages, of topics whose titles do, and of all the
    topics that this is about.
    """

    posts: list[int]
    wordings: list[int]
    removals: list[int]
    titles: list[int]
    topics: set[int]


def quoting(passages: Passages, *, since: datetime) -> Quoting:
    """What was written or changed since then and holds passages. Before locking: topics come before all else."""
    changed = Q(created_at__gte=since) | Q(edited_at__gte=since)
    posts = _holding(Post.objects.filter(changed, removed_at=None), passages, "topic_id", _MOMENT)
    earlier = PostRevision.objects.filter(written_at__gte=since)
    wordings = _holding(earlier, passages, "post__topic_id", F("written_at"))
    removed = Removal.objects.filter(removed_at__gte=since)
    removals = _holding(removed, passages, "post__topic_id", _MOMENT_OF_REMOVED)
    started = Topic.objects.filter(created_at__gte=since).order_by("pk")
    named = started.values_list("pk", "title", "created_at").iterator()
    titles = [key for key, title, moment in named if passages.without(title, moment) != title]
    topics = {topic for found in (posts, wordings, removals) for topic in found.values()} | {*titles}
    return Quoting(list(posts), list(wordings), list(removals), titles, topics)


# When something was written as it is.
_MOMENT = Coalesce("edited_at", "created_at")
_MOMENT_OF_REMOVED = Coalesce("post__edited_at", "post__created_at")


def _holding(rows: QuerySet[Any], passages: Passages, topic: str, written: Any) -> dict[int, int]:
    """Topics by the ids of those rows that hold passages; of mails, what they say is looked at."""
    found = {}
    columns = rows.order_by("pk").values_list("pk", topic, "source", "format", "html", written)
    for key, topic_id, source, written_in, html, moment in columns.iterator():
        said = source if written_in == MARKDOWN else plain_text(html)
        if passages.without(said, moment) != said or passages.without(source, moment) != source:
            found[key] = topic_id
    return found


def clean_quotes(found: Quoting, passages: Passages, *, since: datetime) -> Counter[str]:
    """Put a sentence in place of each passage; how many rows held some, by what they are.

    Part of the action that purges, which has locked the topics.
    """
    topics = Topic.objects.select_related("home_board__community").in_bulk(found.topics)
    cleaned = Counter[str]()
    for row in _locked(Post.objects.filter(pk__in=found.posts, removed_at=None)):
        html = _clean(row, row, topics[row.topic_id], passages) + words_below(row)
        Post.objects.filter(pk=row.pk).update(
            source=row.source, format=MARKDOWN, html=html, revision=F("revision") + 1
        )
        cleaned["quotes"] += 1
    earlier = PostRevision.objects.filter(pk__in=found.wordings)
    removed = Removal.objects.filter(pk__in=found.removals).exclude(source="")
    for kept in (*_locked(earlier), *_locked(removed)):
        kept.html = _clean(kept, kept.post, topics[kept.post.topic_id], passages)
        kept.format = MARKDOWN
        kept.save(update_fields=["source", "html", "format"])
        cleaned["quotes"] += 1
    cleaned["quotes"] += _clean_titles(found, passages)
    Topic.objects.filter(pk__in=found.topics).update(version=F("version") + 1)
    listings_changed(found.topics)
    cleaned["quotes"] += _clean_plain(passages)
    cleaned["drafts"] += clean_plain_words(
        Draft.objects.filter(updated_at__gte=since), ["title", "body"], passages, written=["updated_at"]
    )
    cleaned["held"] += _clean_held(passages, since)
    cleaned["notes"] += _clean_notes(passages, since)
    return +cleaned


def _locked(rows: QuerySet[Any]) -> Iterable[Any]:
    return rows.select_for_update(of=("self",)).order_by("pk")


def _clean_titles(found: Quoting, passages: Passages) -> int:
    """With its title a topic loses the end of its address. The purged one has lost its own before."""
    cleaned = 0
    for topic in Topic.objects.filter(pk__in=found.titles):
        title = passages.without(topic.title, topic.created_at)
        if title != topic.title:
            cleaned += Topic.objects.filter(pk=topic.pk).update(title=title, slug=topic_slug(title))
    return cleaned


def _clean(row: Post | PostRevision | Removal, post: Post, topic: Topic, passages: Passages) -> str:
    """Take passages out of a wording, and give its HTML. A mail becomes Markdown, as where somebody edits it."""
    words = row.source
    if row.format != MARKDOWN:
        said = markdown_of_html(render_mail_html(row.source)) if row.format == HTML else row.source
        words = "\n\n".join([said, *(attachment_markdown(file) for file in files_of(post))])
    row.source = passages.without(words, _written(row))
    return rendered(row.source, topic)[0]


def _written(row: Post | PostRevision | Removal) -> datetime:
    """When it was written as it is; of removed words, when its author wrote them."""
    if isinstance(row, PostRevision):
        return row.written_at
    post = row.post if isinstance(row, Removal) else row
    return post.edited_at or post.created_at


def _clean_plain(passages: Passages) -> int:
    """What moderators said beside topics; few rows, whenever they were written."""
    carried, answered = Placement.objects.exclude(note="", reason=""), ["proposed_at", "decided_at"]
    return sum([
        clean_plain_words(Removal.objects.exclude(reason=""), ["reason"], passages, written=["removed_at"]),
        clean_plain_words(
            Topic.objects.exclude(removal_reason=""), ["removal_reason"], passages, written=["removed_at"]
        ),
        clean_plain_words(carried, ["note", "reason"], passages, written=answered),
        clean_plain_words(HiddenPost.objects.exclude(reason=""), ["reason"], passages, written=["hidden_at"]),
    ])  # fmt: skip


def _clean_held(passages: Passages, since: datetime) -> int:
    rows = HeldPost.objects.filter(Q(created_at__gte=since) | Q(decided_at__gte=since) | Q(state="waiting"))
    return clean_plain_words(rows, ["title", "source", "reason"], passages)


def _clean_notes(passages: Passages, since: datetime) -> int:
    rows = StaffNote.objects.filter(Q(created_at__gte=since) | Q(edited_at__gte=since))
    cleaned = 0
    for note in _locked(rows):
        words = passages.without(note.source, note.edited_at or note.created_at)
        if words != note.source:
            note.source, note.html, note.revision = words, render_markdown(words), note.revision + 1
            note.save(update_fields=["source", "html", "revision"])
            cleaned += 1
    return cleaned
