"""A person's drafts."""

from __future__ import annotations

from dataclasses import dataclass

from forum.discussions.models import Board, Draft, Post, Topic
from forum.discussions.selectors.boards import boards_readable_by
from forum.discussions.selectors.posts import posts_visible_to
from forum.discussions.selectors.topics import topics_visible_to
from forum.people.models import Person

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft and the place it goes on at: None where the person can no longer read that."""

    draft: Draft
    place: Board | Topic | Post | None


def drafts_of(person: Person) -> list[KeptDraft]:
    """The person's drafts, newest first, in a fixed number of queries. Nobody else may see them."""
    drafts = list(Draft.objects.filter(person=person).order_by("-updated_at")[:MOST_SHOWN])
    boards = boards_readable_by(person).in_bulk(_ids(drafts, "board"))
    topics = topics_visible_to(person).in_bulk(_ids(drafts, "topic"))
    posts = posts_visible_to(person).select_related("topic").in_bulk(_ids(drafts, "post"))
    places: dict[str, Board | Topic | Post] = {f"board:{key}": board for key, board in boards.items()}
    places |= {f"topic:{key}": topic for key, topic in topics.items()}
    places |= {f"post:{key}": post for key, post in posts.items()}
    return [KeptDraft(draft, places.get(draft.place)) for draft in drafts]


def _ids(drafts: list[Draft], kind: str) -> list[int]:
    return [int(draft.place.partition(":")[2]) for draft in drafts if draft.place.startswith(f"{kind}:")]
