"""Where one reads how one stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from forum.communities.models import Measure
from forum.communities.selectors.measures import own_measures
from forum.communities.selectors.reading import communities_known_to
from forum.communities.views.member_page import measure_rows
from forum.discussions.selectors.removed import titles_told
from forum.gatherings.policies.gatherings import may_see_gathering
from forum.moderation.models import Appeal
from forum.moderation.policies.appeals import may_appeal_measure
from forum.moderation.selectors.appeals import own_appeals, who_decides
from forum.moderation.selectors.cases import notes_taken_from, taken_of_profile
from forum.people.actors import signed_in
from forum.people.models import Person
from forum.repertoire.selectors.notes import notes_read_among


@require_safe
@login_required
def own_standing(request: HttpRequest) -> HttpResponse:
    """What was given to oneself, until when and why, and what one has asked to be looked at again."""
    person, now = signed_in(request.user), timezone.now()
    appeals = own_appeals(person)
    asked = {appeal.measure_id: appeal for appeal in appeals if appeal.measure_id is not None}
    measures = own_measures(person)
    known = names_known(person, measures)
    titles = titles_told(person, filter(None, map(_topic_of, appeals)))
    rows = [
        {
            "each": row,
            "place": known.get(row.measure.community_id or 0, ""),
            "measure": row.measure,
            "appeal": asked.get(row.measure.pk),
            "can_appeal": bool(may_appeal_measure(person, row.measure, now=now)),
        }
        for row in measure_rows(person, measures, now)
    ]
    context = {
        "rows": rows,
        "taken": taken_of_profile(person),
        "taken_notes": _notes_told(person),
        "appeals": [
            {
                "appeal": appeal,
                "place": _place_of(appeal, known),
                "title": titles.get(_topic_of(appeal) or 0, "") or _session_told(person, appeal),
                "who": str(who_decides(appeal)) if appeal.state == "open" else "",
            }
            for appeal in appeals
        ],
    }
    return render(request, "moderation/own_standing.html", context)


def _notes_told(person: Person) -> list[dict[str, Any]]:
    """Notes of theirs that were removed, each with the practice note that it was, as long as they may read that."""
    cases = notes_taken_from(person)
    read = notes_read_among(person, [case.practice_note_id for case in cases if case.practice_note_id])
    return [{"case": case, "practice_note": read.get(case.practice_note_id or 0)} for case in cases]


def _topic_of(appeal: Appeal) -> int | None:
    """The id of the topic in which what was removed stood, or which that was."""
    return appeal.post.topic_id if appeal.post is not None else appeal.topic_id


def _session_told(person: Person, appeal: Appeal) -> str:
    """What the live session of a question is called, as long as whoever asked sees it."""
    session = appeal.question.gathering if appeal.question is not None else None
    return session.title if session is not None and may_see_gathering(person, session) else ""


def _place_of(appeal: Appeal, known: Mapping[int, str]) -> str:
    """Where what it is about was given, as far as whoever asked knows of it."""
    return known.get(appeal.measure.community_id or 0, "") if appeal.measure else ""


def names_known(person: Person, measures: Iterable[Measure]) -> dict[int, str]:
    """Of their communities, what those are called that the person knows of at present: no hidden one is told."""
    keys = {each.community_id for each in measures if each.community_id is not None}
    return dict(communities_known_to(person).filter(pk__in=keys).values_list("pk", "name"))
