"""Words that wait for a moderator: for their author, and for those who decide on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Max, Prefetch, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan

from forum.communities.models import Community, Membership
from forum.communities.selectors.reach import Reach, Reader, ReaderKind, reach_of
from forum.core.known_queries import KnownQuery, among
from forum.core.numbers import moment
from forum.core.paging import cursor_text, cut, read_cursor
from forum.discussions.models import Attachment, Board, HeldPost, Placement, Post, Topic
from forum.discussions.selectors.boards import boards_readable_by
from forum.discussions.selectors.topics import topics_visible_to
from forum.people.models import Person

PAGE_LENGTH = 20
MOST_SHOWN = 100
_WAITING = HeldPost.State.WAITING


@dataclass(frozen=True, slots=True)
class HeldPage:
    """A page of what waits, the oldest first, and the cursor of the next page ("" on the last)."""

    rows: list[HeldPost]
    later: str


@dataclass(frozen=True, slots=True)
class Writer:
    """Who wrote: how many of their posts stand in a community, and since when they belong to it."""

    posts: int
    since: datetime | None


def posts_standing_in(person: Person, community_id: int, *, most: int) -> int:
    """How many posts of the person stand that came through boards of the community; counted up to `most`."""
    rows = Post.objects.filter(author=person, removed_at=None, topic__removed_at=None)
    return rows.filter(via_board__community=community_id).order_by()[:most].count()


def last_written_on(person: Person, board: Board, *, since: datetime) -> datetime | None:
    """When the person last wrote for the board after `since`: posts there, and words that wait or waited."""
    posted = Post.objects.filter(author=person, via_board=board, created_at__gt=since, held_before=None)
    held = HeldPost.objects.filter(author=person, board=board, created_at__gt=since)
    moments = [rows.aggregate(last=Max("created_at"))["last"] for rows in (posted, held)]
    return max((each for each in moments if each is not None), default=None)


def last_written_in(person: Person, topic: Topic, *, since: datetime) -> datetime | None:
    """The same for one topic, through whatever board."""
    posted = Post.objects.filter(author=person, topic=topic, created_at__gt=since, held_before=None)
    held = HeldPost.objects.filter(author=person, topic=topic, created_at__gt=since)
    moments = [rows.aggregate(last=Max("created_at"))["last"] for rows in (posted, held)]
    return max((each for each in moments if each is not None), default=None)


def waiting_for(reader: Reader) -> QuerySet[HeldPost]:
    """What waits on boards that the reader moderates. Twin: `may_decide_on`."""
    return HeldPost.objects.filter(decided_by_reader(reader), state=_WAITING)


def decided_by_reader(reader: Reader, *, prefix: str = "") -> Q:
    """The condition under which a reader decides on held posts that a row reaches through `prefix`."""
    reach = reach_of(reader)
    if reach.kind == ReaderKind.STEWARD:
        return Q(**{f"{prefix}board__isnull": False})
    return _decided_by_role(reach, prefix)


def _decided_by_role(reach: Reach, prefix: str = "") -> Q:
    of_community = Q(among(f"{prefix}board__community_id", reach.moderator))
    return of_community | Q(among(f"{prefix}board_id", reach.boards))


@dataclass(frozen=True, slots=True)
class HeldIn:
    """A community, and how many posts wait there."""

    name: str
    slug: str
    hue: int
    number: int


def held_where_moderated(person: Person) -> list[HeldIn]:
    """Where posts wait for the person by their own role, by name; no query for who moderates nothing."""
    reach = reach_of(person)
    if not reach.moderator and not reach.boards:
        return []
    return _by_community(HeldPost.objects.filter(_decided_by_role(reach), state=_WAITING))


def held_everywhere() -> list[HeldIn]:
    """Where posts wait, by name. For stewards."""
    return _by_community(HeldPost.objects.filter(state=_WAITING))


def _by_community(held: QuerySet[HeldPost]) -> list[HeldIn]:
    at = "board__community__"
    rows = held.filter(board__community__archived_at=None).values(
        name=F(f"{at}name"), slug=F(f"{at}slug"), hue=F(f"{at}hue")
    )
    return [HeldIn(**row) for row in rows.annotate(number=Count("pk")).order_by("name")]


@dataclass(frozen=True, slots=True)
class OwnWords:
    """How many posts of one's own wait for a moderator, and how many came back lately."""

    waiting: int
    declined: int


def own_words(person: Person, *, since: datetime) -> OwnWords:
    """What waits, and what was declined after `since`."""
    counts = dict(_own_words(person.pk, since))
    return OwnWords(counts.get(_WAITING, 0), counts.get(HeldPost.State.DECLINED, 0))


