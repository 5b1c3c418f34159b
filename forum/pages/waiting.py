"""What the first page says of those who wait: for the person who reads it, and of what they wait for themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from forum.communities.selectors.figures import foundings_waiting
from forum.communities.selectors.joining import asking_where_facilitated, own_waiting_requests
from forum.crossposting.selectors.placements import open_for
from forum.crossposting.selectors.waiting import carried_where_moderated, homes_where_moderated
from forum.discussions.selectors.holding import held_where_moderated, own_words
from forum.gatherings.selectors.joint import joint_asked_of
from forum.lifting.selectors.lifts import how_many_wait_for, own_questions
from forum.moderation.selectors.appeals import appealed_where_looked_after
from forum.moderation.selectors.cases import reported_where_moderated
from forum.people.actors import is_steward
from forum.people.models import Person
from forum.people.selectors.figures import applications_waiting

LATELY = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Line:
    """So much waits, in words, and the page where it does; `hue` is that of its community, None where it is of none.
    `is_whole` is the one list in which the lines below it are as well.
    """

    text: str
    url: str
    hue: int | None = None
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class _InCommunities:
    """What waits community by community: who counts it, the page of a community on which it does, and how it is said.

    `counted` gives rows with name, slug, hue and number.
    """

    counted: Callable[[Person], Iterable[Any]]
    page: str
    said: Any

    def lines(self, person: Person) -> list[Line]:
        """A line for each community where something waits."""
        return [
            Line(
                self.said % {"number": each.number, "name": each.name},
                reverse(self.page, args=[each.slug]),
                each.hue,
            )
            for each in self.counted(person)
        ]


_IN_COMMUNITIES = (
    _InCommunities(
        asking_where_facilitated,
        "community-requests",
        ngettext_lazy(
            "%(number)d person asks to join %(name)s", "%(number)d people ask to join %(name)s", "number"
        ),
    ),
    _InCommunities(
        held_where_moderated,
        "held-posts",
        ngettext_lazy(
            "%(number)d post waits to be let through in %(name)s",
            "%(number)d posts wait to be let through in %(name)s",
            "number",
        ),
    ),
    _InCommunities(
        carried_where_moderated,
        "carried-in-community",
        ngettext_lazy(
            "%(number)d carried topic waits for your word in %(name)s",
            "%(number)d carried topics wait for your word in %(name)s",
            "number",
        ),
    ),
    _InCommunities(
        homes_where_moderated,
        "carried-in-community",
        ngettext_lazy(
            "%(number)d topic that may get another home waits for your word in %(name)s",
            "%(number)d topics that may get another home wait for your word in %(name)s",
            "number",
        ),
    ),
    _InCommunities(
        reported_where_moderated,
        "community-cases",
        ngettext_lazy(
            "%(number)d report waits for you in %(name)s",
            "%(number)d reports wait for you in %(name)s",
            "number",
        ),
    ),
    _InCommunities(
        appealed_where_looked_after,
        "community-appeals",
        ngettext_lazy(
            "%(number)d appeal waits for you in %(name)s",
            "%(number)d appeals wait for you in %(name)s",
            "number",
        ),
    ),
)
_APPLICATIONS = ngettext_lazy(
    "%(number)d person waits to be let into the network",
    "%(number)d people wait to be let into the network",
    "number",
)
_FOUNDINGS = ngettext_lazy(
    "%(number)d new community is proposed", "%(number)d new communities are proposed", "number"
)
_JOINT = ngettext_lazy(
    "%(number)d live session of others asks whether a community of yours takes part",
    "%(number)d live sessions of others ask whether a community of yours takes part",
    "number",
)
_OBJECTIONS = ngettext_lazy(
    "Somebody would like to carry a topic of yours to another board",
    "%(number)d times somebody would like to carry a topic of yours to another board",
    "number",
)
_WORDS_WANTED = ngettext_lazy(
    "%(number)d person would like to take what you said to a board",
    "%(number)d times somebody would like to take what you said to a board",
    "number",
)
_ANSWERED = ngettext_lazy(
    "What you wanted to take to a board has been answered, and waits for you",
    "%(number)d times what you wanted to take to a board has been answered, and waits for you",
    "number",
)
_ASKED = ngettext_lazy(
    "You asked people for their word, to take what they said to a board",
    "%(number)d times you asked people for their word, to take what they said to a board",
    "number",
)
_PROPOSALS = ngettext_lazy(
    "A topic that you carry to another board waits for an answer",
    "%(number)d times a topic that you carry to another board waits for an answer",
    "number",
)
_HELD = ngettext_lazy(
    "%(number)d post of yours waits for a moderator",
    "%(number)d posts of yours wait for a moderator",
    "number",
)
_DECLINED = ngettext_lazy(
    "%(number)d post of yours came back with a moderator’s reason",
    "%(number)d posts of yours came back with a moderator’s reason",
    "number",
)


def who_waits(person: Person, *, now: datetime | None = None) -> str:
    """Two lists as HTML, "" where nobody waits. Five queries for a member, one more for each thing they decide on."""
    moment = now or timezone.now()
    carried, questions = open_for(person), own_questions(person, moment)
    words = own_words(person, since=moment - LATELY)
    theirs = _told(
        (_OBJECTIONS, carried.objections, "carried"),
        (_WORDS_WANTED, how_many_wait_for(person, moment), "lifts"),
        (_ANSWERED, questions.answered, "lifts"),
    )
    own = _told(
        (_ASKED, questions.waiting, "lifts"),
        (_PROPOSALS, carried.proposals, "carried"),
        (_HELD, words.waiting, "own-held"),
        (_DECLINED, words.declined, "own-held"),
    )
    context = {
        "waiting": [*_of_network(person), *_to_decide(person), *theirs],
        "own_requests": own_waiting_requests(person),
        "own": own,
    }
    return str(render_to_string("pages/home_waits.html", context)).strip()


def _of_network(person: Person) -> list[Line]:
    """What waits for stewards."""
    if not is_steward(person):
        return []
    return _told(
        (_APPLICATIONS, applications_waiting().number, "applications"),
        (_FOUNDINGS, foundings_waiting().number, "foundings"),
    )


def _to_decide(person: Person) -> list[Line]:
    """What the person decides on by roles of their own, below the one list that holds all of it."""
    found = [line for each in _IN_COMMUNITIES for line in each.lines(person)]
    joint = joint_asked_of(person).count()
    if joint:
        found.append(Line(_JOINT % {"number": joint}, reverse("queue") + "?kind=joint"))
    whole = Line(_("Everything that waits, in one list"), reverse("queue"), is_whole=True)
    return [whole, *found] if found else []


def _told(*counted: tuple[Any, int, str]) -> list[Line]:
    """Lines of what there is: how it is said, how much there is, and its page."""
    return [Line(said % {"number": number}, reverse(page)) for said, number, page in counted if number]
