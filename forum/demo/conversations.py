"""Tells the conversations of the demo network as they happened: in order, each act at its own time."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from forum.core.identifiers import edition_of_sightings, newly_seen
from forum.demo.crossings import Crossing
from forum.demo.described_crossings import ToldCrossing, ToldOffer
from forum.demo.description import Told, ToldPost, ToldTopic
from forum.demo.offers import Offer
from forum.discussions.actions.deciding import let_through
from forum.discussions.actions.marks import accept_answer
from forum.discussions.actions.retelling import GivenReaction, retell_reactions
from forum.discussions.actions.submitting import submit_reply, submit_topic
from forum.discussions.actions.topics import lock_topic, pin_topic
from forum.discussions.models import Board, HeldPost, Post, Topic
from forum.discussions.selectors.topics import with_placements
from forum.people.models import Person

TYPES = {
    Board.Kind.QUESTIONS: Topic.Type.QUESTION,
    Board.Kind.CASES: Topic.Type.CASE,
    Board.Kind.ANNOUNCEMENTS: Topic.Type.ANNOUNCEMENT,
}
SOON = timedelta(minutes=20)

Act = tuple[datetime, Callable[[], object]]


@dataclass(slots=True)
class Telling:
    """A conversation being told: where it stands, who takes part, and what has been said so far."""

    told: ToldTopic
    board: Board
    people: dict[str, Person]
    moderator: Person
    boards: dict[tuple[str, str], Board]
    now: datetime
    topic: Topic = field(init=False)
    posts: dict[str, Post] = field(default_factory=dict)

    def acts(self) -> Iterator[Act]:
        """Everything that happens in the conversation, with its moment."""
        for post in self.told.posts:
            moment = self.told.written(post, self.now)
            yield moment, partial(self._write, post, moment)
            if post.accepted:
                yield self._after(moment, SOON), partial(self._accept, post)
        for told in self.told.crossings:
            yield from self._crossing(told).acts()
        for offered in self.told.offers:
            yield from self._offer(offered).acts()
        if self.told.pinned:
            moment = self._after(self.told.began(self.now), SOON)
            yield moment, partial(self._pin, moment)
        if self.told.locked:
            moment = self._after(self.told.written(self.told.posts[-1], self.now), SOON)
            yield moment, partial(self._lock, moment)

    def _crossing(self, told: ToldCrossing) -> Crossing:
        return Crossing(
            told=told,
            board=self._board_at(told.board),
            people=self.people,
            author=self.told.author,
            began=self.told.began(self.now),
            topic=lambda: self.topic,
            posts=self.posts,
        )

    def _offer(self, told: ToldOffer) -> Offer:
        return Offer(
            told=told,
            board=self._board_at(told.board),
            people=self.people,
            author=self.told.author,
            began=self.told.began(self.now),
            topic=lambda: self.topic,
        )

    def _board_at(self, address: str) -> Board:
        community, _slash, board = address.partition("/")
        return self.boards[community, board]

    def _write(self, post: ToldPost, moment: datetime) -> None:
        author = self.people[post.author]
        if post.parent:
            reply = submit_reply(
                author=author,
                topic=self.topic,
                body=post.body.strip(),
                parent=self.posts[post.parent],
                via_board=self._board_at(post.via) if post.via else None,
                now=moment,
            )
            self.posts[post.id] = self._through(reply, moment) if isinstance(reply, HeldPost) else reply
            return
        started = submit_topic(
            author=author,
            board=self.board,
            title=self.told.title,
            body=post.body.strip(),
            tags=self.told.tags,
            type=_type_on(self.board),
            now=moment,
        )
        self.topic = self._through(started, moment).topic if isinstance(started, HeldPost) else started
        self.posts[post.id] = self.topic.posts.get()

    def _through(self, held: HeldPost, moment: datetime) -> Post:
        """What had to wait was let through the moment it was written: conversations are told as they stand."""
        return let_through(moderator=self.moderator, held=held, revision=held.revision, now=moment)

    def _accept(self, post: ToldPost) -> None:
        accept_answer(person=self.people[self.told.author], post=self.posts[post.id])

    def _pin(self, moment: datetime) -> None:
        pin_topic(moderator=self.moderator, topic=self.topic, board=self.board, now=moment)

    def _lock(self, moment: datetime) -> None:
        lock_topic(moderator=self.moderator, topic=self.topic, now=moment)

    def reactions(self) -> list[GivenReaction]:
        """What everyone put on the posts, some time after they were written."""
        return [
            self._given(post, self.people[handle], kind)
            for post in self.told.posts
            for kind, handles in post.reactions.items()
            for handle in handles
        ]

    def _given(self, post: ToldPost, person: Person, kind: str) -> GivenReaction:
        delay = timedelta(minutes=zlib.crc32(f"{person.handle} {kind} {post.body}".encode()) % 1800)
        moment = self._after(self.told.written(post, self.now), delay)
        return GivenReaction(post=self.posts[post.id], person=person, kind=kind, moment=moment)

    def _after(self, moment: datetime, delay: timedelta) -> datetime:
        """`delay` after the moment, yet before now however short ago that was."""
        return moment + min(delay, (self.now - moment) / 2)


def tell_conversations(
    told: Told, people: dict[str, Person], boards: dict[tuple[str, str], Board], *, now: datetime
) -> list[Telling]:
    """Let everything be said, oldest first. Raises Refused where someone says what they may not."""
    tellings = [
        Telling(
            told=topic,
            board=boards[community.slug, topic.board],
            people=people,
            moderator=people[next(iter(community.roles))],
            boards=boards,
            now=now,
        )
        for community in told.communities
        for topic in community.topics
    ]
    acts = [act for telling in tellings for act in telling.acts()]
    for _moment, act in sorted(acts, key=lambda timed: timed[0]):
        act()
    _look_again(tellings)
    for telling in tellings:
        retell_reactions(topic=telling.topic, given=telling.reactions())
    return tellings


def _look_again(tellings: list[Telling]) -> None:
    """What was started has grown and may have moved: let every telling hold its topic as it stands now."""
    topics = Topic.objects.filter(pk__in=[telling.topic.pk for telling in tellings])
    fresh = {topic.pk: topic for topic in with_placements(topics)}
    for telling in tellings:
        telling.topic = fresh[telling.topic.pk]


def let_wait(
    told: Told,
    people: dict[str, Person],
    boards: dict[tuple[str, str], Board],
    tellings: list[Telling],
    *,
    now: datetime,
) -> None:
    """Send in what is still waiting for a moderator, oldest first."""
    topics = {telling.told.title: telling.topic for telling in tellings}
    words = [(community.slug, each) for community in told.communities for each in community.waiting]
    for slug, each in sorted(words, key=lambda row: -row[1].hours_ago):
        moment, author = now - timedelta(hours=each.hours_ago), people[each.author]
        cleared = edition_of_sightings(newly_seen([each.title, each.body]))
        if each.topic:
            submit_reply(
                author=author,
                topic=topics[each.topic],
                body=each.body.strip(),
                cleared=cleared,
                now=moment,
            )
        else:
            board = boards[slug, each.board]
            submit_topic(
                author=author,
                board=board,
                type=_type_on(board),
                title=each.title,
                body=each.body.strip(),
                cleared=cleared,
                now=moment,
            )


def _type_on(board: Board) -> str:
    return TYPES.get(Board.Kind(board.kind), Topic.Type.DISCUSSION)
