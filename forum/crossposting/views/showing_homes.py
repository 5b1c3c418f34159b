"""Another home for a topic as somebody sees it whom that concerns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from forum.core.verdicts import Sentence
from forum.crossposting.models import HomeChange
from forum.crossposting.policies.homes import may_answer_change, may_name_topic
from forum.crossposting.selectors.seeing import topics_read_by
from forum.crossposting.views.showing import Place, place_of
from forum.people.models import Person

State, Awaits = HomeChange.State, HomeChange.Awaits


@dataclass(frozen=True, slots=True)
class ShownHome:
    """What is asked for which topic ("" where that is not to be named), between which boards, and what came of it;
    `is_asked` says whether it waits for the word of whoever is told.
    """

    change: HomeChange
    title: str
    home: Place
    there: Place
    outcome: str
    is_asked: bool


def shown_homes(person: Person, changes: Sequence[HomeChange]) -> list[ShownHome]:
    """What the person, whom they concern, is told of them. One query."""
    read = topics_read_by(person, changes)
    return [
        ShownHome(
            change=row,
            title=row.topic.title if may_name_topic(person, row, reads=row.topic_id in read) else "",
            home=place_of(person, row.home),
            there=place_of(person, row.to),
            outcome=str(_outcome_of(person, row)),
            is_asked=bool(may_answer_change(person, row)),
        )
        for row in changes
    ]


def _outcome_of(person: Person, change: HomeChange) -> Sentence:
    is_offer = change.awaits == Awaits.BOARD
    match change.state:
        case State.WAITING if is_offer:
            return _("Its home offers it to another community, whose moderators are asked.")
        case State.WAITING:
            return _("Its home has removed it. A board where it stood would like to go on with it.")
        case State.ACCEPTED:
            return _("Agreed: it is at home there.")
        case State.DECLINED if is_offer:
            return _("The moderators there declined.")
        case State.DECLINED:
            return _("The moderators of its home declined.")
        case State.OBJECTED if change.decided_by_id == person.pk:
            return _("You did not want it there.")
        case State.OBJECTED:
            return _("Its author did not want it there.")
        case State.WITHDRAWN if change.decided_by_id is None:
            return _("It ended when the topic was removed or united with another one.")
        case State.WITHDRAWN:
            return _("Whoever asked took it back.")
    return _("Nobody answered within two weeks.")
