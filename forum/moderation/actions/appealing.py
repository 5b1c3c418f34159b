"""Asking others to look at a decision again, and what these decide: it stays, or what undoes it is done."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.chat.actions.messages import locked_message
from forum.chat.actions.taking_down import restore_message
from forum.chat.models import Message
from forum.chat.selectors.removals import message_removed
from forum.communities.actions.guarding import ask_in
from forum.communities.actions.log import note_change
from forum.communities.actions.measures import overturn_measure
from forum.communities.models import Measure, Verb
from forum.communities.selectors.locks import locked_community
from forum.communities.selectors.measures import measure_with
from forum.core.claims import Kind
from forum.core.events import publish
from forum.core.limits import APPEALING, TENDING, spend
from forum.core.verdicts import Invalid, Refused, require
from forum.core.words import on_one_line
from forum.discussions.actions.edits import locked_post
from forum.discussions.actions.taking_down import restore_post
from forum.discussions.actions.whole_topics import locked_even_if_removed, restore_topic
from forum.discussions.models import Post, Topic
from forum.discussions.selectors.removals import removed_post
from forum.discussions.selectors.removed import topic_with_removal
from forum.gatherings.actions.taking_down import (
    hold_removal_of_question,
    restore_question,
)
from forum.gatherings.models import Question
from forum.gatherings.selectors.removals import question_removed
from forum.moderation.actions.holding_appeals import held_appeal
from forum.moderation.events import AppealDecided, AppealMade
from forum.moderation.models import Appeal
from forum.moderation.models.appeals import LONGEST_APPEAL, LONGEST_REASON, SHORTEST_REASON, Removable
from forum.moderation.policies.appeals import may_appeal_measure, may_appeal_removal, may_decide_appeal
from forum.moderation.policies.claims import may_decide_now
from forum.moderation.selectors.deciders import board_of_appeal, communities_of_appeal
from forum.people.actions.stewards import let_back_in
from forum.people.models import Person
from forum.people.selectors.accounts import lock_account

State = Appeal.State


@transaction.atomic
def appeal_measure(*, person: Person, measure: Measure, words: str, now: datetime | None = None) -> Appeal:
    """Ask others to look at a measure of one's own again, once. Raises Refused, Invalid or TooMany."""
    moment = now or timezone.now()
    if measure.community_id is not None:
        locked_community(measure.community_id)
    lock_account(person)
    Measure.objects.select_for_update().get(pk=measure.pk)
    found = measure_with(measure.pk)
    assert found is not None
    require(may_appeal_measure(person, found, now=moment))
    fresh = Appeal(person=person, measure=found, decided_first_by=found.given_by)
    return _asked(fresh, words, moment)


@transaction.atomic
def appeal_removal(*, person: Person, post: Post, words: str, now: datetime | None = None) -> Appeal:
    """The same for a post of one's own that a moderator has removed."""
    locked_post(post)
    lock_account(person)
    found = removed_post(post.pk)
    return _asked_about_removal(person, found, Appeal(post=found), words, now or timezone.now())


@transaction.atomic
def appeal_removed_message(
    *, person: Person, message: Message, words: str, now: datetime | None = None
) -> Appeal:
    """The same for a message of one's own; of what two say alone, another steward looks at it again."""
    locked_message(person, message)
    found = message_removed(message.pk)
    return _asked_about_removal(person, found, Appeal(message=found), words, now or timezone.now())


@transaction.atomic
def appeal_removed_topic(*, person: Person, topic: Topic, words: str, now: datetime | None = None) -> Appeal:
    """The same for a whole topic of one's own."""
    locked_even_if_removed(topic)
    lock_account(person)
    found = topic_with_removal(topic.pk)
    fresh = Appeal(topic=found, board=found.home_board if found is not None else None)
    return _asked_about_removal(person, found, fresh, words, now or timezone.now())


@transaction.atomic
def appeal_removed_question(
    *, person: Person, question: Question, words: str, now: datetime | None = None
) -> Appeal:
    """The same for a question of one's own in a live session; who asked without a name stays without one."""
    lock_account(person)
    hold_removal_of_question(question.pk)
    found = question_removed(question.pk)
    return _asked_about_removal(person, found, Appeal(question=found), words, now or timezone.now())


def _asked_about_removal(
    person: Person, found: Removable | None, fresh: Appeal, words: str, moment: datetime
) -> Appeal:
    if found is None:
        raise Refused(_("It stands in its place already."))
    require(may_appeal_removal(person, found, now=moment))
    assert found.removal is not None
    fresh.person, fresh.removed_at, fresh.decided_first_by = (
        person,
        found.removed_at,
        found.removal.removed_by,
    )
    return _asked(fresh, words, moment)


