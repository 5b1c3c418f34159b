"""How boards react to what happens elsewhere."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest

from forum.communities.events import (
    CommunityArchived,
    CommunityDescribed,
    CommunityFounded,
    CommunityRestored,
    CommunityVisibilityChanged,
    MemberJoined,
    MemberLeft,
    MemberTakenOut,
    RoleGiven,
)
from forum.communities.selectors.members import ids_of_members
from forum.discussions.actions.handover import hand_over_posts
from forum.discussions.actions.kept_words import forget_words_of_others
from forum.discussions.actions.leaving import let_go_of_own_things
from forum.discussions.actions.names import renew_name
from forum.discussions.actions.visibility import keep_placements_within
from forum.discussions.events import (
    BoardArchived,
    BoardCaughtUp,
    BoardChanged,
    BoardModeratorEnded,
    BoardModeratorNamed,
    BoardRestored,
    BoardsMerged,
    HeldPostDeclined,
    PlacementsEnded,
    PostTakenDown,
    TopicPlaced,
    TopicRead,
    TopicRemoved,
    TopicsMoved,
)
from forum.discussions.selectors.boards import communities_of_boards
from forum.discussions.selectors.reading import unread_key
from forum.discussions.selectors.removed import took_words_of_author
from forum.discussions.tasks import mail_why_declined, mail_why_removed, mail_why_topic_removed
from forum.people.events import AccountClosed, PlaceholderAdopted, ProfileChanged
from forum.people.models import Person


def show_new_name(event: ProfileChanged | AccountClosed) -> None:
    """Pages that hold the person's name are put together anew."""
    renew_name(person_id=event.person_id)


def forget_own_things(event: AccountClosed) -> None:
    """What was the person's alone goes; what they gave to others is for the one who asked them."""
    let_go_of_own_things(person_id=event.person_id)


def hand_over_posts_of_placeholder(event: PlaceholderAdopted) -> None:
    """What was imported under a name is by the person who turned out to be behind it."""
    hand_over_posts(from_id=event.placeholder_id, to_id=event.person_id)


OfBoard = TopicRead | BoardCaughtUp | BoardModeratorNamed | BoardModeratorEnded
OfOne = OfBoard | MemberJoined | MemberLeft | MemberTakenOut | RoleGiven
OfCommunity = (
    CommunityFounded | CommunityDescribed | CommunityVisibilityChanged | CommunityArchived | CommunityRestored
)
OfItsBoards = BoardChanged | BoardArchived | BoardRestored | BoardsMerged | TopicsMoved


def count_unread_anew(event: OfOne) -> None:
    """What the person has yet to read is counted again when it is next shown."""
    cache.delete(unread_key(event.person_id))


def show_community_anew(event: OfCommunity | OfItsBoards) -> None:
    """The edge of its members' pages, where the community stands with what is new in it, is read again."""
    _forget_rails([event.community_id])


def count_unread_anew_on_boards_left(event: PlacementsEnded) -> None:
    """What no longer stands on a board is no longer counted as new there."""
    _forget_rails(communities_of_boards(event.board_ids))


def count_unread_anew_on_new_board(event: TopicPlaced) -> None:
    """What came onto a board is new there."""
    _forget_rails(communities_of_boards([event.board_id]))


def _forget_rails(community_ids: list[int]) -> None:
    cache.delete_many([unread_key(person_id) for person_id in ids_of_members(community_ids)])


def keep_topics_within(event: CommunityVisibilityChanged) -> None:
    """No placement lets more people read a topic than read it at home."""
    keep_placements_within(community_id=event.community_id)


def forget_words_typed_by_others(request: HttpRequest, user: Person, **_more: Any) -> None:
    """When someone signs in: what others typed in this browser is not theirs."""
    forget_words_of_others(session=request.session, person=user)


def mail_author_of_removed(event: PostTakenDown) -> None:
    """The same where a moderator has removed a post."""
    mail_why_removed.defer(post_id=event.post_id)


def mail_author_of_removed_topic(event: TopicRemoved) -> None:
    """The same where it was a whole topic; not where that went with its last post, or its author removed it, or had
    taken back all that they had said in it.
    """
    if event.by_id is not None and took_words_of_author(event.topic_id):
        mail_why_topic_removed.defer(topic_id=event.topic_id)


def mail_author_of_declined(event: HeldPostDeclined) -> None:
    """Queue the mail in the transaction of the decision, so that neither exists without the other."""
    mail_why_declined.defer(held_id=event.held_id)
