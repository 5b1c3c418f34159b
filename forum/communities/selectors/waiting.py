"""What waits in a community for whoever looks after it, which the tabs of their pages say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from forum.communities.models import Community, Role
from forum.communities.selectors.joining import how_many_wait
from forum.communities.selectors.standing import role_in
from forum.people.actors import Actor

Counted = Callable[[Actor, Community], int]


@dataclass(frozen=True, slots=True)
class Waits:
    """How many requests to join, and how many posts, wait for the one who asks."""

    requests: int
    posts: int


def _none(_actor: Actor, _community: Community) -> int:
    return 0


_posts: Counted = _none


def posts_counted_by(counter: Counted) -> None:
    """Ask `counter` from now on how many posts wait in a community for someone: posts live above communities."""
    global _posts  # noqa: PLW0603 - set once, when the table of reactions is laid
    _posts = counter


def what_waits(actor: Actor, community: Community) -> Waits:
    """What the actor may decide on there; a query each. Requests wait for facilitators alone."""
    is_facilitator = role_in(actor, community.pk) >= Role.FACILITATOR
    return Waits(how_many_wait(community) if is_facilitator else 0, _posts(actor, community))
