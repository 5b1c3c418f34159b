"""Someone of each kind, to try who may do what in a community."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from forum.communities.models import Community, Role
from forum.people.actors import Actor
from tests.factories import make_community, make_member, make_person, make_steward, mute, suspend

EVERYONE = (
    *("visitor", "stranger", "guest", "member", "muted", "suspended", "suspended facilitator"),
    *("moderator", "facilitator", "facilitator elsewhere", "steward"),
)
SHAPING = ("facilitator", "steward")
LOOKING_AFTER = ("moderator", *SHAPING)
_ROLES = {
    "guest": Role.GUEST,
    "member": Role.MEMBER,
    "muted": Role.MEMBER,
    "suspended": Role.MODERATOR,
    "suspended facilitator": Role.FACILITATOR,
    "moderator": Role.MODERATOR,
    "facilitator": Role.FACILITATOR,
}


def somebody(kind: str, community: Community) -> Actor:
    """A person of this kind, new in the network."""
    if kind == "visitor":
        return AnonymousUser()
    if kind == "steward":
        return make_steward()
    person = make_person(kind)
    if kind in _ROLES:
        make_member(community, person, role=_ROLES[kind])
    if kind == "facilitator elsewhere":
        make_member(make_community(), person, role=Role.FACILITATOR)
    if kind == "muted":
        mute(person, community)
    if kind.startswith("suspended"):
        suspend(person, community)
    return person
