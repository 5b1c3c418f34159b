"""How boards react to what happens elsewhere."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest

from forum.communities.events import MemberJoined, MemberLeft, RoleGiven
from forum.discussions.actions.handover import hand_over_posts
from forum.discussions.actions.kept_words import forget_words_of_others
from forum.discussions.actions.names import renew_name
from forum.discussions.events import BoardCaughtUp, BoardModeratorEnded, BoardModeratorNamed, TopicRead
from forum.discussions.selectors.reading import unread_key
from forum.people.events import PlaceholderAdopted, ProfileChanged
from forum.people.models import Person


def show_new_name(event: ProfileChanged) -> None:
    """Pages that hold the person's name are put together anew."""
    renew_name(person_id=event.person_id)


def hand_over_to_person(event: PlaceholderAdopted) -> None:
    """What was imported under a name is by the person who turned out to be behind it."""
    hand_over_posts(from_id=event.placeholder_id, to_id=event.person_id)


def count_unread_anew(
    event: TopicRead
    | BoardCaughtUp
    | BoardModeratorNamed
    | BoardModeratorEnded
    | MemberJoined
    | MemberLeft
    | RoleGiven,
) -> None:
    """What the person has yet to read is counted again when it is next shown."""
    cache.delete(unread_key(event.person_id))


def leave_own_words_only(request: HttpRequest, user: Person, **_more: Any) -> None:
    """When someone signs in: what others typed in this browser is not theirs."""
    forget_words_of_others(session=request.session, person=user)
