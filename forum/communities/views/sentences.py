"""What each verb of the log says, around the person whom it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from forum.communities.models import Change, Community, Role, Verb
from forum.communities.views.sentences_of_gatherings import OF_GATHERINGS, SAID_OF_GATHERINGS
from forum.communities.views.sentences_of_measures import OF_MEASURES, SAID_OF_MEASURES
from forum.communities.views.sentences_of_removals import OF_REMOVALS, SAID_OF_REMOVALS
from forum.communities.views.sentences_of_topics import OF_TOPICS, PLAIN_OF_TOPICS, SAID_OF_TOPICS
from forum.core.verdicts import Sentence

ROLES = {role.name.lower(): role.label for role in Role}
PERSON = "{person}"
_SENTENCES: dict[Verb, Sentence] = PLAIN_OF_TOPICS | {
    Verb.DESCRIBED: gettext_lazy("changed what the community says of itself"),
    Verb.OPENED_UP: gettext_lazy("changed who reads the community"),
    Verb.ARCHIVED: gettext_lazy("archived the community"),
    Verb.RESTORED: gettext_lazy("took the community back into use"),
    Verb.TAKEN_OUT: gettext_lazy("ended the membership of {person}"),
    Verb.REQUEST_ACCEPTED: gettext_lazy("accepted the request of {person} to join, as a %(role)s"),
    Verb.REQUEST_DECLINED: gettext_lazy("declined the request of {person} to join"),
    Verb.PARTNERED: gettext_lazy("named %(partner)s a partner"),
    Verb.UNPARTNERED: gettext_lazy("no longer names %(partner)s a partner"),
    Verb.BOARD_OPENED: gettext_lazy("opened the board “%(about)s”"),
    Verb.BOARD_CHANGED: gettext_lazy("changed the board “%(about)s”"),
    Verb.BOARDS_ORDERED: gettext_lazy("put the boards into another order"),
    Verb.BOARD_ARCHIVED: gettext_lazy("archived the board “%(about)s”"),
    Verb.BOARD_RESTORED: gettext_lazy("took the board “%(about)s” back into use"),
    Verb.BOARD_MODERATOR: gettext_lazy("made {person} a moderator of the board “%(about)s”"),
    Verb.BOARD_MODERATOR_ENDED: gettext_lazy("ended that {person} moderates the board “%(about)s”"),
    Verb.POST_REMOVED: gettext_lazy("removed a post by {person} that came through the board “%(about)s”"),
    Verb.POST_RESTORED: gettext_lazy("brought a post by {person} back to the board “%(about)s”"),
    Verb.POST_APPROVED: gettext_lazy("let a post by {person} through on the board “%(about)s”"),
    Verb.POST_DECLINED: gettext_lazy("declined a post by {person} on the board “%(about)s”"),
    Verb.POST_HIDDEN: gettext_lazy("hid a post on the board “%(about)s”"),
    Verb.TRUSTED: gettext_lazy(
        "trusts %(partner)s: its topics come at once onto boards that are set to trust"
    ),
    Verb.TRUST_ENDED: gettext_lazy("no longer lets topics of %(partner)s come at once"),
    Verb.TAKING_CHANGED: gettext_lazy("changed how what is said in rooms may be taken to boards"),
    Verb.WORDS_TAKEN: gettext_lazy("took words of others from the room “%(about)s” to a board"),
    Verb.NETWORK_CHANGED: gettext_lazy("changed what holds for the network"),
    Verb.PERSON_ADMITTED: gettext_lazy("let {person} into the network"),
    Verb.PERSON_NOT_ADMITTED: gettext_lazy("did not let {person} into the network"),
    Verb.STEWARD_MADE: gettext_lazy("made {person} a steward"),
    Verb.STEWARD_ENDED: gettext_lazy("ended that {person} is a steward"),
    Verb.PERSON_LET_BACK_IN: gettext_lazy("opened the network to {person} again"),
    Verb.JOB_RETRIED: gettext_lazy("let the failed job “%(about)s” run again"),
    Verb.FOUNDING_ACCEPTED: gettext_lazy("agreed to “%(about)s”, proposed by {person}"),
    Verb.FOUNDING_DECLINED: gettext_lazy("did not agree to “%(about)s”, proposed by {person}"),
    **OF_GATHERINGS,
}
# Details that the sentences say in a way of their own, or that lead to what is shown only to who may see it.
_SAID: dict[Verb, frozenset[str]] = (
    SAID_OF_MEASURES
    | SAID_OF_GATHERINGS
    | SAID_OF_REMOVALS
    | SAID_OF_TOPICS
    | {
        Verb.INVITED: frozenset({"way", "count", "invitation", "batch"}),
        Verb.INVITATION_REVOKED: frozenset({"way", "uses"}),
        Verb.ROLE_GIVEN: frozenset({"role"}),
        Verb.PARTNERED: frozenset({"partner"}),
        Verb.UNPARTNERED: frozenset({"partner"}),
        Verb.REPORTED_HANDED_UP: frozenset({"case", "of"}),
        Verb.TRUSTED: frozenset({"partner"}),
        Verb.TRUST_ENDED: frozenset({"partner"}),
        Verb.PLACEMENT_ACCEPTED: frozenset({"topic"}),
        Verb.PLACEMENT_DECLINED: frozenset({"topic"}),
        Verb.PLACEMENT_ENDED: frozenset({"topic"}),
        Verb.POST_HIDDEN: frozenset({"topic"}),
        Verb.BOARDS_MERGED: frozenset({"into", "topics"}),
        Verb.HOME_CHANGED: frozenset({"topic", "came"}),
        Verb.POST_REMOVED: frozenset({"post", "topic", "number"}),
        Verb.POST_RESTORED: frozenset({"post", "topic", "number"}),
        Verb.POST_APPROVED: frozenset({"topic", "number", "held"}),
        Verb.POST_DECLINED: frozenset({"topic", "number", "held"}),
    }
)


@dataclass(frozen=True, slots=True)
class Line:
    """What was done: `before` and `after` stand around the name of the person, where it names one."""

    before: str
    after: str
    names_person: bool
    said: frozenset[str]  # details that need no further telling


def line_of(change: Change, partners: Mapping[int, Community]) -> Line:
    """The sentence of a line; of `partners`, those whom its reader may know of are named."""
    if change.verb not in Verb.values:
        return Line(change.verb, "", names_person=False, said=frozenset())
    verb = Verb(change.verb)
    partner = partners.get(change.details.get("partner", 0))
    words = {
        "about": change.about,
        "role": ROLES.get(change.about, change.about),
        "from": change.details.get("from", ""),
        "to": change.details.get("to", ""),
        "into": change.details.get("into", ""),
        "partner": f"“{partner.name}”" if partner else _("a community that you do not see"),
    }
    whole = str(_SENTENCES[verb]) if verb in _SENTENCES else _OF_ITS_OWN[verb](change)
    before, person, after = whole.partition(PERSON)
    said = _SAID.get(verb, frozenset())
    return Line(before.rstrip() % words, after % words, names_person=bool(person), said=said)


def _founded(change: Change) -> str:
    if change.person is None:
        return _("opened the community")
    return _("opened the community, to be facilitated by {person}")


def _role_given(change: Change) -> str:
    before = change.details.get("role", {}).get("before")
    if before in ROLES:
        was = str(ROLES[before])
        return _("made {person} a %(role)s, who was a {was} before").replace("{was}", was)
    return _("made {person} a %(role)s")


def _invited(change: Change) -> str:
    count = change.details.get("count", 1)
    by_way = {
        "mail": _("invited one person by mail, as a %(role)s"),
        "link": ngettext(
            "made a link that lets one person in, as a %%(role)s",
            "made a link that lets %(count)s people in, each as a %%(role)s",
            count,
        )
        % {"count": count},
        "list": ngettext(
            "invited one person by a list, as a %%(role)s",
            "invited %(count)s people by a list, each as a %%(role)s",
            count,
        )
        % {"count": count},
    }
    return by_way.get(change.details.get("way", ""), _("invited people, each as a %(role)s"))


def _revoked(change: Change) -> str:
    uses = change.details.get("uses", 0)
    if change.details.get("way") != "link":
        return _("took an invitation by mail back")
    if not uses:
        return _("took a link back, by which nobody had come")
    return ngettext(
        "took a link back, by which one person had come",
        "took a link back, by which %(uses)s people had come",
        uses,
    ) % {"uses": uses}


def _merged(change: Change) -> str:
    topics = change.details.get("topics", 0)
    return ngettext(
        "merged the board “%%(about)s” with its topic into “%%(into)s”",
        "merged the board “%%(about)s” with its %(topics)s topics into “%%(into)s”",
        topics,
    ) % {"topics": topics}


def _is_of_home(change: Change) -> bool:
    """Whether it was done for the home of a topic; a line of the board that received it says where it came from."""
    return "from" not in change.details


def _placement_accepted(change: Change) -> str:
    if _is_of_home(change):
        return _("agreed that a topic of the board “%(about)s” stands on another board as well")
    return _("let a topic from elsewhere stand on the board “%(about)s”")


def _placement_declined(change: Change) -> str:
    if _is_of_home(change):
        return _("declined to let a topic of the board “%(about)s” stand on another board")
    return _("declined to let a topic from elsewhere stand on the board “%(about)s”")


def _placement_ended(change: Change) -> str:
    if _is_of_home(change):
        return _("ended that a topic of the board “%(about)s” stands on another board")
    return _("took a topic from elsewhere off the board “%(about)s”")


def _home_changed(change: Change) -> str:
    if "came" not in change.details:  # as it was noted at first
        return _("agreed to another home for a topic; here that is about “%(about)s”")
    if change.details.get("came"):
        return _("let a topic from another community be at home on the board “%(about)s”")
    return _("let a topic of the board “%(about)s” be at home in another community")


_OF_ITS_OWN = (
    OF_MEASURES
    | OF_REMOVALS
    | OF_TOPICS
    | {
        Verb.HOME_CHANGED: _home_changed,
        Verb.PLACEMENT_ACCEPTED: _placement_accepted,
        Verb.PLACEMENT_DECLINED: _placement_declined,
        Verb.PLACEMENT_ENDED: _placement_ended,
        Verb.FOUNDED: _founded,
        Verb.ROLE_GIVEN: _role_given,
        Verb.INVITED: _invited,
        Verb.INVITATION_REVOKED: _revoked,
        Verb.BOARDS_MERGED: _merged,
    }
)
