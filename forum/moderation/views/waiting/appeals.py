"""Decisions that somebody is asked to look at again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum.core.claims import Kind
from forum.discussions.policies.boards import may_read_board
from forum.moderation.actions.appealing import overturn_decision, uphold_decision
from forum.moderation.models import Appeal
from forum.moderation.selectors.deciders import communities_of_appeal
from forum.moderation.views.waiting.records import Answer, Shown, WaitingKind
from forum.people.models import Person


def _appeals(person: Person, rows: Sequence[Any]) -> list[Shown]:
    return [_one_appeal(person, row) for row in rows]


def _one_appeal(person: Person, appeal: Appeal) -> Shown:
    """What was decided, and what is said against it; the rest is on its page. Where a post stood is said of boards that
    the person reads.
    """
    measure, post = appeal.measure, appeal.post
    removal = getattr(appeal.removed, "removal", None)
    reason = measure.reason if measure is not None else getattr(removal, "reason", "")
    if post is not None:
        boards = (post.topic.home_board, post.via_board)
        places = [board.community for board in boards if may_read_board(person, board)]
    else:
        places = [place for place in communities_of_appeal(appeal) if place is not None]
    names = dict.fromkeys(place.name for place in places)
    nowhere = _("a conversation of two") if appeal.message is not None else _("the whole network")
    return Shown(
        title=appeal.what,
        url=appeal.get_absolute_url(),
        where="; ".join(names) or nowhere,
        who=appeal.person,
        words=appeal.words,
        why=reason,
        communities=[place.pk for place in places],
    )


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
        is_danger=True,
        asks_why=True,
    ),
    no=Answer(
        gettext_lazy("It stays"),
        gettext_lazy("It stays as it was. Both sides read why."),
        lambda who, row, given: uphold_decision(decider=who, appeal=row, reason=given.reason),
        in_bulk=False,
    ),
)
