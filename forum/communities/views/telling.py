"""Makes sentences of the lines of the log, for one reader."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum.communities.models import Change, Community, Verb
from forum.communities.selectors.invitations import who_came_by
from forum.communities.selectors.log import PostKey, posts_in_words
from forum.communities.selectors.partners import communities_among
from forum.communities.views.sentences import ROLES, line_of
from forum.network.models import Network
from forum.people.models import Person

NAMED = 20  # of those who came in by an invitation
# Boards live above; these are the numbers by which they say who may.
_LEVELS = {
    0: gettext_lazy("whoever can read the community"),
    10: gettext_lazy("guests and members"),
    20: gettext_lazy("members"),
    30: gettext_lazy("moderators"),
}
_APPROVALS = {
    "none": gettext_lazy("posts appear at once"),
    "newcomers": gettext_lazy("the first posts of newcomers wait"),
    "everything": gettext_lazy("every post waits"),
}
_AUDIENCES = {
    "readers": gettext_lazy("everyone who reads the topic"),
    "moderators": gettext_lazy("those who look after it"),
}
_INBOUND = {
    "closed": gettext_lazy("none"),
    "ask": gettext_lazy("its moderators agree to each"),
    "trusted": gettext_lazy("those of trusted communities at once"),
    "open": gettext_lazy("at once"),
}
_OUTBOUND = {
    "open": gettext_lazy("anyone may carry them"),
    "ask": gettext_lazy("its moderators agree to each"),
    "closed": gettext_lazy("they stay"),
}
_WORDS: dict[str, Mapping[Any, Any]] = {
    "read_from": _LEVELS,
    "start_from": _LEVELS,
    "reply_from": _LEVELS,
    "visibility": dict(Community.Visibility.choices),
    "joining": dict(Community.Joining.choices),
    "kind": dict(Community.Kind.choices),
    "taking": dict(Community.Taking.choices),
    "guard": dict(Community.Guard.choices),
    "approval": _APPROVALS,
    "audience": _AUDIENCES,
    "inbound": _INBOUND,
    "outbound": _OUTBOUND,
    "role": ROLES,
    "sign_up": dict(Network.SignUp.choices),
    "founding": dict(Network.Founding.choices),
}
_LABELS = {
    "name": gettext_lazy("Name"),
    "domain": gettext_lazy("Domain"),
    "welcome": gettext_lazy("Welcome, in characters"),
    "kind": gettext_lazy("Kind"),
    "regions": gettext_lazy("Regions"),
    "languages": gettext_lazy("Languages"),
    "interests": gettext_lazy("Interests"),
    "time_zone": gettext_lazy("Time zone"),
    "hue": gettext_lazy("Colour"),
    "joining": gettext_lazy("How people join"),
    "joining_questions": gettext_lazy("Questions to those who ask to join"),
    "visibility": gettext_lazy("Who reads it"),
    "from": gettext_lazy("From"),
    "inbound": gettext_lazy("Topics from other boards"),
    "outbound": gettext_lazy("Its topics on other boards"),
    "taking": gettext_lazy("From rooms to boards"),
    "guard": gettext_lazy("Words that may identify a patient"),
    "messages": gettext_lazy("Messages"),
    "asked": gettext_lazy("People asked"),
    "role": gettext_lazy("Role"),
    "purpose": gettext_lazy("Purpose"),
    "sign_up": gettext_lazy("Who may join the network"),
    "mail_domains": gettext_lazy("Domains of mail addresses"),
    "sign_up_note": gettext_lazy("What to ask newcomers"),
    "founding": gettext_lazy("Who opens communities"),
    "limits": gettext_lazy("How much at once"),
    "boards_moderated": gettext_lazy("Boards moderated by name"),
    "links": gettext_lazy("Links of theirs that let people in"),
    "read_from": gettext_lazy("Who reads"),
    "start_from": gettext_lazy("Who starts topics"),
    "reply_from": gettext_lazy("Who replies"),
    "slow_seconds": gettext_lazy("Slow mode, in seconds"),
    "description": gettext_lazy("Description"),
    "approval": gettext_lazy("Approval"),
    "asks_approval": gettext_lazy("Every post waits"),
    "locks_at": gettext_lazy("Closes"),
    "stays_open": gettext_lazy("Stays open however long nobody replies"),
    "closes_after_days": gettext_lazy("Topics close without a reply, after days"),
    "audience": gettext_lazy("For"),
    "approval_first": gettext_lazy("How many first posts wait"),
    "prompts": gettext_lazy("Headings of a new topic"),
    "reminder": gettext_lazy("Reminder"),
    "tags": gettext_lazy("Tags to offer"),
    "order": gettext_lazy("Order"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """What something was and is; `before` is "" where only what it is was noted."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the log: `actor` `sentence` `person` `ending`, then what it was about, before and after, and why.

    `names_person` is True where the sentence has a place for the person, who may have left. `topic` is what it leads
    to, title and address, for who may read it; `came` are the first who came in by an invitation.
    """

    key: int
    actor: Person | None
    sentence: str
    names_person: bool
    person: Person | None
    ending: str
    topic: tuple[str, str] | None
    came: list[Person]
    has_more: bool
    differences: list[Difference]
    reason: str
    moment: Any


def told(reader: Person, changes: Iterable[Change]) -> list[Told]:
    """The lines as this reader may have them: another community, or a topic, is named only where they may see it."""
    rows = list(changes)
    partners = [row.details["partner"] for row in rows if isinstance(row.details.get("partner"), int)]
    known = communities_among(reader, partners) if partners else {}
    posts = {_post(row) for row in rows if "topic" in row.details}
    addresses = posts_in_words(reader, posts) if posts else {}
    came = who_came_by(rows, most=NAMED + 1)
    return [_told(row, known, addresses, came.get(row.pk, [])) for row in rows]


def _told(
    change: Change,
    known: Mapping[int, Community],
    addresses: Mapping[PostKey, tuple[str, str]],
    came: list[Person],
) -> Told:
    line = line_of(change, known)
    unset = _("as installed") if change.verb == Verb.NETWORK_CHANGED else _("nothing")
    return Told(
        key=change.pk,
        actor=change.actor,
        sentence=line.before,
        names_person=line.names_person,
        person=change.person,
        ending=line.after,
        topic=addresses.get(_post(change)),
        came=came[:NAMED],
        has_more=len(came) > NAMED,
        differences=differences(change.details, said=line.said, unset=unset),
        reason=change.reason,
        moment=change.created_at,
    )


def _post(change: Change) -> PostKey:
    """The topic and the number of the post in it that a line is about; no number where it is about all of it."""
    return change.details.get("topic", 0), change.details.get("number", 0)


def differences(
    details: Mapping[str, Any], *, said: Container[str] = (), unset: str = ""
) -> list[Difference]:
    """What the details of a line say, however its action noted them, without those that are `said` otherwise.

    `unset` is the word for what has no value.
    """
    if details.keys() == {"before", "after"}:
        details = _by_name(details["before"], details["after"])
    return [
        _difference(name, value, unset or _("nothing")) for name, value in details.items() if name not in said
    ]


def _by_name(before: Any, after: Any) -> dict[str, Any]:
    if not isinstance(after, Mapping):
        return {"order": {"before": before, "after": after}}
    return {
        name: {"before": before.get(name), "after": after.get(name)} for name in sorted({*before, *after})
    }


def _difference(name: str, value: Any, unset: str) -> Difference:
    label = str(_LABELS.get(name) or name.replace("_", " ").capitalize())
    if isinstance(value, Mapping) and value.keys() >= {"before", "after"}:
        return Difference(label, _words(name, value["before"], unset), _words(name, value["after"], unset))
    return Difference(label, "", _words(name, value, unset))


def _words(name: str, value: Any, unset: str) -> str:
    if value is None or value in ("", [], {}):
        return unset
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_words(name, each, unset) for each in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_words(name, each, unset)}" for key, each in value.items())
    return str(_WORDS.get(name, {}).get(value, value))
