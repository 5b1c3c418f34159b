"""What conversations are like that come from elsewhere, whatever they were imported from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from forum.discussions.actions.imported_files import ImportedFile
from forum.discussions.models import Post
from forum.people.models import Person


@dataclass(frozen=True, slots=True)
class ImportedPost:
    """A post as it was elsewhere. `key` names it to the caller; `answers` is the key of an earlier one, or None.

    `format` is plain or HTML, never Markdown: what was not written for this site must not act in it.
    """

    key: str
    author: Person
    source: str
    format: Post.Format
    created_at: datetime
    answers: str | None
    files: tuple[ImportedFile, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportedConversation:
    """Posts in the order in which they are to be numbered, for a new topic or for one that came before.

    `known` maps the keys of posts that the topic already holds and that `posts` answer.
    """

    title: str
    posts: Sequence[ImportedPost]
    topic_id: int | None = None
    known: Mapping[str, int] = field(default_factory=dict)
