"""What was reported, for those who answer for it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import reduce
from operator import and_

from django.db.models import Count, F, Prefetch, Q, QuerySet

from forum.chat.models import Participant
from forum.communities.models import Community, Role
from forum.communities.selectors.reach import Reach, ReaderKind, reach_of
from forum.communities.selectors.standing import communities_where
from forum.core.known_queries import among
from forum.discussions.models import Placement
from forum.discussions.selectors.topics import topics_visible_to
from forum.gatherings.models import Host
from forum.moderation.models import Case, Report
from forum.moderation.places import Place, places_of
from forum.people.actors import Actor, is_person, is_steward
from forum.people.models import Person
from forum.repertoire.models import Quote
from forum.repertoire.selectors.quotes import quotes_agreed_to

MOST_SHOWN = 100
State, Level = Case.State, Case.Level


def case_with(case_id: int) -> Case | None:
    """A case with its subject and its reports, for policies to decide on."""
    return with_all(Case.objects.filter(pk=case_id)).first()


def open_cases(reader: Person) -> QuerySet[Case]:
    """What waits for the reader. Twin: `policies.cases.looks_after`."""
    return Case.objects.filter(_asked(reader), state=State.OPEN)


def open_cases_by_role(person: Person) -> QuerySet[Case]:
    """What waits for the person by a role of their own; for stewards, what was handed up to them as well."""
    asked = _asked_by_role(communities_where(person, Role.FACILITATOR), reach_of(person))
    if is_steward(person):
        asked |= Q(level=Level.STEWARDS) & _of_other_rooms(person.pk)
    return Case.objects.filter(asked & of_others(person.pk), state=State.OPEN)


def open_cases_of_stewards(steward: Person) -> int:
    """How many wait for stewards, and for this one among them."""
    return open_cases(steward).filter(level=Level.STEWARDS).count()


def messages_shown_to(actor: Actor) -> Q:
    """The condition on messages of two that stewards are shown, with their files, because they decide on them. Of what
    is said in rooms of communities, whoever decides reads the room.
    """
    if not is_person(actor) or not is_steward(actor):
        return Q(pk__in=())
    alone = open_cases(actor).filter(level=Level.STEWARDS, message__room__community=None)
    return Q(pk__in=alone.filter(message__isnull=False).values("message"))


def cases_in(reader: Person, community: Community) -> list[Case]:
    """What waits for the reader in a community, the oldest first."""
    return list(
        with_all(open_cases(reader).filter(in_community(community))).order_by("opened_at", "pk")[:MOST_SHOWN]
    )


def decided_cases_in(reader: Person, community: Community) -> list[Case]:
    """What was decided there of late, the latest first; for those who would be asked."""
    rows = Case.objects.filter(_asked(reader), in_community(community)).exclude(state=State.OPEN)
    return list(with_all(rows).order_by("-decided_at", "-pk")[:MOST_SHOWN])


def waiting_cases_in(actor: Actor, community: Community) -> int:
    """How many wait for the actor in a community."""
    return open_cases(actor).filter(in_community(community)).count() if is_person(actor) else 0


@dataclass(frozen=True, slots=True)
class Reported:
    """A community, and how many cases wait there."""

    name: str
    slug: str
    hue: int
    number: int


def reported_where_moderated(person: Person) -> list[Reported]:
    """Where cases wait for the person by a role of their own, by name; no query for who moderates nothing."""
    reach = reach_of(person)
    if not reach.moderator and not reach.boards:
        return []
    counted: Counter[Community] = Counter()
    asked = _asked_by_role(communities_where(person, Role.FACILITATOR), reach)
    waiting = Case.objects.filter(asked & of_others(person.pk), state=State.OPEN)
    for case in with_all(waiting)[:MOST_SHOWN]:
        counted.update({place.community for place in places_of(case) if _is_looked_after(place, reach)})
    found = [Reported(each.name, each.slug, each.hue, number) for each, number in counted.items()]
    return sorted(found, key=lambda each: each.name)


def _is_looked_after(place: Place, reach: Reach) -> bool:
    is_named = place.board is not None and place.board.pk in reach.boards
    return place.community.pk in reach.moderator or is_named


def people_to_tell(case_id: int) -> list[int]:
    """Ids of those who reported it, but for whoever has decided."""
    rows = Report.objects.filter(case=case_id, reporter__isnull=False).exclude(reporter=F("case__decided_by"))
    return list(rows.order_by("reporter").values_list("reporter", flat=True))


def taken_of_profile(person: Person) -> list[Case]:
    """What stewards have taken down of the person's own page, the latest first. For themselves."""
    rows = Case.objects.filter(person=person, state=State.REMOVED)
    return list(rows.order_by("-decided_at", "-pk")[:MOST_SHOWN])


