"""What one has carried, and what others carry of one's own."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forum.crossposting.models import HomeChange
from forum.crossposting.policies.homes import may_name_topic
from forum.crossposting.selectors.homes import changes_for
from forum.crossposting.selectors.placements import MOST_SHOWN, State, carried_by, carried_for
from forum.crossposting.selectors.seeing import Fruit, fruit_of, topics_read_by
from forum.crossposting.views.showing import Place, Shown, place_of, shown_all
from forum.people.actors import signed_in
from forum.people.models import Person


@dataclass(frozen=True, slots=True)
class Own:
    """A topic that one has carried, and what came of it; nothing is said of that where one does not read the board."""

    shown: Shown
    fruit: Fruit | None


@dataclass(frozen=True, slots=True)
class Moving:
    """A topic of one's own that may get another home: `title` is "" where one is not told which."""

    change: HomeChange
    title: str
    there: Place


@require_safe
@login_required
def carried(request: HttpRequest) -> HttpResponse:
    """The latest of each, with what became of them."""
    person = signed_in(request.user)
    own = _own(person)
    context = {
        "own": own,
        "of_others": shown_all(person, carried_for(person)),
        "homes": _homes(person),
        "most": MOST_SHOWN if len(own) == MOST_SHOWN else 0,
    }
    return render(request, "crossposting/carried.html", context)


def _homes(person: Person) -> list[Moving]:
    changes = changes_for(person)
    read = topics_read_by(person, changes)
    return [
        Moving(
            row,
            row.topic.title if may_name_topic(person, row, reads=row.topic_id in read) else "",
            place_of(person, row.to),
        )
        for row in changes
    ]


def _own(person: Person) -> list[Own]:
    told = shown_all(person, carried_by(person))
    standing = [
        each.placement for each in told if each.placement.state == State.LIVE and each.url and each.there.name
    ]
    fruit, read = fruit_of(standing), {row.pk for row in standing}
    return [Own(each, _fruit(each, fruit) if each.placement.pk in read else None) for each in told]


def _fruit(each: Shown, fruit: dict[tuple[int, int], Fruit]) -> Fruit:
    return fruit.get((each.placement.topic_id, each.placement.board_id), Fruit())
