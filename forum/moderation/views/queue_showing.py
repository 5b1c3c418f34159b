"""What is said of each kind of thing that waits: what it is, where, and what was written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.core.claims import Kind
from forum.core.markup import safe
from forum.crossposting.views.showing import Place as NamedBoard
from forum.crossposting.views.showing import opening_lines, shown_all
from forum.crossposting.views.showing_homes import shown_homes
from forum.discussions.models import Post
from forum.discussions.policies.boards import may_read_board
from forum.discussions.policies.topics import may_read_topic
from forum.discussions.views.held_queue import held_html, words_answered
from forum.moderation.models import Appeal, Case, Report
from forum.moderation.places import Reportable, is_said_alone, subject_of, whose
from forum.moderation.policies.cases import places_told
from forum.people.models import Person


@dataclass(frozen=True, slots=True)
class Shown:
    """What is said of a thing. `html` and `words` are what was written, `why` is what somebody says about it,
    `seen` the revision that is shown; `communities` are those whose saved replies fit.
    """

    title: str
    url: str
    where: str
    who: Person | None = None
    html: str = ""
    words: str = ""
    why: str = ""
    facts: Sequence[str] = ()
    answers: Sequence[Mapping[str, str]] = ()
    reports: Sequence[Report] = ()
    can_hand_up: bool = False
    seen: int = 0
    communities: Sequence[int] = ()


def shown(person: Person, kind: Kind, rows: Sequence[Any]) -> list[Shown]:
    """What the person, who decides on them, is told of rows of one kind, in their order."""
    return _SHOWING[kind](person, rows)


def _held(person: Person, rows: Sequence[Any]) -> list[Shown]:
    return [_one_held(person, row) for row in rows]


def _one_held(person: Person, held: Any) -> Shown:
    """A topic that moved away to where the moderator cannot read it is not named."""
    reads = held.topic is not None and bool(may_read_topic(person, held.topic))
    answers = held.parent is not None and held.parent.number > 1 and reads
    if held.topic is None:
        title, fact = held.title, _("A new topic")
    else:
        title = held.topic.title if reads else _("A reply to a topic that is no longer open to you")
        fact = _("A reply")
    return Shown(
        title=title,
        url=held.topic.get_absolute_url() if reads else "",
        where=f"{held.board.community.name} · {held.board.name}",
        who=held.author,
        html=held_html(held),
        facts=[fact, *(_("File: %s") % file.name for file in held.attachments.all())],
        why=words_answered(held) if answers else "",
        seen=held.revision,
        communities=[held.board.community_id],
    )


def _carried(person: Person, rows: Sequence[Any]) -> list[Shown]:
    openings = opening_lines([row.topic_id for row in rows])
    found = []
    for told in shown_all(person, rows):
        row, opening = told.placement, openings.get(told.placement.topic_id) if told.title else None
        one = Shown(
            title=told.title or _("A topic that you do not read"),
            url=reverse("carried-one", args=[row.pk]),
            where=_from_to(told.home, told.there),
            who=row.proposed_by,
            words=opening.words if opening else "",
            why=told.note,
            facts=[told.outcome],
            communities=[row.board.community_id, row.topic.home_board.community_id],
        )
        found.append(one)
    return found


def _homes(person: Person, rows: Sequence[Any]) -> list[Shown]:
    found = []
    for told in shown_homes(person, rows):
        row = told.change
        one = Shown(
            title=told.title or _("A topic that you do not read"),
            url=reverse("home-change", args=[row.pk]),
            where=_from_to(told.home, told.there),
            who=row.asked_by,
            why=row.note,
            facts=[told.outcome],
            communities=[row.to.community_id, row.home.community_id],
        )
        found.append(one)
    return found


def _asking(_person: Person, rows: Sequence[Any]) -> list[Shown]:
    return [
        Shown(
            title=row.person.display_name,
            url=reverse("community-request", args=[row.community.slug, row.pk]),
            where=row.community.name,
            who=row.person,
            facts=[row.person.role_title] if row.person.role_title else [],
            answers=row.answers,
            communities=[row.community_id],
        )
        for row in rows
    ]


def _reported(person: Person, rows: Sequence[Any]) -> list[Shown]:
    return [_one_reported(person, row) for row in rows]


def _one_reported(person: Person, case: Any) -> Shown:
    subject = subject_of(case)
    reports, places = list(case.reports.all()), places_told(person, case)
    facts = [ngettext("%d report", "%d reports", len(reports)) % len(reports)]
    if case.handed_up_by is not None:
        facts.append(_("handed up by %s") % case.handed_up_by.display_name)
    if isinstance(subject, Person) and subject.avatar.name:
        facts.append(_("with a picture"))
    return Shown(
        title=_reported_title(subject),
        url=case.get_absolute_url(),
        where="; ".join(f"{place.community.name} · {place.name}" for place in places)
        or _("the whole network"),
        who=whose(subject),
        html="" if isinstance(subject, Person) else safe(subject.html),
        words=words_of_profile(subject) if isinstance(subject, Person) else "",
        why=case.handed_up_why,
        facts=facts,
        reports=reports,
        communities=[place.community.pk for place in places],
        can_hand_up=case.level < Case.Level.STEWARDS,
    )


def _reported_title(subject: Reportable) -> str:
    if isinstance(subject, Person):
        return _("The page of %s") % subject.display_name
    if isinstance(subject, Post):
        return f"{subject.topic.title} #{subject.number}"
    return _("A message between two people") if is_said_alone(subject) else subject.room.title


def words_of_profile(person: Person) -> str:
    """What a page says of its person in their words, in a line."""
    said = (person.role_title, person.affiliation, person.bio, person.interests)
    return " · ".join(each for each in said if each)


def _appeals(person: Person, rows: Sequence[Any]) -> list[Shown]:
    return [_one_appeal(person, row) for row in rows]


def _one_appeal(person: Person, appeal: Appeal) -> Shown:
    """What was decided, and what is said against it; the rest is on its page. Where a post stood is said of boards that
    the person reads.
    """
    measure, post = appeal.measure, appeal.post
    if post is not None:
        boards = (post.topic.home_board, post.via_board)
        places = [board.community for board in boards if may_read_board(person, board)]
        title = _("The removal of #%(number)d in “%(title)s”") % {
            "number": post.number,
            "title": post.topic.title,
        }
        reason = post.removal.reason if hasattr(post, "removal") else ""
    else:
        assert measure is not None
        places = [measure.community] if measure.community is not None else []
        title = _("%(measure)s of %(name)s") % {
            "measure": measure.get_kind_display().capitalize(), "name": appeal.person.display_name,
        }  # fmt: skip
        reason = measure.reason
    names = dict.fromkeys(place.name for place in places)
    return Shown(
        title=title,
        url=appeal.get_absolute_url(),
        where="; ".join(names) or _("the whole network"),
        who=appeal.person,
        words=appeal.words,
        why=reason,
        communities=[place.pk for place in places],
    )


def _from_to(home: NamedBoard, there: NamedBoard) -> str:
    unnamed = _("a board that you do not read")
    return _("from %(home)s to %(there)s") % {"home": home.name or unnamed, "there": there.name or unnamed}


_SHOWING: dict[Kind, Callable[[Person, Sequence[Any]], list[Shown]]] = {
    Kind.HELD: _held,
    Kind.CARRIED: _carried,
    Kind.HOME: _homes,
    Kind.ASKING: _asking,
    Kind.REPORTED: _reported,
    Kind.APPEAL: _appeals,
}
