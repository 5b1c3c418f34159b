"""How words on their way to boards react to what happens elsewhere."""

from __future__ import annotations

from forum.discussions.events import PostRemoved, TopicsUnited
from forum.lifting.actions.ending import decline_and_withdraw_all
from forum.lifting.actions.standing import (
    answer_in_united_topic,
    forget_words_of,
    hand_over_lifted,
    renew_name_in_lifts,
)
from forum.people.events import AccountClosed, PlaceholderAdopted, ProfileChanged


def forget_lifted_words(event: PostRemoved) -> None:
    """Words that others said in a room go with the post that showed them."""
    forget_words_of(post_id=event.post_id)


def answer_for_who_leaves(event: AccountClosed) -> None:
    """Who closes their account declines what waits for them."""
    decline_and_withdraw_all(person_id=event.person_id)


def show_new_name_in_lifts(event: ProfileChanged | AccountClosed) -> None:
    """Posts name whose words they show as they are called now."""
    renew_name_in_lifts(person_id=event.person_id)


def hand_over_lifted_words(event: PlaceholderAdopted) -> None:
    """What was taken under a name of an archive is by the person who turned out to be behind it."""
    hand_over_lifted(from_id=event.placeholder_id, to_id=event.person_id)


def lift_into_united_topic(event: TopicsUnited) -> None:
    """Words on their way into a topic go where it stands now."""
    answer_in_united_topic(topic_id=event.topic_id, into_id=event.into_id)
