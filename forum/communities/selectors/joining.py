"""What waits between a person and a community: requests to join, as the person sees them and as facilitators do."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, QuerySet

from forum.communities.models import Community, JoiningRequest, Role
from forum.communities.selectors.reach import ReaderQuery
from forum.communities.selectors.reading import communities_known_to
from forum.communities.selectors.standing import communities_where
from forum.core.known_queries import KnownQuery
from forum.core.paging import cut
from forum.people.actors import Actor, is_person
from forum.people.models import Person

State = JoiningRequest.State
_REMEMBERED = "_requests_by_community"

_latest = KnownQuery(
    lambda person_id: (
        JoiningRequest.objects.filter(person=person_id)
        .order_by("community_id", "-id")
        .distinct("community_id")
    )
)


def requests_of(actor: Actor) -> dict[int, JoiningRequest]:
    """The actor's latest request to each community by its id; read once for each actor object, `{}` for a visitor."""
    if not is_person(actor):
        return {}
    known: dict[int, JoiningRequest] | None = actor.__dict__.get(_REMEMBERED)
    if known is None:
        known = {row.community_id: row for row in _latest(actor.pk)}
        actor.__dict__[_REMEMBERED] = known
    return known


def forget_requests(actor: Actor) -> None:
    """Read the actor's requests anew when they are next asked for."""
    actor.__dict__.pop(_REMEMBERED, None)


def _requests_to(community: Community) -> QuerySet[JoiningRequest]:
    return JoiningRequest.objects.filter(community=community).select_related("person", "decided_by")


def request_in(community: Community, request_id: int) -> JoiningRequest | None:
    """A request to join the community, with its person. For the community's facilitators."""
    return _requests_to(community).filter(pk=request_id).first()


def waiting_in(community: Community) -> QuerySet[JoiningRequest]:
    """Requests that wait, oldest first, of people whose account is in use. For the community's facilitators."""
    return _requests_to(community).filter(state=State.WAITING, person__is_active=True).order_by("id")


def asking_anywhere() -> QuerySet[JoiningRequest]:
    """Requests that wait in communities in use. For stewards."""
    rows = JoiningRequest.objects.filter(community__archived_at=None, state=State.WAITING)
    return rows.filter(person__is_active=True).select_related("person", "community")


def asking_facilitator(person: Person) -> QuerySet[JoiningRequest]:
    """Those of them that wait for the person's own answer."""
    return asking_anywhere().filter(community__in=communities_where(person, Role.FACILITATOR))


def how_many_wait(community: Community) -> int:
    """How many requests wait. For the community's facilitators."""
    return waiting_in(community).count()


@dataclass(frozen=True, slots=True)
class Asking:
    """A community, and how many people wait there to be let in."""

    name: str
    slug: str
    hue: int
    number: int


def asking_where_facilitated(person: Person) -> list[Asking]:
    """Where people wait for the person's own answer, by name; no query for who facilitates nothing."""
    if not communities_where(person, Role.FACILITATOR):
        return []
    at = "community__"
    rows = asking_facilitator(person).values(name=F(f"{at}name"), slug=F(f"{at}slug"), hue=F(f"{at}hue"))
    return [Asking(**row) for row in rows.annotate(number=Count("pk")).order_by("name")]


def own_waiting_requests(person: Person) -> list[JoiningRequest]:
    """What the person asked for and waits to be answered, with communities that they may know of."""
    return _own_waiting(person)


_own_waiting = ReaderQuery(
    lambda reach: (
        JoiningRequest.objects.filter(
            person=reach.person_id,
            state=State.WAITING,
            community__in=communities_known_to(reach).filter(archived_at=None).values("pk"),
        )
        .select_related("community")
        .order_by("pk")
    )
)


REQUESTS_ON_A_PAGE = 30


@dataclass(frozen=True, slots=True)
class RequestPage:
    """A page of requests, and the id to ask the next page with (0 on the last)."""

    requests: list[JoiningRequest]
    more: int


def waiting_requests_page(community: Community, *, after: int = 0) -> RequestPage:
    """A page of `waiting_in`, from behind the request `after` on."""
    shown, has_more = cut(waiting_in(community).filter(pk__gt=after), REQUESTS_ON_A_PAGE)
    return RequestPage(shown, shown[-1].pk if has_more else 0)


def decided_requests_page(community: Community, *, before: int = 0) -> RequestPage:
    """A page of requests that were answered, the newest request first, from below the id `before` on."""
    rows = _requests_to(community).filter(state__in=[State.ACCEPTED, State.DECLINED]).order_by("-id")
    if before:
        rows = rows.filter(pk__lt=before)
    shown, has_more = cut(rows, REQUESTS_ON_A_PAGE)
    return RequestPage(shown, shown[-1].pk if has_more else 0)
