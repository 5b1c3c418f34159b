"""Where a topic stands, and what its readers can do about that."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forum.crossposting.forms.carrying import LocalTagsForm, ReasonForm
from forum.crossposting.policies.answering import may_name_board, may_see, may_tend, side_that_ends
from forum.crossposting.policies.homes import may_see_change
from forum.crossposting.selectors.homes import waiting_change_of
from forum.crossposting.selectors.placements import placements_of
from forum.crossposting.selectors.seeing import hidden_on
from forum.crossposting.views.showing import Place, place_of, shown
from forum.discussions.models import HiddenPost, Placement, Topic
from forum.discussions.policies.boards import moderates
from forum.discussions.views.standing import as_asked, query_of
from forum.discussions.views.topics import readable_topic
from forum.people.actors import signed_in
from forum.people.models import Person

State = Placement.State


@dataclass(frozen=True, slots=True)
class Standing:
    """A board on which the topic stands, and what the reader may do there. `ends` is the side for which they would end
    that, or ""; `place` has no name where they are not told which board it is.
    """

    placement: Placement
    place: Place
    is_home: bool
    can_tend: bool
    can_pin: bool
    ends: str
    hidden: list[HiddenPost]
    tags: LocalTagsForm
    ending: ReasonForm


@require_safe
@login_required
def standing(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Its home, the other boards that the reader may see, and to whom it concerns what waits and what has ended."""
    person = signed_in(request.user)
    return standing_page(request, readable_topic(person, topic_id))


def standing_page(
    request: HttpRequest,
    topic: Topic,
    *,
    tags: tuple[int, LocalTagsForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; `tags` is the form that came back, with the id of the placement that it is about."""
    person = signed_in(request.user)
    here, rows = as_asked(request, topic)[0], placements_of(topic)
    live = [row for row in rows if row.state == State.LIVE and _is_shown(person, row)]
    others = [row for row in rows if row.state != State.LIVE and may_see(person, row)]
    told = [shown(person, row, sees_title=True, reads_topic=True) for row in others]
    hidden = hidden_on([row for row in live if may_tend(person, row)])
    known_tags, change = dict([tags]) if tags else {}, waiting_change_of(topic)
    context = {
        "topic": topic,
        "board": here.board,
        "query": query_of(topic, here),
        "live": [_standing(person, row, hidden.get(row.pk, []), known_tags.get(row.pk)) for row in live],
        "change": change if change is not None and may_see_change(person, change) else None,
        "waiting": [each for each in told if each.placement.state == State.PENDING],
        "ended": [each for each in told if each.placement.state != State.PENDING],
    }
    return render(request, "crossposting/standing.html", context, status=status)


def _is_shown(person: Person, row: Placement) -> bool:
    """Boards that the person reads; others without their names, to those alone who can end how it stands there."""
    return may_name_board(person, row) or side_that_ends(person, row) is not None


def _standing(
    person: Person, row: Placement, hidden: list[HiddenPost], tags: LocalTagsForm | None
) -> Standing:
    return Standing(
        placement=row,
        place=place_of(person, row.board),
        is_home=row.board_id == row.topic.home_board_id,
        can_tend=bool(may_tend(person, row)),
        can_pin=moderates(person, row.board),
        ends=str(side_that_ends(person, row) or ""),
        hidden=hidden,
        tags=tags or LocalTagsForm(initial={"tags": ", ".join(row.tags)}, auto_id=f"id_%s_{row.pk}"),
        ending=ReasonForm(auto_id=f"id_%s_{row.pk}"),
    )
