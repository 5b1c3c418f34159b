"""Practice notes, as far as one may read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Prefetch, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan

from forum.communities.models import Community, Role
from forum.communities.selectors.reach import Reach, ReaderKind, reach_of
from forum.communities.selectors.reading import readable_community
from forum.communities.selectors.standing import communities_where
from forum.core.known_queries import among
from forum.core.numbers import moment
from forum.core.paging import cursor_text, cut, read_cursor
from forum.gatherings.models import Gathering, Host
from forum.people.actors import Actor
from forum.repertoire.models import PracticeNote

State = PracticeNote.State
PAGE_LENGTH = 30
MOST_LISTED = 200  # of drafts to choose from


@dataclass(frozen=True, slots=True)
class NotePage:
    """A page of notes, and the cursor of the next one ("" on the last)."""

    notes: list[PracticeNote]
    older: str


def notes_read_by(actor: Actor) -> QuerySet[PracticeNote]:
    """Published ones of communities that the actor reads, and all that they look after. Twin: `may_read_note`."""
    reach = reach_of(actor)
    published = Q(state=State.PUBLISHED) & readable_community(reach, prefix="community__")
    if reach.kind == ReaderKind.VISITOR:
        return PracticeNote.objects.filter(published)
    return PracticeNote.objects.filter(
        published | in_care_within(reach, communities_where(actor, Role.FACILITATOR))
    )


def in_care_within(reach: Reach, facilitated: list[int]) -> Q:
    """The condition on notes that somebody with this reach looks after, who facilitates these communities. Twin:
    `looks_after_note`.
    """
    readable = readable_community(reach, prefix="community__")
    if reach.kind == ReaderKind.STEWARD:
        return readable
    led = Host.objects.filter(person=reach.person_id, part=Host.Part.HOST, is_out=False).values("gathering")
    own = Q(drafted_by=reach.person_id, session__in=led, session__community=F("community")) & readable
    return own | Q(among("community_id", facilitated))


def with_session(rows: QuerySet[PracticeNote]) -> QuerySet[PracticeNote]:
    """With what policies and pages ask of each."""
    sessions = Gathering.objects.prefetch_related(Prefetch("hosts", Host.objects.all()))
    return rows.select_related("community", "drafted_by", "changed_by").prefetch_related(
        Prefetch("session", sessions)
    )


def note_for(actor: Actor, note_id: int) -> PracticeNote | None:
    """One note, if the actor reads it."""
    return with_session(notes_read_by(actor)).filter(pk=note_id).first()


def notes_read_among(actor: Actor, note_ids: Iterable[int]) -> dict[int, PracticeNote]:
    """Those of these notes that the actor reads, by id. One query, where there are any."""
    keys = list(note_ids)
    return {each.pk: each for each in notes_read_by(actor).filter(pk__in=keys)} if keys else {}


def note_as_it_is(note_id: int) -> PracticeNote | None:
    """One note for an action that has it locked."""
    return with_session(PracticeNote.objects.all()).filter(pk=note_id).first()


def published_in(actor: Actor, community: Community, after: str = "") -> NotePage:
    """A page of what the community knows, the latest first; `after` is a page's `older`."""
    rows = notes_read_by(actor).filter(community=community, state=State.PUBLISHED)
    return _page(rows, "published_at", after)


def unpublished_in(actor: Actor, community: Community, after: str = "") -> NotePage:
    """The same of drafts and withdrawn notes that the actor looks after, those changed last first."""
    rows = notes_read_by(actor).filter(community=community).exclude(state=State.PUBLISHED)
    return _page(rows, "changed_at", after)


def _page(rows: QuerySet[PracticeNote], by: str, after: str) -> NotePage:
    bound = read_cursor(after, moment)
    if bound is not None:
        rows = rows.filter(TupleLessThan(Tuple(F(by), F("pk")), bound))
    shown, has_more = cut(rows.select_related("drafted_by").order_by(f"-{by}", "-pk"), PAGE_LENGTH)
    return NotePage(shown, cursor_text(getattr(shown[-1], by), shown[-1].pk) if has_more else "")


def drafts_in(actor: Actor, communities: list[Community]) -> list[PracticeNote]:
    """Drafts in these communities to which the actor may add, by title."""
    rows = notes_read_by(actor).filter(community__in=communities, state=State.DRAFT)
    return list(rows.select_related("community").order_by("title", "pk")[:MOST_LISTED])
