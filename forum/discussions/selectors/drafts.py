"""A person's drafts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from forum.core.known_queries import KnownQuery
from forum.discussions.models import Board, Draft, HeldPost, Post, Topic
from forum.discussions.selectors.boards import boards_readable_by
from forum.discussions.selectors.holding import own_held
from forum.discussions.selectors.posts import posts_visible_to
from forum.discussions.selectors.topics import topics_visible_to
from forum.people.models import Person

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft and the place it goes on at: None where the person can no longer read that.

    What was begun on a board that was merged goes on on the other one.
    """

    draft: Draft
    place: Board | Topic | Post | HeldPost | None


def own_drafts(person: Person) -> QuerySet[Draft]:
    """The person's drafts, newest first. Nobody else may see them."""
    return Draft.objects.filter(person=person).order_by("-updated_at")


def draft_at(person: Person, place: str) -> Draft | None:
    """What the person has begun to write at a place (a `draft_place`)."""
    return _draft_at.first(person.pk, place)


_draft_at = KnownQuery(lambda person_id, place: Draft.objects.filter(person=person_id, place=place))


def drafts_of(person: Person) -> list[KeptDraft]:
    """The newest of `own_drafts` with their places, in a fixed number of queries."""
    drafts = list(own_drafts(person)[:MOST_SHOWN])
    boards = boards_readable_by(person).in_bulk(_ids(drafts, "board"))
    topics = topics_visible_to(person).in_bulk(_ids(drafts, "topic"))
    posts = posts_visible_to(person).select_related("topic").in_bulk(_ids(drafts, "post"))
    held = own_held(person).in_bulk(_ids(drafts, "heldpost"))
    others = _merged_into(person, boards.values())
    places: dict[str, Board | Topic | Post | HeldPost | None] = {
        f"board:{key}": others.get(board.merged_into_id) if board.merged_into_id else board
        for key, board in boards.items()
    }
    places |= {f"topic:{key}": topic for key, topic in topics.items()}
    places |= {f"post:{key}": post for key, post in posts.items()}
    places |= {f"heldpost:{key}": words for key, words in held.items()}
    return [KeptDraft(draft, places.get(draft.place)) for draft in drafts]


def _merged_into(person: Person, boards: Iterable[Board]) -> dict[int | None, Board]:
    wanted = {board.merged_into_id for board in boards if board.merged_into_id is not None}
    return dict(boards_readable_by(person).in_bulk(wanted)) if wanted else {}


def _ids(drafts: list[Draft], kind: str) -> list[int]:
    return [int(draft.place.partition(":")[2]) for draft in drafts if draft.place.startswith(f"{kind}:")]
