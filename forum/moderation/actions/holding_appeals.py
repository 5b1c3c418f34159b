"""What is held while an appeal is decided about, and in which order."""

from __future__ import annotations

from forum.chat.actions.messages import locked_message
from forum.chat.actions.taking_down import hold_removal_of_message
from forum.communities.selectors.locks import lock_communities, lock_standing, locked_community
from forum.discussions.actions.purging import locked_post_anywhere
from forum.discussions.actions.taking_down import hold_removal_of_post
from forum.discussions.actions.whole_topics import locked_even_if_removed
from forum.gatherings.actions.taking_down import hold_removed_question
from forum.moderation.models import Appeal
from forum.moderation.selectors.appeals import appeal_with
from forum.moderation.selectors.deciders import communities_of_appeal
from forum.people.actions.stewards import lock_stewards
from forum.people.models import Person
from forum.people.selectors.accounts import lock_accounts


def held_appeal(decider: Person, appeal: Appeal) -> Appeal:
    """The appeal as it is now, held after what it is about and after who decides. Part of deciding about it."""
    places = sorted({place.pk for place in communities_of_appeal(appeal) if place is not None})
    if appeal.measure is None:
        lock_communities(places)
        # Before what is kept of what they wrote, as by whoever closes their account; the log will name them.
        lock_accounts([appeal.person_id])
        _lock_removed(decider, appeal)
    elif places:
        locked_community(places[0])
        lock_accounts(
            [appeal.person_id]
        )  # who is no member any more and closes theirs does not wait for that
    else:
        lock_stewards()
    lock_standing(decider, places)
    Appeal.objects.select_for_update().get(pk=appeal.pk)
    fresh = appeal_with(appeal.pk)
    assert fresh is not None
    return fresh


def _lock_removed(decider: Person, appeal: Appeal) -> None:
    """What was removed, and what is kept of it, which goes before the appeal everywhere."""
    if appeal.post is not None:
        locked_post_anywhere(appeal.post)  # its topic may be a removed one by now
        hold_removal_of_post(appeal.post.pk)
    elif appeal.message is not None:
        locked_message(decider, appeal.message)
        hold_removal_of_message(appeal.message.pk)
    elif appeal.question is not None:
        hold_removed_question(decider, appeal.question)
    elif appeal.topic is not None:
        locked_even_if_removed(appeal.topic)
