"""What can be read of imports, by audience."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Count, Exists, Manager, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Lower

from forum.chat.models import Message
from forum.communities.models import Community, Role
from forum.communities.selectors.standing import boards_moderated_by, communities_where
from forum.discussions.models import Board, Post
from forum.discussions.selectors.posts import posts_visible_to
from forum.importing.models import ImportedMessage, ImportedRoom, ImportedTalk, ImportRun
from forum.importing.plan import Known
from forum.importing.threading import Heading
from forum.people.actors import Actor, is_steward
from forum.people.models import Person


def imports_visible_to(actor: Actor) -> QuerySet[ImportRun]:
    """Imports into the boards and rooms that the actor moderates, newest first. Twin of `may_follow_import`."""
    runs = ImportRun.objects.select_related(
        "board__community", "community", "room__community", "requested_by"
    )
    if is_steward(actor):
        return runs
    here, named = communities_where(actor, Role.MODERATOR), boards_moderated_by(actor)
    return runs.filter(Q(board__community__in=here) | Q(board__in=named) | Q(community__in=here))


def imports_into(board: Board, actor: Actor) -> QuerySet[ImportRun]:
    """The board's imports, newest first, for those who may see them."""
    return imports_visible_to(actor).filter(board=board)


def confirmed_addresses(person: Person) -> set[str]:
    """The mail addresses that the person has proved to hold, in lower case."""
    rows = EmailAddress.objects.filter(user=person, verified=True)
    return set(rows.values_list(Lower("email"), flat=True))


def authors_offered_to(person: Person) -> QuerySet[Person]:
    """Authors of what was imported whom nobody claimed and whose address the person holds.

    `wrote` counts their posts and `said` their messages in rooms; `is_shown` where the person may read one of the
    posts, and so open the author's page.
    """
    readable = posts_visible_to(person).filter(author=OuterRef("pk"))
    return (
        Person.objects.filter(
            kind=Person.Kind.PLACEHOLDER, became=None, source_address__in=confirmed_addresses(person)
        )
        .annotate(wrote=_number_of(Post.objects), said=_number_of(Message.objects), is_shown=Exists(readable))
        .order_by("display_name")
    )


def _number_of(rows: Manager[Any]) -> Coalesce:
    """How many of the rows are by the person of the outer query."""
    by_them = rows.filter(author=OuterRef("pk")).order_by().values("author")
    return Coalesce(Subquery(by_them.annotate(number=Count("pk")).values("number")), 0)


def authors_claimed_by(person: Person) -> QuerySet[Person]:
    """The authors of imported posts whom the person has claimed, by name."""
    return Person.objects.filter(became=person).order_by("display_name")


def known_messages(board: Board, keys: Collection[str]) -> dict[str, Known]:
    """Those of the messages that came onto the board before, and where they are. For the importer itself."""
    found: dict[str, Known] = {}
    remaining = iter(keys)
    while chunk := list(islice(remaining, 5000)):
        rows = ImportedMessage.objects.filter(board=board, message_id__in=chunk)
        found |= {
            message_id: Known(post_id, topic_id)
            for message_id, post_id, topic_id in rows.values_list("message_id", "post_id", "post__topic_id")
        }
    return found


def known_talk(community: Community, keys: Collection[str]) -> dict[str, int | None]:
    """Those of the messages of a chat that came into rooms of the community before, and which they became.

    For the importer itself.
    """
    found: dict[str, int | None] = {}
    remaining = iter(keys)
    while chunk := list(islice(remaining, 5000)):
        rows = ImportedTalk.objects.filter(community=community, key__in=chunk)
        found |= dict(rows.values_list("key", "message_id"))
    return found


def channels_with_rooms(community: Community) -> set[str]:
    """The keys of channels that earlier imports gave a room. For the importer itself."""
    return set(ImportedRoom.objects.filter(community=community).values_list("channel", flat=True))


def imports_into_rooms(community: Community, actor: Actor) -> QuerySet[ImportRun]:
    """The imports of chats into rooms of the community, newest first, for those who may see them."""
    return imports_visible_to(actor).filter(community=community)


def stand_ins(keys: Collection[str], known: Mapping[str, Known]) -> Iterator[Heading]:
    """Headings for messages that are on the board but not in the archive, joined by topic. For the importer
    itself.

    Each topic has one of its own, whose key holds a space, as no message id does.
    """
    by_post = {post_id: key for key in keys if (post_id := known[key].post_id) is not None}
    posts = Post.objects.filter(pk__in=by_post).select_related("topic").order_by("pk")
    topics = {}
    for post in posts.defer("source", "html"):
        anchor = f"topic {post.topic_id}"
        topics[anchor] = post.topic
        yield _heading(by_post[post.pk], (anchor,), post.topic.title, post.created_at)
    for anchor, topic in topics.items():
        yield _heading(anchor, (), topic.title, topic.created_at)


def _heading(key: str, answers: tuple[str, ...], subject: str, sent_at: datetime) -> Heading:
    return Heading(
        key=key,
        in_reply_to=answers,
        references=(),
        subject=subject,
        is_marked_reply=False,
        author_key="",
        sent_at=sent_at,
    )
