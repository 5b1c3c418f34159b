"""Removing a topic with all that was said in it, and bringing it back."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.actions.log import note_change
from forum.communities.actions.removals import reason_of_removal, removals_under_appeal
from forum.communities.models import KEPT_DAYS, Verb
from forum.communities.selectors.locks import lock_communities, lock_standing
from forum.core.events import publish
from forum.core.limits import TENDING, spend
from forum.core.verdicts import Refused, require
from forum.discussions.actions.counters import listing_changed
from forum.discussions.actions.removing import end_placements_of_removed, take_out
from forum.discussions.events import TopicRemoved, TopicRestored, TopicWordsForgotten
from forum.discussions.models import Topic
from forum.discussions.policies.topic_removals import may_forget_removed_topic
from forum.discussions.policies.topics import may_remove_topic, may_restore_topic
from forum.discussions.selectors.locks import lock_topics
from forum.discussions.selectors.topics import topic_with_placements
from forum.people.models import Person
from forum.people.selectors.accounts import lock_accounts


@transaction.atomic
def remove_topic(*, moderator: Person, topic: Topic, reason: str, now: datetime | None = None) -> Topic:
    """Take a topic off every board at once; nobody reads it any more, and its words are kept for `KEPT_DAYS`.

    Raises Refused, Invalid or TooMany.
    """
    moment = now or timezone.now()
    topic = _locked_to_remove(topic)
    lock_standing(moderator, [topic.home_board.community_id])
    require(may_remove_topic(moderator, topic))
    words = reason_of_removal(reason)
    spend(TENDING, moderator.pk)
    listing_changed(topic, topics=-1, posts=-topic.post_count)
    end_placements_of_removed(topic, moment, by=moderator)
    topic.removed_at, topic.removed_by, topic.removal_reason = moment, moderator, words
    Topic.objects.filter(pk=topic.pk).update(
        removed_at=moment, removed_by=moderator, removal_reason=words, version=F("version") + 1
    )
    _note(Verb.TOPIC_REMOVED, moderator, topic, reason=words, now=now)
    publish(TopicRemoved(topic_id=topic.pk, by_id=moderator.pk if topic.removal is not None else None))
    return topic


@transaction.atomic
def restore_topic(*, moderator: Person, topic: Topic, now: datetime | None = None) -> Topic:
    """Let a removed topic stand on its home board again, and there alone. Raises Refused or TooMany."""
    topic = locked_even_if_removed(topic)
    lock_standing(moderator, [topic.home_board.community_id])
    lock_accounts([topic.author_id])  # the log will name them; who closes theirs holds it before appeals
    require(may_restore_topic(moderator, topic))
    spend(TENDING, moderator.pk)
    stand_again(topic, by=moderator)
    _note(Verb.TOPIC_RESTORED, moderator, topic, reason="", now=now)
    return topic


@transaction.atomic
def forget_own_in_removed_topic(*, author: Person, topic: Topic) -> None:
    """Let go at once of all that one said in one's own removed topic. What others wrote stays kept, with the title, and
    so does the reason. Raises Refused or TooMany.
    """
    topic = locked_even_if_removed(topic)
    require(may_forget_removed_topic(author, topic))
    spend(TENDING, author.pk)
    own = list(
        topic.posts.filter(author=author, removed_at=None).order_by("-number").values_list("pk", flat=True)
    )
    take_out(topic, own, remover=author, moment=timezone.now())
    if topic.post_count > len(own):
        publish(TopicWordsForgotten(topic_id=topic.pk))


def stand_again(topic: Topic, *, by: Person | None) -> None:
    """Within an action that has locked the topic: it is there again, as it was. `by` is None where it gets another
    home by that, of which its author is told.
    """
    Topic.objects.filter(pk=topic.pk).update(
        removed_at=None, removed_by=None, removal_reason="", version=F("version") + 1
    )
    topic.removed_at = None
    listing_changed(topic, topics=1, posts=topic.post_count)
    publish(TopicRestored(topic_id=topic.pk, by_id=by.pk if by is not None else None))


def locked_even_if_removed(topic: Topic) -> Topic:
    """A topic as it stands now, removed or not, locked until the transaction ends; its community is locked before it.

    Raises Refused where it has just got a home in another community.
    """
    community_id = topic.home_board.community_id
    lock_communities([community_id])
    lock_topics([topic.pk])
    rows = Topic.objects.select_related("home_board__community", "author")
    fresh = rows.get(pk=topic.pk)
    if fresh.home_board.community_id != community_id:
        raise Refused(_("This topic got a home in another community at this moment. Try again."))
    return fresh


def _locked_to_remove(topic: Topic) -> Topic:
    """With its placements. Raises Refused where somebody else was faster."""
    locked_even_if_removed(topic)
    fresh = topic_with_placements(topic.pk)
    if fresh is None or fresh.removed_at is not None:
        raise Refused(_("The topic was removed already."))
    return fresh


def clear_removed_topics(now: datetime) -> int:
    """Let words and titles of topics go that were removed more than `KEPT_DAYS` ago, unless somebody still decides
    about them; the reason stays. Returns how many there were.
    """
    cleared = 0
    old = Topic.objects.filter(removed_at__lt=now - timedelta(days=KEPT_DAYS), post_count__gt=0)
    old = old.exclude(pk__in=removals_under_appeal("topic"))
    for key in old.order_by("pk").values_list("pk", flat=True):
        cleared += _clear(key, now)
    return cleared


@transaction.atomic
def _clear(topic_id: int, now: datetime) -> int:
    topic = Topic.objects.select_for_update(no_key=True).get(pk=topic_id)
    if topic.removed_at is None or topic.removed_at >= now - timedelta(days=KEPT_DAYS):
        return 0
    left = topic.posts.filter(removed_at=None).order_by("-number")
    take_out(topic, list(left.values_list("pk", flat=True)), remover=topic.removed_by, moment=now)
    return 1


def _note(verb: Verb, moderator: Person, topic: Topic, *, reason: str, now: datetime | None) -> None:
    board = topic.home_board
    note_change(
        verb, by=moderator, community=board.community, about=board.name, board_key=board.pk,
        person=topic.author, details={"topic": topic.pk}, reason=reason, now=now,
    )  # fmt: skip
