"""What the people of the demo network have read and kept, so that whoever signs in finds something new."""

from __future__ import annotations

from datetime import datetime, timedelta

from forum.communities.selectors.standing import memberships_of
from forum.demo.conversations import Telling
from forum.demo.description import ToldPerson
from forum.discussions.actions.boards import catch_up_with_board
from forum.discussions.actions.following import follow_topic
from forum.discussions.actions.marks import bookmark_post
from forum.discussions.actions.reading import mark_seen
from forum.discussions.models import Board, Reaction
from forum.discussions.policies.boards import may_read_board
from forum.people.models import Person


def let_read(
    told: ToldPerson, person: Person, boards: list[Board], tellings: list[Telling], *, now: datetime
) -> None:
    """Let the person have read all that is theirs up to their last visit, or their own last post after it."""
    communities = memberships_of(person)
    mine = [board for board in boards if board.community_id in communities and may_read_board(person, board)]
    around = [telling for telling in tellings if telling.board in mine]
    visit = max([now - timedelta(hours=told.last_visit_hours), *_own_moments(told.handle, around)])
    for board in mine:
        catch_up_with_board(reader=person, board=board, now=visit)
    for telling in around:
        _read_along(person, telling, visit)


def _own_moments(handle: str, tellings: list[Telling]) -> list[datetime]:
    return [
        telling.told.written(post, telling.now)
        for telling in tellings
        for post in telling.told.posts
        if post.author == handle
    ]


def _read_along(person: Person, telling: Telling, visit: datetime) -> None:
    seen = [post for post in telling.told.posts if telling.told.written(post, telling.now) <= visit]
    wrote = any(post.author == person.handle for post in seen)
    goes_on = 0 < len(seen) < len(telling.told.posts)
    if wrote or goes_on:
        mark_seen(reader=person, topic=telling.topic, spans=[(1, len(seen))], now=visit)


def let_follow(tellings: list[Telling], people: dict[str, Person]) -> None:
    """Whoever is told to follow a topic does so soon after it was begun."""
    for telling in tellings:
        for handle in telling.told.followed_by:
            began = telling.told.began(telling.now)
            since = began + min(timedelta(hours=5), (telling.now - began) / 2)
            follow_topic(person=people[handle], topic=telling.topic, now=since)


def let_keep(tellings: list[Telling], people: dict[str, Person]) -> None:
    """Whoever had the same question keeps its answer."""
    for telling in tellings:
        opening, answers = telling.told.posts[0], [post for post in telling.told.posts if post.accepted]
        for handle in opening.reactions.get(Reaction.Kind.SAME_QUESTION, []):
            for answer in answers:
                bookmark_post(person=people[handle], post=telling.posts[answer.id])