def _asked(fresh: Appeal, words: str, moment: datetime) -> Appeal:
    said = words.replace("\x00", "").replace("\r\n", "\n").strip()
    if not said:
        raise Invalid(_("Say why it should be looked at again."), field="words")
    if len(said) > LONGEST_APPEAL:
        raise Invalid(_("Say it in at most %(most)d characters.") % {"most": LONGEST_APPEAL}, field="words")
    ask_in(communities_of_appeal(fresh), [said])
    spend(APPEALING, fresh.person_id)
    fresh.words, fresh.asked_at = said, moment
    fresh.save()
    publish(AppealMade(appeal_id=fresh.pk))
    return fresh


@transaction.atomic
def uphold_decision(*, decider: Person, appeal: Appeal, reason: str, now: datetime | None = None) -> Appeal:
    """Let it stay as it was decided. Both who asked and who decided first read why.

    Raises Refused, Invalid or TooMany.
    """
    appeal, words = _begun(decider, appeal, reason)
    _decide(appeal, State.UPHELD, decider, words, now or timezone.now())
    _note(Verb.APPEAL_UPHELD, decider, appeal, now)
    return appeal


@transaction.atomic
def overturn_decision(*, decider: Person, appeal: Appeal, reason: str, now: datetime | None = None) -> Appeal:
    """Undo it: lift the measure, bring back what was removed, open the network. Raises Refused, Invalid or TooMany."""
    appeal, words = _begun(decider, appeal, reason)
    if appeal.post is not None and appeal.post.topic.removed_at is not None:
        raise Refused(_("Its topic was removed. Bring that back first."))
    _decide(appeal, State.OVERTURNED, decider, words, now or timezone.now())
    measure = appeal.measure
    if appeal.post is not None:
        restore_post(moderator=decider, post=appeal.post, now=now)
    elif appeal.message is not None:
        restore_message(moderator=decider, message=appeal.message, now=now)
    elif appeal.topic is not None:
        restore_topic(moderator=decider, topic=appeal.topic, now=now)
    elif appeal.question is not None:
        restore_question(moderator=decider, question=appeal.question, now=now)
    elif measure is not None and measure.community is not None:
        overturn_measure(moderator=decider, measure=measure, why=words, now=now)
    elif measure is not None and measure.is_running(now or timezone.now()):
        let_back_in(steward=decider, person=measure.person, reason=words)
    _note(Verb.APPEAL_OVERTURNED, decider, appeal, now)
    return appeal


def _begun(decider: Person, appeal: Appeal, reason: str) -> tuple[Appeal, str]:
    """The appeal as it is now, locked after what it is about and who decides, for one who may; and the reason."""
    appeal = held_appeal(decider, appeal)
    require(may_decide_appeal(decider, appeal))
    require(may_decide_now(decider.pk, Kind.APPEAL, appeal.pk))
    words = on_one_line(reason, most=LONGEST_REASON, field="reason")
    if len(words) < SHORTEST_REASON:
        said = _("Say why, in a sentence of %d characters or more: both sides read that.") % SHORTEST_REASON
        raise Invalid(said, field="reason")
    spend(TENDING, decider.pk)
    return appeal, words


def _decide(appeal: Appeal, state: Appeal.State, by: Person, reason: str, moment: datetime) -> None:
    appeal.state, appeal.decided_by, appeal.decided_at, appeal.reason = state, by, moment, reason
    appeal.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    publish(AppealDecided(appeal_id=appeal.pk))


def _note(verb: Verb, decider: Person, appeal: Appeal, now: datetime | None) -> None:
    """A line in the log of the community that it is about, or of the network."""
    community, board_key, about = None, None, ""
    board = board_of_appeal(appeal)
    if board is not None:
        community, board_key, about = board.community, board.pk, board.name
    elif appeal.message is not None:
        community = appeal.message.room.community
        about = appeal.message.room.title if community is not None else ""
    elif appeal.question is not None:
        community, about = appeal.question.gathering.community, appeal.question.gathering.title
    elif appeal.measure is not None:
        community, board_key = appeal.measure.community, appeal.measure.board_key
    note_change(
        verb, by=decider, community=community, about=about, board_key=board_key,
        person=None if appeal.is_nameless else appeal.person,
        details={"appeal": appeal.pk, "kind": _kind_of(appeal)}, reason=appeal.reason, now=now,
    )  # fmt: skip


def _kind_of(appeal: Appeal) -> str:
    """As the log calls what it is about."""
    if appeal.measure is not None:
        return str(appeal.measure.kind)
    if appeal.topic is not None:
        return "removal-of-topic"
    if appeal.question is not None:
        return "removal-of-nameless" if appeal.is_nameless else "removal-of-question"
    return "removal" if appeal.post is not None else "removal-of-message"
