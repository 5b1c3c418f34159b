"""Decisions that somebody is asked to look at again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum.communities.policies.measures import moment_of
from forum.communities.views.member_page import MeasureRow, measure_rows
from forum.core.claims import Kind
from forum.discussions.policies.boards import may_read_board
from forum.moderation.actions.appealing import overturn_decision, uphold_decision
from forum.moderation.models import Appeal
from forum.moderation.policies.questions import appellant_told
from forum.moderation.selectors.deciders import communities_of_appeal
from forum.moderation.views.appeals import html_of
from forum.moderation.views.waiting.records import Answer, Decided, Shown, WaitingKind
from forum.people.models import Person


def _appeals(person: Person, rows: Sequence[Any]) -> list[Shown]:
    measures = [row.measure for row in rows if row.measure is not None]
    given = {each.measure.pk: each for each in measure_rows(person, measures, timezone.now())}
    return [_one_appeal(person, row, given.get(row.measure_id)) for row in rows]


def _one_appeal(person: Person, appeal: Appeal, given: MeasureRow | None) -> Shown:
    """What was decided, and what is said against it. Where a post stood is said of boards that the person reads."""
    post = appeal.post
    if post is not None:
        boards = (post.topic.home_board, post.via_board)
        places = [board.community for board in boards if may_read_board(person, board)]
    else:
        places = [place for place in communities_of_appeal(appeal) if place is not None]
    names = dict.fromkeys(place.name for place in places)
    who = appellant_told(person, appeal)
    nowhere = _("a conversation of two") if appeal.message is not None else _("the whole network")
    return Shown(
        title=appeal.what,
        url=appeal.get_absolute_url(),
        where="; ".join(names) or nowhere,
        who=who,
        facts=[_("asked without a name: members do not see it")] if who and appeal.is_nameless else [],
        words=appeal.words,
        communities=[place.pk for place in places],
        decided=_removed(appeal) if given is None else _given(given),
    )


def _removed(appeal: Appeal) -> Decided:
    """What was removed, as the page of the appeal says it to the same reader."""
    removal = getattr(appeal.removed, "removal", None)
    facts = [_("removed by %s") % appeal.decided_first_by.display_name] if appeal.decided_first_by else []
    return Decided(facts, getattr(removal, "reason", ""), html_of(appeal))


def _given(row: MeasureRow) -> Decided:
    measure = row.measure
    facts = [row.board] if row.board else [_("on one board")] if measure.board_key else []
    if measure.given_by is not None:
        facts.append(_("given by %s") % measure.given_by.display_name)
    if measure.ends_at is not None:
        facts.append(_("until %s") % moment_of(measure))
    return Decided(facts, measure.reason)


APPEAL = WaitingKind(
    Kind.APPEAL,
    name=gettext_lazy("Appeal"),
    plural=gettext_lazy("Appeals"),
    shown=_appeals,
    yes=Answer(
        gettext_lazy("Undo it"),
        gettext_lazy("It is undone. Both sides read why."),
        lambda who, row, given: overturn_decision(decider=who, appeal=row, reason=given.reason),
        in_bulk=False,
        asks_why=True,
        why=gettext_lazy("Why it is undone"),
    ),
    no=Answer(
        gettext_lazy("It stays"),
        gettext_lazy("It stays as it was. Both sides read why."),
        lambda who, row, given: uphold_decision(decider=who, appeal=row, reason=given.reason),
        in_bulk=False,
        why=gettext_lazy("Why it stays"),
    ),
)
