"""Who says of a topic that it repeats another one."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.core.verdicts import YES, Verdict, no
from forum.discussions.models import Topic
from forum.discussions.policies.topic_rules import may_rule_topic
from forum.discussions.policies.topics import may_read_topic
from forum.people.actors import Actor


def may_mark_duplicate(actor: Actor, topic: Topic, of: Topic) -> Verdict:
    """Marking a topic as a duplicate of another one that the actor reads, wherever that is at home."""
    if not may_rule_topic(actor, topic):
        return may_rule_topic(actor, topic)
    if not may_read_topic(actor, of):
        return may_read_topic(actor, of)
    if topic.pk == of.pk:
        return no(_("Choose another topic."))
    if of.duplicate_of_id == topic.pk:
        return no(_("That one is marked as a duplicate of this topic. End that mark first."))
    return YES


def may_end_duplicate(actor: Actor, topic: Topic) -> Verdict:
    """Taking the mark away again."""
    return may_rule_topic(actor, topic)
