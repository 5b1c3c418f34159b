"""What the log says of whole topics, and of what moderators say in them."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from forum.communities.models import Change, Verb
from forum.core.verdicts import Sentence

PLAIN_OF_TOPICS: dict[Verb, Sentence] = {
    Verb.TOPIC_MOVED: gettext_lazy("moved a topic from “%(from)s” to “%(to)s”"),
    Verb.TOPIC_REMOVED: gettext_lazy("removed a topic by {person} from the board “%(about)s”"),
    Verb.TOPIC_RESTORED: gettext_lazy("brought a topic by {person} back to the board “%(about)s”"),
    Verb.TOPIC_SPLIT: gettext_lazy("made a topic of its own of a part of one on the board “%(about)s”"),
    Verb.TOPICS_UNITED: gettext_lazy("united two topics on the board “%(about)s”"),
    Verb.TOPIC_RULED: gettext_lazy("changed how a topic of the board “%(about)s” is answered"),
    Verb.TOPIC_CLOSED: gettext_lazy("closed a topic of the board “%(about)s”, whose time had come"),
    Verb.TOPIC_DUPLICATE: gettext_lazy(
        "marked a topic of the board “%(about)s” as a duplicate of another one"
    ),
    Verb.TOPIC_NO_DUPLICATE: gettext_lazy("ended that a topic of the board “%(about)s” is a duplicate"),
    Verb.NOTE_LEFT: gettext_lazy("left a note from the moderators in a topic of “%(about)s”"),
    Verb.NOTE_CHANGED: gettext_lazy("changed a note from the moderators in a topic of “%(about)s”"),
    Verb.NOTE_REMOVED: gettext_lazy("removed a note from the moderators in a topic of “%(about)s”"),
}
# Details that the sentences say in a way of their own, or that lead to what is shown only to who may see it.
SAID_OF_TOPICS: dict[Verb, frozenset[str]] = {
    Verb.TOPIC_MOVED: frozenset({"topic", "from", "to"}),
    Verb.TOPIC_REMOVED: frozenset({"topic"}),
    Verb.TOPIC_RESTORED: frozenset({"topic"}),
    Verb.TOPIC_SPLIT: frozenset({"topic", "into"}),
    Verb.TOPICS_UNITED: frozenset({"topic", "from"}),
    Verb.TOPIC_RULED: frozenset({"topic"}),
    Verb.TOPIC_CLOSED: frozenset({"topic"}),
    Verb.TOPICS_QUIET: frozenset({"topic", "topics", "days"}),
    Verb.TOPIC_DUPLICATE: frozenset({"topic"}),
    Verb.TOPIC_NO_DUPLICATE: frozenset({"topic"}),
    Verb.NOTE_LEFT: frozenset({"topic", "number"}),
    Verb.NOTE_CHANGED: frozenset({"topic", "number"}),
    Verb.NOTE_REMOVED: frozenset({"topic", "number"}),
}


def _fell_quiet(change: Change) -> str:
    topics, days = change.details.get("topics", 1), change.details.get("days", 0)
    closed = ngettext(
        "closed a topic of the board “%%(about)s”",
        "closed %(topics)s topics of the board “%%(about)s”",
        topics,
    ) % {"topics": topics}
    why = ngettext("after a day without a reply", "after %(days)s days without a reply", days) % {
        "days": days
    }
    return _("{closed}, {why}").replace("{closed}", closed).replace("{why}", why)


OF_TOPICS: dict[Verb, Callable[[Change], str]] = {Verb.TOPICS_QUIET: _fell_quiet}
