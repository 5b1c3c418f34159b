"""What the log says of words that were reported, removed or purged: where they were, and none of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.communities.models import Change, Verb, WhyPurged

# What there was, by the names under which actions count it.
_PLACES: Mapping[str, Callable[[int], str]] = {
    "posts": lambda n: ngettext("%(n)d post", "%(n)d posts", n),
    "messages": lambda n: ngettext("%(n)d message", "%(n)d messages", n),
    "questions": lambda n: ngettext("%(n)d question", "%(n)d questions", n),
    "wordings": lambda n: ngettext("%(n)d earlier wording", "%(n)d earlier wordings", n),
    "quotes": lambda n: ngettext("%(n)d quotation", "%(n)d quotations", n),
    "lifted": lambda n: ngettext("%(n)d place on a board", "%(n)d places on boards", n),
    "drafts": lambda n: ngettext("%(n)d draft", "%(n)d drafts", n),
    "held": lambda n: ngettext("%(n)d text that waited", "%(n)d texts that waited", n),
    "notes": lambda n: ngettext("%(n)d note of moderators", "%(n)d notes of moderators", n),
    "reports": lambda n: ngettext("%(n)d report", "%(n)d reports", n),
    "reasons": lambda n: ngettext("%(n)d reason", "%(n)d reasons", n),
    "files": lambda n: ngettext("%(n)d file", "%(n)d files", n),
    "copies": lambda n: ngettext("%(n)d copy of somebody’s data", "%(n)d copies of people’s data", n),
}


def purged(change: Change) -> str:
    """The sentence of such a line, with `%(about)s` and `{person}` to be filled in."""
    cleaned = change.details.get("places", {})
    told = [say(count) % {"n": count} for name, say in _PLACES.items() if (count := cleaned.get(name, 0))]
    why = change.details.get("why", "")
    reason = str(WhyPurged(why).label) if why in WhyPurged.values else change.verb
    whole = _("deleted everywhere what {person} wrote in “%(about)s” ({places}; the reason: {reason})")
    if change.details.get("of") == "nameless":
        whole = _("deleted everywhere what somebody asked in “%(about)s” ({places}; the reason: {reason})")
    elif not change.about:
        whole = _("deleted everywhere what {person} wrote to somebody ({places}; the reason: {reason})")
    return whole.replace("{places}", get_text_list(told, _("and"))).replace("{reason}", reason)


def message_removed(change: Change) -> str:
    """In a room of a community; what two say to each other is named by nothing."""
    if change.about:
        return _("removed a message by {person} from the room “%(about)s”")
    return _("removed a message that {person} wrote to somebody")


def message_restored(change: Change) -> str:
    """The same, where it was brought back."""
    if change.about:
        return _("brought a message by {person} back to the room “%(about)s”")
    return _("brought back a message that {person} wrote to somebody")


def reported_kept(change: Change) -> str:
    """By stewards, where it was about a person or about what two say to each other."""
    return {
        "person": _("let stand the page of {person}, which was reported"),
        "message": _("let stand what {person} wrote to somebody, which was reported"),
        "note": _("let stand a note by {person} as a moderator on “%(about)s”, which was reported"),
        "carried": _("let stand what {person} said of a topic carried to “%(about)s”, which was reported"),
        "question": _("let stand a question by {person} in the live session “%(about)s”, which was reported"),
        "practice": _("let stand the practice note “%(about)s” by {person}, which was reported"),
        "nameless": _("let stand a question in the live session “%(about)s”, which was reported"),
    }.get(change.details.get("of", ""), _("let stand what was reported of {person} in “%(about)s”"))


def reported_removed(change: Change) -> str:
    """The same, where it was removed."""
    return {
        "person": _("removed something from the page of {person}, which was reported"),
        "note": _("removed a note by {person} as a moderator on “%(about)s”, which was reported"),
        "carried": _("removed what {person} said of a topic carried to “%(about)s”, which was reported"),
    }.get(change.details.get("of", ""), _("removed what was reported of {person} in “%(about)s”"))


def reported_handed_up(change: Change) -> str:
    """Who asked without a name is not named."""
    if change.details.get("of") == "practice":
        return _("asked those above about the practice note “%(about)s” by {person}, which was reported")
    if change.details.get("of") == "nameless":
        return _("asked those above about a question in the live session “%(about)s”, which was reported")
    return _("asked those above about what was reported of {person} in “%(about)s”")


OF_REMOVALS = {
    Verb.REPORTED_HANDED_UP: reported_handed_up,
    Verb.REPORTED_KEPT: reported_kept,
    Verb.REPORTED_REMOVED: reported_removed,
    Verb.PURGED: purged,
    Verb.MESSAGE_REMOVED: message_removed,
    Verb.MESSAGE_RESTORED: message_restored,
}
SAID_OF_REMOVALS = {
    Verb.REPORTED_KEPT: frozenset({"case", "of"}),
    Verb.REPORTED_REMOVED: frozenset({"case", "of"}),
    Verb.PURGED: frozenset({"post", "message", "question", "of", "topic", "number", "places", "why"}),
    Verb.MESSAGE_REMOVED: frozenset({"message"}),
    Verb.MESSAGE_RESTORED: frozenset({"message"}),
}
