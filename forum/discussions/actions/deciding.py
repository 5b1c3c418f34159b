"""What moderators do with words that wait: let them through, or decline them with a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.actions.guarding import ask_in
from forum.communities.actions.log import note_change
from forum.communities.models import Verb
from forum.communities.selectors.locks import lock_communities, lock_standing
from forum.core.claims import Kind, nobody_else_decides
from forum.core.events import publish
from forum.core.limits import TENDING, spend
from forum.core.verdicts import Invalid, Refused, require
from forum.core.words import one_line
from forum.discussions.actions.held_words import HeldMeanwhile, locked_held
from forum.discussions.actions.replies import ReplyToBe, answered_post, locked_topic, place_reply, way_in
from forum.discussions.actions.starting import place_topic, topic_to_be
from forum.discussions.actions.titles import checked_type
from forum.discussions.events import HeldPostDeclined, HeldPostLetThrough
from forum.discussions.models import Attachment, Board, HeldPost, Post, Topic
from forum.discussions.policies.boards import may_start_topic
from forum.discussions.policies.holding import may_decide_on
from forum.discussions.policies.topics import live_boards, may_reply
from forum.people.models import Person

LONGEST_REASON = 500


class CannotLetThrough(Refused):
    """As things are now the author could not post this; it goes on waiting."""

    def __init__(self, refusal: Refused) -> None:
        told = _("As things are now, its author would be told: “%(sentence)s” It goes on waiting.")
        super().__init__(told % {"sentence": refusal.sentence})


@transaction.atomic
def let_through(*, moderator: Person, held: HeldPost, revision: int, now: datetime | None = None) -> Post:
    """Make waiting words the post that they were to be: by their author, as of now, under the key they came with.

    `revision` is the one that the moderator read. Raises HeldMeanwhile where somebody was faster or the words are
    others, CannotLetThrough where their author may not write there any more, else Refused or TooMany.
    """
    lock_communities([held.board.community_id])
    try:
        topic = locked_topic(held.topic) if held.topic else None
    except Refused as refusal:
        raise CannotLetThrough(Refused(_("This topic was removed in the meantime."))) from refusal
    held = _waiting_place(held, moderator, live_boards(topic) if topic else [])
    moment = now or timezone.now()  # looked up once it is one's turn: nothing older may come after
    _require_waiting(moderator, held, revision)
    spend(TENDING, moderator.pk)
    try:
        post = _start(held, moment) if topic is None else _reply(held, topic, moment)
    except Refused as refusal:
        raise CannotLetThrough(refusal) from refusal
    Attachment.objects.filter(held=held).update(held=None)
    held.post = post
    _decide(held, HeldPost.State.APPROVED, moderator, moment)
    publish(HeldPostLetThrough(board_id=held.board_id, held_id=held.pk))
    return post


@transaction.atomic
def decline_held(
    *, moderator: Person, held: HeldPost, revision: int, reason: str, now: datetime | None = None
) -> HeldPost:
    """Decline waiting words with a reason that their author reads. Raises HeldMeanwhile, Refused, Invalid, TooMany."""
    held = _waiting_place(held, moderator, [])
    _require_waiting(moderator, held, revision)
    held.reason = _checked_reason(reason)
    ask_in([held.board.community], [held.reason])
    spend(TENDING, moderator.pk)
    _decide(held, HeldPost.State.DECLINED, moderator, now or timezone.now())
    publish(HeldPostDeclined(board_id=held.board_id, held_id=held.pk))
    return held


def _waiting_place(held: HeldPost, moderator: Person, boards: list[Board]) -> HeldPost:
    """The held post, once what decides about it stays as it is. People in one order, the post last."""
    communities = {board.community_id for board in (held.board, *boards)}
    lock_communities([held.board.community_id])
    author = Person.objects.get(pk=held.author_id)
    for person in sorted((moderator, author), key=lambda each: each.pk):
        lock_standing(person, communities)
    held = locked_held(held)
    held.author = author
    return held


def _require_waiting(moderator: Person, held: HeldPost, revision: int) -> None:
    require(may_decide_on(moderator, held))
    if held.state == HeldPost.State.WITHDRAWN:
        raise HeldMeanwhile(_("Its author has taken it back in the meantime."), held)
    if held.state != HeldPost.State.WAITING:
        raise HeldMeanwhile(_("Another moderator has decided on this in the meantime."), held)
    require(nobody_else_decides(moderator.pk, Kind.HELD, held.pk))
    if revision != held.revision:
        raise HeldMeanwhile(_("Its author has changed it in the meantime. Read it once more."), held)


def _reply(held: HeldPost, topic: Topic, moment: datetime) -> Post:
    if held.board_id not in {board.pk for board in (topic.home_board, *live_boards(topic))}:
        raise Refused(_("This topic no longer stands on the board for which it was written."))
    require(may_reply(held.author, topic, now=moment))
    return place_reply(
        ReplyToBe(
            author=held.author,
            topic=topic,
            words=held.source,
            parent=answered_post(topic, held.parent),
            board=way_in(held.author, topic, held.board, now=moment),
            client_key=held.client_key,
            now=moment,
        )
    )


def _start(held: HeldPost, moment: datetime) -> Post:
    author, board = held.author, held.board
    require(may_start_topic(author, board))
    topic = topic_to_be(
        author=author,
        board=board,
        title=held.title,
        type=checked_type(held.type, author, board),
        tags=held.tags,
        now=moment,
    )
    return place_topic(topic, held.source, held.client_key)


def _checked_reason(reason: str) -> str:
    words = one_line(reason)
    if not words:
        raise Invalid(_("Say why, in a sentence that its author can act on."), field="reason")
    if len(words) > LONGEST_REASON:
        raise Invalid(_("Keep the reason within 500 characters."), field="reason")
    return words


def _decide(held: HeldPost, state: str, moderator: Person, moment: datetime) -> None:
    held.state, held.decided_at, held.decided_by = state, moment, moderator
    held.save(update_fields=["state", "decided_at", "decided_by", "reason", "post"])
    verb = Verb.POST_APPROVED if state == HeldPost.State.APPROVED else Verb.POST_DECLINED
    post = held.post
    note_change(
        verb,
        by=moderator,
        community=held.board.community,
        about=held.board.name,
        person=held.author,
        board_key=held.board_id,
        details={"topic": post.topic_id, "number": post.number} if post else {"held": held.pk},
        now=moment,
    )
