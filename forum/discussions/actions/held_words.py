"""What authors do with words of theirs that wait, or waited in vain."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.core.editions import ChangedMeanwhile
from forum.core.events import publish
from forum.core.limits import EDITING, spend
from forum.core.verdicts import Refused, require
from forum.discussions.actions.bodies import checked_body, checked_opening, claim_files_while_held
from forum.discussions.actions.drafts import MAX_DRAFT_LENGTH, drop_draft, keep_draft
from forum.discussions.actions.guarding import guarded
from forum.discussions.actions.titles import checked_tags, checked_title, checked_type
from forum.discussions.events import HeldPostChanged, HeldPostTakenBack
from forum.discussions.models import Board, HeldPost, Topic, draft_place
from forum.discussions.policies.holding import may_change_held
from forum.discussions.selectors.drafts import draft_at
from forum.discussions.selectors.holding import held_with_place
from forum.discussions.selectors.topics import topic_with_placements
from forum.people.models import Person


class HeldMeanwhile(ChangedMeanwhile):
    """Held words are not as they were when somebody looked at them; `held` is how they are. Nothing was stored."""

    def __init__(self, sentence: str, held: HeldPost) -> None:
        super().__init__(sentence)
        self.held = held


@transaction.atomic
def change_held(
    *,
    author: Person,
    held: HeldPost,
    body: str,
    revision: int,
    title: str = "",
    type: str = Topic.Type.DISCUSSION,
    tags: Iterable[str] = (),
    cleared: str = "",
) -> HeldPost:
    """Give waiting words another wording; title, type and tags are those of a topic on its way.

    `revision` is the one that the author began from. Raises HeldMeanwhile where it was decided on, taken back or
    changed since, else Refused, Invalid, Identified among them, or TooMany. `cleared` is what identifies nobody, as
    they say.
    """
    held = locked_held(held)
    _require_changeable(author, held)
    if revision != held.revision:
        raise HeldMeanwhile(_("You changed this in another window. Compare both, then save again."), held)
    spend(EDITING, author.pk)
    before = [held.title, held.source, *held.tags]
    held.source = checked_body(body) if held.topic_id else checked_opening(body, held.board)
    if held.topic_id is None:
        held.title, held.tags = checked_title(title), checked_tags(tags)
        held.type = checked_type(type, author, held.board)
    said = [held.title, held.source, *held.tags]
    guard = guarded(author, said, lambda: [held.board], cleared=cleared, known=before)
    held.seen = list(dict.fromkeys([*held.seen, *guard.seen]))
    held.revision += 1
    held.save(update_fields=["source", "title", "tags", "type", "seen", "revision"])
    claim_files_while_held(held)
    drop_draft(person=author, place=draft_place(held))
    publish(HeldPostChanged(board_id=held.board_id, held_id=held.pk))
    return held


@transaction.atomic
def take_back_held(*, author: Person, held: HeldPost, now: datetime | None = None) -> HeldPost:
    """Take waiting words back; they go on as a draft where they were meant to stand. Raises HeldMeanwhile, TooMany."""
    held = locked_held(held)
    _require_changeable(author, held)
    spend(EDITING, author.pk)
    held.state, held.decided_at, held.decided_by = HeldPost.State.WITHDRAWN, now or timezone.now(), author
    held.save(update_fields=["state", "decided_at", "decided_by"])
    drop_draft(person=author, place=draft_place(held))
    with suppress(Refused):  # where it can no longer be read, the words stay on the page of what waited
        _lay_in_draft(held)
    publish(HeldPostTakenBack(board_id=held.board_id, held_id=held.pk))
    return held


@transaction.atomic
def use_held_again(*, author: Person, held: HeldPost) -> HeldPost:
    """Lay words that did not become a post into the draft at their place. Raises Refused where that cannot be read."""
    held = locked_held(held)
    if held.author_id != author.pk or held.state not in (HeldPost.State.DECLINED, HeldPost.State.WITHDRAWN):
        raise Refused(_("Only words of your own that did not become a post can be used again."))
    _lay_in_draft(held)
    return held


def locked_held(held: HeldPost) -> HeldPost:
    """The words as they stand now, held until the transaction ends. Raises Refused when they are gone.

    Locked last, after the topic and standings: so writers wait, never deadlock.
    """
    HeldPost.objects.select_for_update(no_key=True).filter(pk=held.pk).values_list("pk").first()
    fresh = held_with_place(held.pk)
    if fresh is None:
        raise Refused(_("This is no longer there."))
    return fresh


def _require_changeable(author: Person, held: HeldPost) -> None:
    verdict = may_change_held(author, held)
    if not verdict and held.author_id == author.pk:
        raise HeldMeanwhile(str(verdict.reason), held)
    require(verdict)


def _lay_in_draft(held: HeldPost) -> None:
    """Add the words to what was begun at their place meanwhile. Nothing is laid twice, and nothing is cut."""
    place = _place_of(held)
    known = draft_at(held.author, draft_place(place))
    begun = known.body.rstrip() if known else ""
    body = held.source if not begun or begun == held.source else f"{begun}\n\n{held.source}"
    if held.source in begun or len(body) > MAX_DRAFT_LENGTH:
        body = begun
    keep_draft(
        person=held.author,
        place=place,
        body=body,
        title=(known.title if known else "") or held.title,
        parent_number=known.parent_number if known else held.parent.number if held.parent else None,
    )


def _place_of(held: HeldPost) -> Board | Topic:
    if held.topic_id is None:
        return held.board
    topic = topic_with_placements(held.topic_id)
    if topic is None:
        raise Refused(_("The topic is gone. Copy your words, and start a new one."))
    return topic
