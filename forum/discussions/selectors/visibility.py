"""What becomes of topics, posts and files when others may read a community than read it now."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from forum.communities.models import Community, Membership
from forum.communities.selectors.log import changes_of_visibility
from forum.core.editions import edition_of
from forum.discussions.models import Attachment, Board, Bookmark, Following, Level, Placement, Post, Topic
from forum.discussions.readers import WIDTH, reading_level
from forum.discussions.selectors.boards import readable_board
from forum.people.actors import Actor
from forum.people.models import Person

Visibility = Community.Visibility
CLOSED = {each for each in Visibility if each.is_closed}


@dataclass(frozen=True, slots=True)
class Effects:
    """What a change of visibility from `before` to `after` does.

    `topics`, `posts` and `files` change their readers. `authors` is how many people wrote for fewer than would read it
    then, `since` when it was last made to be read by fewer, None where it never was read by as many.
    `outsiders` are people who do not belong and lose what they follow or keep.
    `ended` are placements elsewhere that end, `asked_anew` those from elsewhere that wait for their home again.
    """

    before: str
    after: str
    topics: int
    posts: int
    files: int
    authors: int
    outsiders: int
    ended: int
    asked_anew: int
    since: datetime | None

    @property
    def is_widening(self) -> bool:
        """True where more people read it or know of it than now."""
        return WIDTH[Visibility(self.after)] > WIDTH[Visibility(self.before)]

    @property
    def changes_reading(self) -> bool:
        """False between private and hidden, which the same people read."""
        return not ({self.before, self.after} <= CLOSED)

    @property
    def edition(self) -> str:
        """The edition of all of it."""
        return edition_of(asdict(self))


def effects_for(actor: Actor, community: Community, visibility: str) -> Effects:
    """What the change would do, told to the actor, who looks after the community: of placements, those they may see."""
    topics = _topics_read_by_visibility(community)
    posts = Post.objects.filter(topic__in=topics, removed_at=None)
    counted = topics.aggregate(topics=Count("pk"), posts=Coalesce(Sum("post_count"), 0))
    is_same = not ({community.visibility, visibility} - CLOSED) or visibility == community.visibility
    is_closing = visibility in CLOSED and not is_same
    seen = readable_board(actor, prefix="board__")
    since = _narrower_since(community, visibility)
    for_fewer = posts if since is None else posts.filter(created_at__gte=since)
    return Effects(
        before=community.visibility,
        after=visibility,
        topics=0 if is_same else counted["topics"],
        posts=0 if is_same else counted["posts"],
        files=0 if is_same else Attachment.objects.filter(post__in=posts).count(),
        authors=0 if is_same else for_fewer.values("author").distinct().count(),
        outsiders=_outsiders(community, topics) if is_closing else 0,
        ended=placements_to_end(community, visibility).filter(seen).count(),
        asked_anew=placements_to_ask_for(community, visibility).filter(seen).count(),
        since=since,
    )


def placements_to_end(community: Community, visibility: str) -> QuerySet[Placement]:
    """Where topics of a community stand, or may come to stand, on boards of others that more people would read than
    their home with this visibility: a closed one allows none.
    """
    standing = Placement.objects.filter(
        state__in=[Placement.State.LIVE, Placement.State.PENDING], topic__home_board__community=community
    ).exclude(board__community=community)
    return standing if visibility in CLOSED else standing.filter(_read_wider_than(visibility))


def read_by_more_than(home: Board) -> Q:
    """The condition on placements whose board more people read than `home`. Twin: `readers.is_read_by_more`."""
    if reading_level(home) > Level.READERS:
        return ~Q(board__community=home.community_id, board__read_from__gte=home.read_from)
    return _read_wider_than(home.community.visibility)


def _read_wider_than(visibility: str) -> Q:
    width = WIDTH[Visibility(visibility)]
    wider = [name for name, its in WIDTH.items() if its > width and name not in CLOSED]
    return Q(board__read_from=Level.READERS, board__community__visibility__in=wider)


def placements_to_ask_for(community: Community, visibility: str) -> QuerySet[Placement]:
    """Topics from elsewhere that would be read by more people here, with this visibility, than at home.

    They stand here, or wait for the board's word alone.
    """
    narrower = [name for name, width in WIDTH.items() if width < WIDTH[Visibility(visibility)]]
    if visibility in CLOSED:
        narrower = []
    standing = Q(state=Placement.State.LIVE) | Q(state=Placement.State.PENDING, awaits_home=False)
    guests = Placement.objects.filter(standing, board__community=community, board__read_from=Level.READERS)
    return guests.exclude(topic__home_board__community=community).filter(
        topic__home_board__community__visibility__in=narrower
    )


def guests_to_ask_for(board: Board) -> QuerySet[Placement]:
    """The same for one board, as who reads it stands now; of topics of its own community too."""
    elsewhere = placements_to_ask_for(board.community, board.community.visibility).filter(board=board)
    standing = Q(state=Placement.State.LIVE) | Q(state=Placement.State.PENDING, awaits_home=False)
    beside = Placement.objects.filter(standing, board=board, topic__home_board__community=board.community_id)
    return elsewhere | beside.filter(topic__home_board__read_from__gt=board.read_from)


def _narrower_since(community: Community, visibility: str) -> datetime | None:
    """Since when fewer read it than would with this visibility; None where as many never read it."""
    width = WIDTH[Visibility(visibility)]
    for change in changes_of_visibility(community):
        before = change.details.get("visibility", {}).get("before")
        if before in Visibility.values and WIDTH[Visibility(before)] >= width:
            return change.created_at
    return None


def _topics_read_by_visibility(community: Community) -> QuerySet[Topic]:
    """Topics at home in the community, on boards that everyone reads who reads the community."""
    boards = Q(home_board__community=community, home_board__read_from=Level.READERS)
    return Topic.objects.filter(boards, removed_at=None)


def _outsiders(community: Community, topics: QuerySet[Topic]) -> int:
    """How many people who neither belong nor are stewards follow one of the topics or keep a post of theirs."""
    following = Following.objects.filter(topic__in=topics).values("person")
    keeping = Bookmark.objects.filter(post__topic__in=topics).values("person")
    members = Membership.objects.filter(community=community).values("person")
    people = Person.objects.filter(Q(pk__in=following) | Q(pk__in=keeping), is_steward=False)
    return people.exclude(pk__in=members).count()
