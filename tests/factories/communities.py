"""Communities and memberships for tests."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from forum.communities.actions.founding import found_community
from forum.communities.actions.members import give_role, leave_community
from forum.communities.actions.standing import keep_standing
from forum.communities.models import Community, Measure, Rank, Role
from forum.people.models import Person
from tests.factories.people import make_person, make_steward

_numbers = count(1)


def make_community(name: str = "", *, facilitator: Person | None = None, **fields: Any) -> Community:
    """A community founded by a steward, `network` and open to join; its facilitator is new unless given."""
    number = next(_numbers)
    name = name or f"Community {number}"
    wanted: dict[str, Any] = {
        "slug": f"community-{number}",
        "domain": f"What {name} cares about.",
        "visibility": Community.Visibility.NETWORK,
        "joining": Community.Joining.OPEN,
        "hue": number * 137 % 360,
    } | fields
    founder = make_steward()
    return found_community(
        founder=founder, facilitator=facilitator or make_person("Facilitator"), name=name, **wanted
    )


def make_member(
    community: Community,
    person: Person | None = None,
    *,
    role: int = Role.MEMBER,
    since: datetime | None = None,
) -> Person:
    """A person who belongs to the community in `role`, since `since` or for a year."""
    person = person or make_person()
    joined = since or timezone.now() - timedelta(days=365)
    give_role(giver=make_steward(), person=person, community=community, role=role, now=joined)
    return person


def mute(person: Person, community: Community, *, days: int = 7) -> None:
    """Let the person read but not write there."""
    _measure(person, community, Measure.Kind.MUTE, days)


def suspend(person: Person, community: Community, *, days: int = 7) -> None:
    """Let the membership grant nothing."""
    _measure(person, community, Measure.Kind.SUSPENSION, days)


def _measure(person: Person, community: Community, kind: str, days: int) -> None:
    """What runs of a measure that nobody here has given; one that is over already was given before."""
    now = timezone.now()
    ends_at = now + timedelta(days=days)
    same = Measure.objects.filter(
        person=person, community=community, kind=kind, board_key=None, lifted_at=None
    )
    same.update(lifted_at=now)
    Measure.objects.create(
        person=person, community=community, kind=kind, reason="For the test.", given_as=Rank.STEWARD,
        given_at=min(now, ends_at - timedelta(days=1)), ends_at=ends_at,
    )  # fmt: skip
    keep_standing(person, community.pk, now=now)


def lift_all(person: Person, community: Community) -> None:
    """Let nothing run there."""
    Measure.objects.filter(person=person, community=community).update(lifted_at=timezone.now())
    keep_standing(person, community.pk, now=timezone.now())


def expel(person: Person, community: Community) -> None:
    """End the person's membership."""
    leave_community(person=person, community=community)
