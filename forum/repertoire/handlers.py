"""How practice notes react to who leaves, and to who reads their community."""

from __future__ import annotations

from forum.communities.events import CommunityVisibilityChanged
from forum.people.events import AccountClosed
from forum.repertoire.actions.answering import decline_all_that_waits
from forum.repertoire.actions.leaving import forget_why_taken_down
from forum.repertoire.actions.readers import ask_anew_of_readers


def answer_for_who_has_left(event: AccountClosed) -> None:
    """Who closes their account declines what waits for them; what they agreed to stands, without their name.
    Why something of theirs was taken down goes.
    """
    forget_why_taken_down(person_id=event.person_id)  # first: notes are held before quotes
    decline_all_that_waits(person_id=event.person_id)


def ask_before_more_read_it(event: CommunityVisibilityChanged) -> None:
    """People agreed to those readers alone whom they were told of."""
    ask_anew_of_readers(community_id=event.community_id)
