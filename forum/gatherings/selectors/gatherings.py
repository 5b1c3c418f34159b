"""Live sessions one by one and in lists, as far as one may see them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan

from forum.communities.models import Community, Role
from forum.communities.selectors.reach import Reach, ReaderKind, reach_of
from forum.communities.selectors.reading import readable_community
from forum.communities.selectors.standing import communities_where
from forum.core.known_queries import among
from forum.core.numbers import moment
from forum.core.paging import cursor_text, cut, read_cursor
from forum.gatherings.models import Coming, Gathering, Host, Joint, Material
from forum.people.actors import Actor, is_person
from forum.people.models import Person

State = Gathering.State
TO_COME = (State.SCHEDULED, State.LIVE)
MOST_LISTED = 100
EARLIER = 30  # on a page


def gatherings_seen_by(reader: Actor) -> QuerySet[Gathering]:
    """Every session whose page one may read. The policy is `may_see_gathering`."""
    return gatherings_within(reach_of(reader), communities_where(reader, Role.FACILITATOR))


def gatherings_within(reach: Reach, facilitated: list[int]) -> QuerySet[Gathering]:
    """The same within a reach; `facilitated` are ids of the communities that the reader facilitates."""
    joined = Joint.objects.filter(readable_community(reach, prefix="community__"), state=Joint.State.AGREED)
    announced = ~Q(state=State.DRAFT) & (
        readable_community(reach, prefix="community__") | Q(pk__in=joined.values("gathering"))
    )
    return Gathering.objects.filter(announced | _prepared_by(reach, facilitated))


def _prepared_by(reach: Reach, facilitated: list[int]) -> Q:
    if reach.kind == ReaderKind.VISITOR:
        return Q(pk__in=[])
    if reach.kind == ReaderKind.STEWARD:
        return readable_community(reach, prefix="community__")
    leading = Host.objects.filter(person=reach.person_id, part=Host.Part.HOST, is_out=False)
    hosted = leading.values("gathering")
    leads = Q(pk__in=hosted) & readable_community(reach, prefix="community__")
    return leads | Q(among("community_id", facilitated))


def with_all(rows: QuerySet[Gathering]) -> QuerySet[Gathering]:
    """With what policies and pages ask of each: its community, hosts, and those that take part."""
    hosts = Host.objects.select_related("person")
    joint = Joint.objects.select_related("community")
    materials = Material.objects.select_related("attachment")
    return rows.select_related("community", "series", "room", "stage").prefetch_related(
        Prefetch("hosts", hosts), Prefetch("joint", joint), Prefetch("materials", materials)
    )


def gathering_for(reader: Actor, gathering_id: int) -> Gathering | None:
    """One session with all that is shown of it, if the reader may see it."""
    return with_all(gatherings_seen_by(reader)).filter(pk=gathering_id).first()


def to_come_in(reader: Actor, community: Community, *, now: datetime) -> list[Gathering]:
    """Sessions of the community that are to come or live, the next first; drafts of those who prepare them included."""
    rows = _in_community(reader, community).filter(
        state__in=[*TO_COME, State.DRAFT, State.CANCELLED], ends_at__gt=now
    )
    return list(rows.order_by("starts_at", "pk")[:MOST_LISTED])


def past_in(reader: Actor, community: Community, *, now: datetime) -> list[Gathering]:
    """Its sessions that are over, the latest first."""
    rows = _over(_in_community(reader, community), now)
    return list(rows.order_by("-starts_at", "-pk")[:MOST_LISTED])


def _over(rows: QuerySet[Gathering], now: datetime) -> QuerySet[Gathering]:
    held = rows.exclude(state__in=[State.DRAFT, State.CANCELLED])
    return held.filter(Q(ends_at__lte=now) | Q(state__in=[State.CLOSED, State.ARCHIVED]))


def _in_community(reader: Actor, community: Community) -> QuerySet[Gathering]:
    joined = Joint.objects.filter(community=community, state=Joint.State.AGREED).values("gathering")
    here = Q(community=community) | Q(pk__in=joined)
    return with_all(gatherings_seen_by(reader).filter(here))


def to_come_for(person: Person, *, now: datetime) -> list[Gathering]:
    """The sessions to come of all communities to which the person belongs, the next first."""
    rows = _where_one_belongs(person).filter(state__in=TO_COME, ends_at__gt=now, community__archived_at=None)
    return list(with_all(rows).order_by("starts_at", "pk")[:MOST_LISTED])


def past_for(person: Person, *, now: datetime, after: str = "") -> tuple[list[Gathering], str]:
    """Those of them that are over, the latest first, and the cursor of the page of earlier ones, "" on the last page;
    archived communities included. `after` is the cursor of this page.
    """
    rows, bound = _over(_where_one_belongs(person), now), read_cursor(after, moment)
    if bound is not None:
        rows = rows.filter(TupleLessThan(Tuple(F("starts_at"), F("pk")), bound))
    found, has_more = cut(with_all(rows).order_by("-starts_at", "-pk"), EARLIER)
    return found, cursor_text(found[-1].starts_at, found[-1].pk) if has_more else ""


def _where_one_belongs(person: Person) -> QuerySet[Gathering]:
    mine = communities_where(person, Role.GUEST)
    joined = Joint.objects.filter(community__in=mine, state=Joint.State.AGREED).values("gathering")
    return gatherings_seen_by(person).filter(Q(community__in=mine) | Q(pk__in=joined))


def answers_of(person: Actor, gatherings: list[Gathering]) -> dict[int, Coming]:
    """What the person has answered to each of them, by its id."""
    if not is_person(person):
        return {}
    rows = Coming.objects.filter(person=person, gathering__in=gatherings)
    return {row.gathering_id: row for row in rows}


def numbers_coming(gatherings: list[Gathering]) -> dict[int, int]:
    """How many come to each of them, by its id."""
    rows = Coming.objects.filter(gathering__in=gatherings, state=Coming.State.COMING)
    return dict(rows.values_list("gathering").annotate(Count("pk")))
