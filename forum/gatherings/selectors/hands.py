"""Who wants to speak in a live session, in a fair order, with what is asked from afar between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from forum.gatherings.models import Gathering, Hand, Question

State = Hand.State
MOST_IN_LINE = 30
BETWEEN = 2  # hands, and then a question


@dataclass(frozen=True, slots=True)
class Turn:
    """One who may come next: a hand, or a question that waits for an answer."""

    hand: Hand | None = None
    question: Question | None = None


def hands_up(gathering: Gathering) -> list[Hand]:
    """Those who want to speak: who spoke least first, then who has waited longest. Each with `spoken`. One query."""
    before = Hand.objects.filter(gathering=gathering, person=OuterRef("person"), state=State.SPOKE)
    counted = before.order_by().values("person").annotate(number=Count("pk")).values("number")
    rows = Hand.objects.filter(gathering=gathering, state=State.UP).select_related("person")
    rows = rows.annotate(spoken=Coalesce(Subquery(counted), 0))
    return list(rows.order_by("spoken", "waits_since", "pk"))


def hand_called(gathering: Gathering) -> Hand | None:
    """Whoever speaks now."""
    rows = Hand.objects.filter(gathering=gathering, state=State.CALLED).select_related("person")
    return rows.first()


def hand_in(gathering: Gathering, hand_id: int) -> Hand | None:
    """One of its hands, whatever became of it."""
    return Hand.objects.select_related("person", "gathering").filter(gathering=gathering, pk=hand_id).first()


def turns_in_line(hands: Sequence[Hand], waiting: Sequence[Question]) -> list[Turn]:
    """Both in one line: after each two hands the question that most people want answered, the rest at the end. All of
    it: a page draws `MOST_IN_LINE`.
    """
    line: list[Turn] = []
    asked = iter([each for each in waiting if each.state == Question.State.OPEN])
    for number, hand in enumerate(hands, start=1):
        line.append(Turn(hand=hand))
        if number % BETWEEN == 0 and (question := next(asked, None)) is not None:
            line.append(Turn(question=question))
    line += [Turn(question=each) for each in asked]
    return line
