"""Who talks with whom."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from forum.chat.models import Block
from forum.communities.models import Membership
from forum.people.models import Person


def is_blocked_between(one: int, other: int) -> bool:
    """True where either of two people, named by their ids, blocks the other."""
    return Block.objects.filter(Q(person=one, blocked=other) | Q(person=other, blocked=one)).exists()


def is_blocking(person: Person, other: Person) -> bool:
    """True where the person blocks the other. For the person alone."""
    return Block.objects.filter(person=person, blocked=other).exists()


def share_a_community(one: int, other: int) -> bool:
    """True where two people belong to one community that is in use, and neither is suspended there."""
    granting = Membership.objects.filter(Q(suspended_until=None) | Q(suspended_until__lte=timezone.now()))
    theirs = granting.filter(person=other).values("community")
    return granting.filter(person=one, community__in=theirs, community__archived_at=None).exists()