_own_words = KnownQuery(
    lambda person_id, since: (
        HeldPost.objects.filter(author=person_id)
        .filter(Q(state=_WAITING) | Q(state=HeldPost.State.DECLINED, decided_at__gt=since))
        .order_by()
        .values_list("state")
        .annotate(number=Count("pk"))
    )
)


def waiting_in(reader: Reader, community: Community, *, after: str = "") -> HeldPage:
    """A page of what waits for the reader in a community, with all that they decide from; `after` is a cursor."""
    rows = waiting_for(reader).filter(board__community=community)
    bound = read_cursor(after, moment)
    if bound is not None:
        rows = rows.filter(TupleGreaterThan(Tuple("created_at", "pk"), bound))
    shown, has_more = cut(with_context(rows).order_by("created_at", "pk"), PAGE_LENGTH)
    later = cursor_text(shown[-1].created_at, shown[-1].pk) if has_more else ""
    return HeldPage(shown, later)


def with_context(rows: QuerySet[HeldPost]) -> QuerySet[HeldPost]:
    """Words that wait with all that somebody decides from."""
    live = Placement.objects.filter(state=Placement.State.LIVE).select_related("board__community")
    return rows.select_related(
        "author", "board__community", "topic__home_board__community", "parent__author"
    ).prefetch_related(
        Prefetch("topic__placements", live), Prefetch("attachments", Attachment.objects.order_by("name"))
    )


def writers_in(community: Community, people: Iterable[int]) -> dict[int, Writer]:
    """What moderators are told of those whose words wait, by person id. Two queries."""
    ids = list(people)
    standing = Post.objects.filter(author__in=ids, removed_at=None, topic__removed_at=None)
    counted = standing.filter(via_board__community=community).order_by().values_list("author")
    counts = dict(counted.annotate(number=Count("pk")))
    since = dict(
        Membership.objects.filter(community=community, person__in=ids).values_list("person", "joined_at")
    )
    return {key: Writer(counts.get(key, 0), since.get(key)) for key in ids}


def waiting_count_on(board: Board) -> int:
    """How many posts wait on a board. For its moderators."""
    return len(_waiting_on(board.pk))


def waiting_count_in(reader: Reader, community: Community) -> int:
    """How many posts wait in the community for the reader to decide on."""
    return waiting_for(reader).filter(board__community=community).count()


def own_waiting_in(person: Person, topic: Topic) -> int:
    """How many of the person's own replies in a topic wait."""
    return len(_own_waiting(person.pk, topic.pk))


def own_waiting_on(person: Person, board: Board) -> int:
    """How many of the person's own posts wait on a board."""
    return HeldPost.objects.filter(author=person, board=board, state=_WAITING).count()


_waiting_on = KnownQuery(
    lambda board_id: (
        HeldPost.objects.filter(board=board_id, state=_WAITING).order_by().values_list("pk")[:100]
    )
)
_own_waiting = KnownQuery(
    lambda person_id, topic_id: (
        HeldPost.objects.filter(author=person_id, topic=topic_id, state=_WAITING).order_by().values_list("pk")
    )
)


def own_held(person: Person) -> QuerySet[HeldPost]:
    """What the person wrote that had to wait, whatever became of it, newest first. Nobody else may see it here."""
    rows = HeldPost.objects.filter(author=person).select_related(
        "author", "board__community", "topic", "parent", "post__topic"
    )
    return rows.order_by("-created_at", "-pk")


@dataclass(frozen=True, slots=True)
class OwnHeld:
    """Words of one's own that had to wait, and the topic or board they are for: None where one cannot read that."""

    held: HeldPost
    place: Topic | Board | None


def own_held_with_places(person: Person) -> list[OwnHeld]:
    """The newest of `own_held` with their places, in a fixed number of queries."""
    rows = list(own_held(person)[:MOST_SHOWN])
    topics = topics_visible_to(person).in_bulk([row.topic_id for row in rows if row.topic_id])
    boards = boards_readable_by(person).in_bulk([row.board_id for row in rows if row.topic_id is None])
    return [
        OwnHeld(row, topics.get(row.topic_id) if row.topic_id else boards.get(row.board_id)) for row in rows
    ]


def held_with_place(held_id: int) -> HeldPost | None:
    """Held words with their author, board and community, for policies to decide on."""
    rows = HeldPost.objects.select_related("author", "board__community", "parent")
    return rows.filter(pk=held_id).first()
