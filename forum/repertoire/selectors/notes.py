"""Practice notes, as far as one may read them."""

from __future__ import annotations

from django.db.models import F, Prefetch, Q, QuerySet

from forum.communities.models import Community, Role
from forum.communities.selectors.reach import ReaderKind, reach_of
from forum.communities.selectors.reading import readable_community
from forum.communities.selectors.standing import communities_where
from forum.core.known_queries import among
from forum.gatherings.models import Gathering, Host
from forum.people.actors import Actor
from forum.repertoire.models import PracticeNote

State = PracticeNote.State
MOST_LISTED = 200


def notes_read_by(actor: Actor) -> QuerySet[PracticeNote]:
    """Published ones of communities that the actor reads, and all that they look after. Twin: `may_read_note`."""
    reach = reach_of(actor)
    readable = readable_community(reach, prefix="community__")
    published = Q(state=State.PUBLISHED) & readable
    if reach.kind == ReaderKind.VISITOR:
        return PracticeNote.objects.filter(published)
    if reach.kind == ReaderKind.STEWARD:
        return PracticeNote.objects.filter(readable)
    led = Host.objects.filter(person=reach.person_id, part=Host.Part.HOST, is_out=False).values("gathering")
    own = Q(drafted_by=reach.person_id, session__in=led, session__community=F("community")) & readable
    shaped = Q(among("community_id", communities_where(actor, Role.FACILITATOR)))
    return PracticeNote.objects.filter(published | own | shaped)


def with_session(rows: QuerySet[PracticeNote]) -> QuerySet[PracticeNote]:
    """With what policies and pages ask of each."""
    sessions = Gathering.objects.prefetch_related(Prefetch("hosts", Host.objects.all()))
    return rows.select_related("community", "drafted_by", "changed_by").prefetch_related(
        Prefetch("session", sessions)
    )


def note_for(actor: Actor, note_id: int) -> PracticeNote | None:
    """One note, if the actor reads it."""
    return with_session(notes_read_by(actor)).filter(pk=note_id).first()


def note_as_it_is(note_id: int) -> PracticeNote | None:
    """One note for an action that has it locked."""
    return with_session(PracticeNote.objects.all()).filter(pk=note_id).first()


def published_in(actor: Actor, community: Community) -> list[PracticeNote]:
    """What the community knows, the latest first."""
    rows = notes_read_by(actor).filter(community=community, state=State.PUBLISHED)
    return list(rows.select_related("drafted_by").order_by("-published_at", "-pk")[:MOST_LISTED])


def unpublished_in(actor: Actor, community: Community) -> list[PracticeNote]:
    """Drafts and withdrawn notes that the actor looks after, those changed last first."""
    rows = notes_read_by(actor).filter(community=community).exclude(state=State.PUBLISHED)
    return list(rows.select_related("drafted_by").order_by("-changed_at", "-pk")[:MOST_LISTED])


def drafts_in(actor: Actor, communities: list[Community]) -> list[PracticeNote]:
    """Drafts in these communities to which the actor may add, by title."""
    rows = notes_read_by(actor).filter(community__in=communities, state=State.DRAFT)
    return list(rows.select_related("community").order_by("title", "pk")[:MOST_LISTED])
