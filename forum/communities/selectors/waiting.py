"""What waits in a community for whoever looks after it, which the tabs of their pages say."""

from __future__ import annotations

from dataclasses import dataclass

from forum.communities.models import Community, Role
from forum.communities.selectors.joining import how_many_wait
from forum.communities.selectors.standing import role_in
from forum.core.asked_above import AskedAbove
from forum.people.actors import Actor, is_steward


@dataclass(frozen=True, slots=True)
class Waits:
    """How many requests to join, posts, topics that are carried or may get another home, reports, appeals, and sessions
    of others in which the community is asked to take part wait for the one who asks.
    """

    requests: int
    posts: int
    carried: int
    reported: int
    appealed: int = 0
    joint: int = 0

    @property
    def all(self) -> int:
        """How many things wait."""
        return self.requests + self.posts + self.carried + self.reported + self.appealed + self.joint


def _none(_actor: Actor, _community: Community, /) -> int:
    return 0


# How many posts wait in a community for someone, how many topics that somebody carries, and how much that was reported.
waiting_posts = AskedAbove(_none)
waiting_carried = AskedAbove(_none)
waiting_reported = AskedAbove(_none)
waiting_appeals = AskedAbove(_none)  # and how many appeals
waiting_joint = AskedAbove(_none)  # and how many sessions of others


def what_waits(actor: Actor, community: Community) -> Waits:
    """What the actor may decide on there; a query each. Requests wait for facilitators, and stewards may answer."""
    answers_requests = role_in(actor, community.pk) >= Role.FACILITATOR or is_steward(actor)
    return Waits(
        requests=how_many_wait(community) if answers_requests else 0,
        posts=waiting_posts(actor, community),
        carried=waiting_carried(actor, community),
        reported=waiting_reported(actor, community),
        appealed=waiting_appeals(actor, community),
        joint=waiting_joint(actor, community),
    )
