"""Makes sentences of the lines of the log, for one reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum.communities.models import Change, Community, Role, Verb
from forum.communities.selectors.partners import communities_among
from forum.network.models import Network
from forum.people.actors import Actor
from forum.people.models import Person

_ROLES = {role.name.lower(): role.label for role in Role}
# Boards live above; these are the numbers by which they say who may.
_LEVELS = {
    0: gettext_lazy("whoever can read the community"),
    10: gettext_lazy("guests and members"),
    20: gettext_lazy("members"),
    30: gettext_lazy("moderators"),
}
_WORDS: dict[str, Mapping[Any, Any]] = {
    "read_from": _LEVELS,
    "start_from": _LEVELS,
    "reply_from": _LEVELS,
    "visibility": dict(Community.Visibility.choices),
    "joining": dict(Community.Joining.choices),
    "kind": dict(Community.Kind.choices),
    "role": _ROLES,
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
}
_SENTENCES = {
    Verb.FOUNDED: gettext_lazy("opened the community"),
    Verb.DESCRIBED: gettext_lazy("changed what the community says of itself"),
    Verb.OPENED_UP: gettext_lazy("changed who reads the community"),
    Verb.ARCHIVED: gettext_lazy("archived the community"),
    Verb.RESTORED: gettext_lazy("took the community back into use"),
    Verb.ROLE_GIVEN: gettext_lazy("gave the role of %(role)s to"),
    Verb.TAKEN_OUT: gettext_lazy("ended the membership of"),
    Verb.FOUNDING_ACCEPTED: gettext_lazy("agreed to “%(about)s”, proposed by"),
    Verb.FOUNDING_DECLINED: gettext_lazy("did not agree to “%(about)s”, proposed by"),
    Verb.PARTNERED: gettext_lazy("named %(partner)s a partner"),
    Verb.UNPARTNERED: gettext_lazy("no longer names %(partner)s a partner"),
}
_UNSEEN = {"partner"}  # what a sentence says in a way of its own


@dataclass(frozen=True, slots=True)
class Difference:
    """What something was and is; `before` is "" where only what it is was noted."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the log: `actor` `sentence` `person`, then what it was about, before and after, and why."""

    key: int
    actor: Person | None
    sentence: str
    person: Person | None
    differences: list[Difference]
    reason: str
    moment: Any


def told(reader: Actor, changes: Iterable[Change]) -> list[Told]:
    """The lines as this reader may have them: another community is named only where they may know of it."""
    rows = list(changes)
    partners = [row.details["partner"] for row in rows if isinstance(row.details.get("partner"), int)]
    known = communities_among(reader, partners) if partners else {}
    return [_told(row, known) for row in rows]


def _told(change: Change, known: Mapping[int, Community]) -> Told:
    return Told(
        key=change.pk,
        actor=change.actor,
        sentence=_sentence(change, known),
        person=change.person,
        differences=differences(change.details),
        reason=change.reason,
        moment=change.created_at,
    )


def _sentence(change: Change, known: Mapping[int, Community]) -> str:
    verb = Verb(change.verb) if change.verb in Verb.values else None
    if verb == Verb.FOUNDED and change.person is not None:
        return _("opened the community, to be facilitated by")
    if verb not in _SENTENCES:
        label = str(verb.label) if verb else change.verb
        return f"{label}: {change.about}" if change.about and not _names(change) else label
    partner = known.get(change.details.get("partner", 0))
    return str(_SENTENCES[verb]) % {
        "about": change.about,
        "role": _ROLES.get(change.about, change.about),
        "partner": f"“{partner.name}”" if partner else _("a community that you do not see"),
    }


def _names(change: Change) -> bool:
    """True where what it was about is no more than the person, who is named anyway."""
    return change.person is not None and change.about in (change.person.handle, change.person.display_name)


def differences(details: Mapping[str, Any]) -> list[Difference]:
    """What the details of a line say, however its action noted them."""
    if details.keys() == {"before", "after"} and isinstance(details["after"], Mapping):
        names = {*details["before"], *details["after"]}
        details = {
            name: {"before": details["before"].get(name), "after": details["after"].get(name)}
            for name in sorted(names)
        }
    return [_difference(name, value) for name, value in details.items() if name not in _UNSEEN]


def _difference(name: str, value: Any) -> Difference:
    label = str(_LABELS.get(name) or name.replace("_", " ").capitalize())
    if isinstance(value, Mapping) and value.keys() >= {"before", "after"}:
        return Difference(label, _words(name, value["before"]), _words(name, value["after"]))
    return Difference(label, "", _words(name, value))


def _words(name: str, value: Any) -> str:
    if value is None or value in ("", [], {}):
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_words(name, each) for each in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_words(name, each)}" for key, each in value.items())
    return str(_WORDS.get(name, {}).get(value, value))
