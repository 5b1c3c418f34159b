"""Topics that were removed: for those who may bring them back, and for who wrote them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from forum.communities.models import Community
from forum.communities.selectors.reach import Reader, ReaderKind, reach_of
from forum.communities.selectors.removals import MOST_SHOWN
from forum.core.known_queries import among
from forum.discussions.models import Post, Removal, Topic
from forum.discussions.selectors.boards import boards_readable_by
from forum.discussions.selectors.topics import topics_visible_to
from forum.people.models import Person


def removed_topic(topic_id: int) -> Topic | None:
    """A removed topic whose words are kept, for policies to decide on; None where there is no such one."""
    return _removed().filter(pk=topic_id).first()


def removed_topics(reader: Reader, community: Community) -> list[Topic]:
    """Those at home on boards of a community that the reader moderates, the latest first.

    Twin: `may_restore_topic`, but for ranks.
    """
    rows = _removed().filter(home_board__community=community).order_by("-removed_at", "-pk")
    return list(rows.filter(_moderated_by(reader))[:MOST_SHOWN])


def topic_with_removal(topic_id: int) -> Topic | None:
    """A topic that moderators have removed, whether its words are kept or gone, with what policies decide from; None
    where there is no such one. `Topic.removal` says why.
    """
    return _with_all(removed_by_others()).filter(pk=topic_id).first()


def own_removed_topics(author: Person) -> list[Topic]:
    """Those of the author with which words of theirs were removed, the latest first."""
    rows = _with_all(removed_by_others()).filter(_took_words_of_author(), author=author)
    return list(rows.order_by("-removed_at", "-pk")[:MOST_SHOWN])


def took_words_of_author(topic_id: int) -> bool:
    """Whether moderators have removed it with something that its author said. Who had taken back all of their words
    before has lost nothing by that: it was about what others wrote there.
    """
    return removed_by_others().filter(_took_words_of_author(), pk=topic_id).exists()


def titles_told(reader: Person, topic_ids: Iterable[int]) -> dict[int, str]:
    """The titles of those of the topics that the reader reads, by id; and of their own that moderators have removed, as
    long as they read the home and anything is kept of it. One query.
    """
    keys = set(topic_ids)
    own = removed_by_others().filter(
        author=reader, post_count__gt=0, home_board__in=boards_readable_by(reader).values("pk")
    )
    told = Q(pk__in=topics_visible_to(reader).values("pk")) | Q(pk__in=own.values("pk"))
    return dict(Topic.objects.filter(told, pk__in=keys).values_list("pk", "title")) if keys else {}


def openings_of(topics: Iterable[Topic]) -> dict[int, str]:
    """How each of these topics began, as HTML, by its id; for those who look after their home. One query."""
    rows = Post.objects.filter(topic__in=[topic.pk for topic in topics], number=1)
    return dict(rows.values_list("topic", "html"))


def has_written_in_topic(person: Person, topic: Topic) -> bool:
    """Whether something in it is theirs, standing or not."""
    return Post.objects.filter(topic=topic, author=person).exists()


def own_posts_kept(topic: Topic) -> QuerySet[Post]:
    """What its author wrote in it and has not let go, but for what was removed by itself."""
    return Post.objects.filter(topic=topic, author=topic.author_id, removed_at=None)


def keeps_words_of_author(topic: Topic) -> bool:
    """Whether anything that its author wrote in it could be brought back, with it or after it."""
    apart = Removal.objects.filter(post__topic=topic, post__author=topic.author_id).exclude(source="")
    return own_posts_kept(topic).exists() or apart.exists()


def keeps_words_of_others(topic: Topic) -> bool:
    """Whether anything that others wrote in it could be brought back with it."""
    return Post.objects.filter(topic=topic, removed_at=None).exclude(author=topic.author_id).exists()


def removed_by_others() -> QuerySet[Topic]:
    """Topics that moderators other than their author have removed. Twin: `Topic.removal`."""
    rows = Topic.objects.filter(removed_at__isnull=False).exclude(removal_reason="")
    return rows.filter(Q(removed_by=None) | ~Q(removed_by=F("author")))


def _took_words_of_author() -> Q:
    """The condition on removed topics in which something of their author’s stood, or was kept apart, until then."""
    theirs = Post.objects.filter(topic=OuterRef("pk"), author=OuterRef("author"))
    until_then = Q(removed_at=None) | Q(removed_at__gte=OuterRef("removed_at")) | Q(removal__isnull=False)
    return Q(Exists(theirs.filter(until_then)))


def _moderated_by(reader: Reader) -> Q:
    reach = reach_of(reader)
    if reach.kind == ReaderKind.STEWARD:
        return Q()
    return Q(among("home_board__community_id", reach.moderator)) | Q(among("home_board_id", reach.boards))


def _removed() -> QuerySet[Topic]:
    return _with_all(Topic.objects.filter(removed_at__isnull=False, post_count__gt=0))


def _with_all(rows: QuerySet[Topic]) -> QuerySet[Topic]:
    return rows.select_related("home_board__community", "author", "removed_by")
