"""Locks on communities and on who one is there. Each lasts until the transaction ends.

Locks come in one order everywhere, so that of two who need the same rows one waits, and neither for ever: stewards
(`lock_stewards`), communities by id (together with others, or alone), their rows, topics by id, memberships, accounts
(together with others; alone after the handle, and after all who rest on its staying), and below them requests,
invitations, proposals, posts, placements, and boards, each by id; held posts come last. Of live sessions: the session,
then its series and those that follow in it, what is kept of its removed questions, its locks of hours and of votes, its
stage, questions and polls by id, and its room. Of practice notes: the note, then its quotes. Below all of these come
cases, and last appeals, each by id: whoever decides holds what they are about, and what is kept of that once it is
removed, before them.

The account of an author about whose words, or measure, somebody decides, and whom the log will name, is held before
what is kept of them. Who decides about an appeal, purges, or brings a post back holds it right after communities,
before topics and memberships: whoever closes theirs holds it before all of that, and perhaps is no member any more.
"""

from __future__ import annotations

from collections.abc import Iterable

from forum.communities.models import Community, Membership
from forum.communities.selectors.standing import remember_memberships
from forum.core.known_queries import KnownQuery, among, prepared_cursor
from forum.people.models import Person
from forum.people.selectors.accounts import lock_account

COMMUNITY = 20_501  # the first half of the key of these locks; the id of the community is the second


def lock_communities(community_ids: Iterable[int]) -> None:
    """Let nobody archive these communities, change their boards or who reads them.

    What is read of them afterwards stays true. Many lock one community in this way at a time.
    """
    with prepared_cursor() as cursor:
        for community_id in sorted(set(community_ids)):
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s, %s)", [COMMUNITY, community_id])


def locked_community(community_id: int) -> Community:
    """The community as it is now, its row locked as well: who comes in, gives roles or changes it takes turns."""
    lock_communities([community_id])
    return _locked_row(community_id)


def locked_community_alone(community_id: int) -> Community:
    """The same once everything that the locks above keep going here has ended; nothing new begins."""
    with prepared_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [COMMUNITY, community_id])
    return _locked_row(community_id)


def _locked_row(community_id: int) -> Community:
    return Community.objects.select_for_update(no_key=True).get(pk=community_id)


def lock_standing(person: Person, community_ids: Iterable[int]) -> None:
    """Lock the person's memberships in these communities and their account, and remember what they say now.

    What an action decides from them then stays true until it has committed: a suspension waits, or is seen. So does
    the closing of their account.
    """
    wanted = set(community_ids)
    remember_memberships(person, wanted, _locked_memberships(person.pk, sorted(wanted)))
    lock_account(person)


_locked_memberships = KnownQuery(
    lambda person_id, community_ids: (
        Membership.objects.select_for_update(no_key=True)
        .filter(among("community_id", community_ids), person=person_id)
        .order_by("pk")
    )
)


def lock_own_communities(person_id: int) -> None:
    """Lock the rows of the person's communities and their memberships, before their account is closed.

    Nobody joins, leaves or is given a role there meanwhile, and the person does nothing that rests on belonging.
    """
    mine = Membership.objects.filter(person=person_id)
    communities = Community.objects.filter(pk__in=mine.values("community")).order_by("pk")
    list(communities.select_for_update(no_key=True).values_list("pk"))
    list(mine.select_for_update().order_by("pk").values_list("pk"))