def notes_taken_from(person: Person) -> list[Case]:
    """Notes of the person's own that were reported and removed, the latest first. For themselves."""
    own = Q(note__author=person) | Q(carrier=person)
    own |= Q(practice_note__drafted_by=person) | Q(last_changed_by=person)
    rows = Case.objects.filter(own, state=State.REMOVED).select_related("note", "placement", "practice_note")
    return list(rows.order_by("-decided_at", "-pk")[:MOST_SHOWN])


def own_cases_by_no_name(reader: Person) -> list[int]:
    """Ids of cases about what is the reader's without their name in the log: notes that somebody else wrote and they
    changed last, questions that they asked without a name, and practice notes with words of theirs.
    """
    theirs = Q(note__edited_by=reader) | Q(question__asker=reader)
    return list(Case.objects.filter(theirs | _of_practice_notes_with(reader.pk)).values_list("pk", flat=True))


def _asked(reader: Person) -> Q:
    return asked_within(reach_of(reader), communities_where(reader, Role.FACILITATOR))


def asked_within(reach: Reach, facilitated: list[int]) -> Q:
    """The condition on cases about which a reader with this reach is asked, who facilitates these communities."""
    if reach.kind == ReaderKind.STEWARD:
        return of_others(reach.person_id) & _of_other_rooms(reach.person_id)
    return of_others(reach.person_id) & _asked_by_role(facilitated, reach)


def of_others(person_id: int) -> Q:
    """The condition on cases about what somebody else wrote or is. Twin: `places.writers_of`."""
    own = (
        *("post__author", "message__author", "person", "note__author", "note__edited_by", "carrier"),
        "question__asker",
    )
    others = reduce(and_, (~Q(**{whose: person_id}) for whose in own))
    return others & ~_of_practice_notes_with(person_id)


def _of_practice_notes_with(person_id: int) -> Q:
    """About practice notes that the person wrote, or in which they agreed to be quoted."""
    wrote = Q(practice_note__drafted_by=person_id) | Q(practice_note__changed_by=person_id)
    return (
        wrote | Q(last_changed_by=person_id) | Q(practice_note__in=quotes_agreed_to(person_id).values("note"))
    )


def _of_other_rooms(person_id: int) -> Q:
    """Nobody decides about what was said to them alone."""
    return ~Q(message__room__in=Participant.objects.filter(person=person_id).values("room"))


def _asked_by_role(facilitated: list[int], reach: Reach) -> Q:
    moderated = _stands_in(reach, reach.moderator, reach.boards)
    return Q(level=Level.MODERATORS) & moderated | Q(level=Level.FACILITATORS) & _stands_in(
        reach, facilitated, []
    )


def _stands_in(reach: Reach, communities: list[int], boards: list[int]) -> Q:
    """At home there; or come through a board there, in a topic that the reader still reads; or said in a room there."""
    home, via = (
        Q(among(f"{board}__community_id", communities)) | Q(among(f"{board}_id", boards))
        for board in ("post__topic__home_board", "post__via_board")
    )
    noted, carried = (
        Q(among(f"{board}__community_id", communities)) | Q(among(f"{board}_id", boards))
        for board in ("note__topic__home_board", "placement__board")
    )
    said = Q(among("message__room__community_id", communities))
    said |= Q(among("question__gathering__community_id", communities))
    said |= Q(among("practice_note__community_id", communities))
    return home | via & Q(post__topic__in=topics_visible_to(reach)) | said | noted | carried


def in_community(community: Community) -> Q:
    """The condition under which a case is about something on a board, in a room, in a session or in the repertoire."""
    home, via = Q(post__topic__home_board__community=community), Q(post__via_board__community=community)
    notes = Q(note__topic__home_board__community=community) | Q(placement__board__community=community)
    said = Q(message__room__community=community) | Q(question__gathering__community=community)
    said |= Q(practice_note__community=community)
    return home | via | said | notes


def with_all(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with everything that pages and policies ask of them, how many have reported them among that."""
    reports = Report.objects.select_related("reporter").order_by("created_at", "pk")
    found = rows.select_related(
        "post__author", "post__topic__home_board__community", "post__via_board__community",
        "message__author", "message__room__community", "message__room__gathering", "person", "carrier",
        "handed_up_by", "decided_by",
        "note__author", "note__edited_by", "note__topic__home_board__community", "note__post",
        "placement__board__community", "placement__topic__home_board__community", "placement__proposed_by",
        "question__asker", "question__gathering__community", "last_changed_by",
        "practice_note__community", "practice_note__drafted_by", "practice_note__changed_by",
    )  # fmt: skip
    live = Placement.objects.filter(state=Placement.State.LIVE).select_related("board__community")
    return found.annotate(number=Count("reports", distinct=True)).prefetch_related(
        Prefetch("reports", reports),
        Prefetch("post__topic__placements", live),
        Prefetch("question__gathering__hosts", Host.objects.all()),
        Prefetch("practice_note__quotes", Quote.objects.select_related("message__author")),
    )
