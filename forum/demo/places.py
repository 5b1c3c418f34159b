"""Makes the people of the demo network, and the communities and boards that they meet on."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from forum.communities.actions.founding import found_community
from forum.communities.actions.joining import ask_to_join
from forum.communities.actions.members import give_role
from forum.communities.models import Community, Role
from forum.crossposting.actions.trusting import give_trust
from forum.demo.description import Told, ToldBoard, ToldCommunity, ToldPerson
from forum.demo.joining import joinings, opened_at
from forum.discussions.actions.boards import open_board
from forum.discussions.models import Board, Level
from forum.network.actions import change_network
from forum.network.selectors import edition_of_network, network_row
from forum.people.models import Person

LEVELS = {
    "readers": Level.READERS,
    "guest": Level.GUESTS,
    "member": Level.MEMBERS,
    "moderator": Level.MODERATORS,
}
ROLES = {role.name.lower(): role.value for role in Role}


def make_people(told: Told, *, password: str, now: datetime) -> dict[str, Person]:
    """Everyone with an account, by handle. The password is hashed once, for hashing it is slow by design."""
    hashed = make_password(password)
    firsts = _first_joinings(told, now)
    opening = opened_at(told, now)
    return {
        person.handle: _make_person(person, hashed, firsts.get(person.handle, opening))
        for person in told.people
    }


def _first_joinings(told: Told, now: datetime) -> dict[str, datetime]:
    opening = opened_at(told, now)
    firsts = {person.handle: opening for person in told.people if person.is_steward}
    for community in told.communities:
        for handle, moment in joinings(told, community, now).items():
            firsts[handle] = min(moment, firsts.get(handle, moment))
    return firsts


def _make_person(told: ToldPerson, hashed: str, joined_at: datetime) -> Person:
    person = Person(
        handle=told.handle,
        email=told.email,
        password=hashed,
        display_name=told.display_name,
        affiliation=told.affiliation,
        role_title=told.role_title,
        bio=told.bio,
        interests=", ".join(told.interests),
        time_zone=told.time_zone,
        is_steward=told.is_steward,
        joined_at=joined_at,
    )
    person.full_clean()
    person.save()
    EmailAddress.objects.create(user=person, email=told.email, verified=True, primary=True)
    return person


def introduce(told: Told, people: dict[str, Person], *, now: datetime) -> None:
    """Say what the network is for and let members propose communities, unless stewards have set things already."""
    seen = edition_of_network(network_row())
    if not seen:
        steward = _steward(told, people)
        change_network(actor=steward, seen=seen, now=now, purpose=told.purpose, founding="members")


def make_places(told: Told, people: dict[str, Person], *, now: datetime) -> dict[tuple[str, str], Board]:
    """Every community with its members, and its boards by the addresses of both."""
    steward = _steward(told, people)
    boards: dict[tuple[str, str], Board] = {}
    for described in told.communities:
        first = people[next(iter(described.roles))]
        community = _found(described, steward, first, opened_at(told, now))
        for handle, moment in joinings(told, described, now).items():
            role = ROLES[described.roles[handle]]
            give_role(giver=first, person=people[handle], community=community, role=role, now=moment)
        for board in described.boards:
            boards[described.slug, board.slug] = _open(board, community, first, opened_at(told, now))
        _let_ask(described, community, people, now)
    _let_trust(told, people, now)
    return boards


def _let_trust(told: Told, people: dict[str, Person], now: datetime) -> None:
    """Once all of them are there: one may trust a community that is told after it."""
    communities = {
        row.slug: row for row in Community.objects.filter(slug__in=[c.slug for c in told.communities])
    }
    for described in told.communities:
        for slug in described.trusts:
            give_trust(
                giver=people[next(iter(described.roles))],
                community=communities[described.slug],
                trusted=communities[slug],
                now=opened_at(told, now),
            )


def _steward(told: Told, people: dict[str, Person]) -> Person:
    return next(people[person.handle] for person in told.people if person.is_steward)


def _found(told: ToldCommunity, steward: Person, first: Person, now: datetime) -> Community:
    return found_community(
        founder=steward,
        facilitator=first,
        now=now,
        name=told.name,
        slug=told.slug,
        domain=told.domain,
        welcome=told.welcome.strip(),
        kind=told.kind,
        regions=", ".join(told.regions),
        languages=", ".join(told.languages),
        interests=", ".join(told.interests),
        time_zone=told.time_zone,
        visibility=told.visibility,
        joining=told.joining,
        joining_questions=list(told.joining_questions),
        hue=told.hue,
        guard=told.guard,
    )


def _let_ask(told: ToldCommunity, community: Community, people: dict[str, Person], now: datetime) -> None:
    for each in told.asking:
        ask_to_join(
            person=people[each.handle],
            community=community,
            questions=told.joining_questions,
            answers=each.answers,
            now=now - timedelta(hours=each.hours_ago),
        )


def _open(told: ToldBoard, community: Community, opener: Person, now: datetime) -> Board:
    levels = {name: LEVELS[value] for name, value in asdict(told).items() if name.endswith("_from")}
    return open_board(
        opener=opener, community=community, now=now, slug=told.slug, name=told.name, kind=told.kind,
        description=told.description, approval=told.approval, approval_first=told.approval_first,
        closes_after_days=told.closes_after_days, inbound=told.inbound, outbound=told.outbound, **levels,
    )  # fmt: skip
