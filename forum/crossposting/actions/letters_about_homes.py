"""Mails to those who ask for another home for a topic, and to its author. They look once more, as all letters do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum.core.letters import send_letter
from forum.core.verdicts import Sentence
from forum.crossposting.actions.letters import place_named, reachable
from forum.crossposting.models import HomeChange
from forum.crossposting.policies.homes import may_name_topic, may_read_words
from forum.crossposting.selectors.homes import change_with
from forum.discussions.policies.topics import may_read_topic
from forum.discussions.selectors.topics import topic_with_placements
from forum.network.selectors import ground
from forum.people.models import Person

State = HomeChange.State

_CAME_OF_IT: dict[str, Sentence] = {
    State.ACCEPTED: gettext_lazy("It is at home there now, with all that was said in it."),
    State.DECLINED: gettext_lazy("%(who)s declined."),
    State.OBJECTED: gettext_lazy("Its author would rather it stayed where it is."),
    State.EXPIRED: gettext_lazy("Nobody answered in two weeks, so that has ended. You can ask once more."),
}


def mail_home_asked(*, change_id: int) -> bool:
    """Tell an author who would like their topic to be at home elsewhere, and that they may object. False where that
    waits no longer, or is not theirs to know.
    """
    change = change_with(change_id)
    author = reachable(change.topic.author_id) if change is not None else None
    if change is None or author is None or change.state != State.WAITING or change.asked_by is None:
        return False
    context = _names(author, change)
    if not context["title"] or not context["where"]:
        return False
    context["name"] = change.asked_by.display_name
    send_letter("home_asked", to=str(author.email), context=context)
    return True


def mail_home_answered(*, person_id: int, change_id: int) -> bool:
    """Tell whoever asked for another home what came of it, and the author where their topic is at home now.

    False where that is neither named to them any more.
    """
    change, person = change_with(change_id), reachable(person_id)
    came = _CAME_OF_IT.get(change.state) if change is not None else None
    if change is None or person is None or came is None:
        return False
    context = _names(person, change)
    if not context["title"] and not context["where"]:
        return False
    who = change.decided_by.display_name if change.decided_by else str(_("A moderator"))
    context["came"] = str(came) % {"who": who}
    context["has_asked"] = change.asked_by_id == person.pk
    context["reason"] = change.reason if may_read_words(person, change) else ""
    send_letter("home_answered", to=str(person.email), context=context)
    return True


def _names(person: Person, change: HomeChange) -> dict[str, Any]:
    """What the person may be told: `title` and `where`, each "" where it is not theirs to know."""
    topic = topic_with_placements(change.topic_id)
    reads = topic is not None and bool(may_read_topic(person, topic))
    return {
        "person": person,
        "change": change,
        "title": change.topic.title if may_name_topic(person, change, reads=reads) else "",
        "where": place_named(person, change.to),
        "network_name": ground().name,
    }
