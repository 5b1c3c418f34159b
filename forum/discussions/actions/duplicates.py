"""Marking topics that repeat others. A mark leads to a topic that repeats none, so marks never run in circles."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.actions.log import note_change
from forum.communities.models import Verb
from forum.communities.selectors.locks import lock_communities, lock_standing
from forum.core.events import publish
from forum.core.limits import TENDING, spend
from forum.core.verdicts import Refused, require
from forum.discussions.actions.counters import listing_changed
from forum.discussions.actions.replies import locked_topic
from forum.discussions.events import TopicChanged
from forum.discussions.models import Topic
from forum.discussions.policies.duplicates import may_end_duplicate, may_mark_duplicate
from forum.discussions.selectors.duplicates import entangled
from forum.discussions.selectors.locks import lock_topics
from forum.discussions.selectors.topics import topic_with_placements
from forum.people.models import Person


@transaction.atomic
def mark_duplicate(*, moderator: Person, topic: Topic, of: Topic, now: datetime | None = None) -> Topic:
    """Say of `topic` that it repeats `of`, or what that repeats, and lock it. What repeated `topic` goes along.

    Gives the topic back to which the mark leads. Raises Refused or TooMany.
    """
    topic, of = _locked(moderator, topic, of)
    require(may_mark_duplicate(moderator, topic, of))
    last_id = of.duplicate_of_id or of.pk
    if topic.duplicate_of_id == last_id:
        return of
    spend(TENDING, moderator.pk, at=now)
    Topic.objects.filter(duplicate_of=topic).update(duplicate_of=last_id, version=F("version") + 1)
    topic.duplicate_of_id = last_id
    if topic.locked_at is None:
        topic.locked_at, topic.locked_by = now or timezone.now(), moderator
        topic.is_locked_as_duplicate = True
    _store(topic)
    _note(Verb.TOPIC_DUPLICATE, moderator, topic, now)
    return of


@transaction.atomic
def end_duplicate(*, moderator: Person, topic: Topic, now: datetime | None = None) -> Topic:
    """Take the mark away; the topic opens again where the mark had locked it. Raises Refused or TooMany."""
    topic = locked_topic(topic)
    lock_standing(moderator, [topic.home_board.community_id])
    require(may_end_duplicate(moderator, topic))
    if topic.duplicate_of_id is None:
        return topic
    spend(TENDING, moderator.pk, at=now)
    _unmark(topic)
    _note(Verb.TOPIC_NO_DUPLICATE, moderator, topic, now)
    return topic


def let_duplicates_follow(topic: Topic, into: Topic) -> None:
    """All that is in `topic` stands in `into` now: what repeated the one repeats the other.

    Within an action that has locked both, and what is entangled with them.
    """
    if into.duplicate_of_id == topic.pk:
        _unmark(into)
    last_id = into.duplicate_of_id or into.pk
    Topic.objects.filter(duplicate_of=topic).exclude(pk=last_id).update(
        duplicate_of=last_id, version=F("version") + 1
    )
    Topic.objects.filter(pk=topic.pk).update(duplicate_of=None, is_locked_as_duplicate=False)


def _locked(moderator: Person, topic: Topic, of: Topic) -> tuple[Topic, Topic]:
    """Both as they stand now, locked together with all that a mark between them may change."""
    community_id = topic.home_board.community_id
    lock_communities([community_id])
    keys = entangled(topic.pk, of.pk)
    lock_topics(keys)
    here, there = topic_with_placements(topic.pk), topic_with_placements(of.pk)
    if here is None or there is None or here.removed_at is not None or there.removed_at is not None:
        raise Refused(_("One of the two topics was removed in the meantime."))
    if here.home_board.community_id != community_id:
        raise Refused(_("This topic got a home in another community at this moment. Try again."))
    if not entangled(topic.pk, of.pk) <= keys:
        raise Refused(
            _("Somebody else marked one of these topics at this moment. Look at it, and try again.")
        )
    lock_standing(moderator, [community_id])
    return here, there


def _unmark(topic: Topic) -> None:
    topic.duplicate_of = None
    if topic.is_locked_as_duplicate:
        topic.locked_at, topic.locked_by, topic.is_locked_as_duplicate = None, None, False
    _store(topic)


def _store(topic: Topic) -> None:
    Topic.objects.filter(pk=topic.pk).update(
        duplicate_of=topic.duplicate_of_id, locked_at=topic.locked_at, locked_by=topic.locked_by_id,
        is_locked_as_duplicate=topic.is_locked_as_duplicate, version=F("version") + 1,
    )  # fmt: skip
    listing_changed(topic)
    publish(TopicChanged(topic_id=topic.pk))


def _note(verb: Verb, moderator: Person, topic: Topic, now: datetime | None) -> None:
    board = topic.home_board
    note_change(
        verb, by=moderator, community=board.community, about=board.name, board_key=board.pk,
        details={"topic": topic.pk}, now=now,
    )  # fmt: skip
