"""What was asked in a live session, in the order in which it is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from forum.chat.models import Message, Room
from forum.gatherings.models import Gathering, Question, QuestionVote
from forum.gatherings.models.questions import WAITING
from forum.people.actors import Actor, is_person

State = Question.State
MOST_SHOWN = 300  # read at once, where nobody asks for more
MOST_ASKED_FOR = 1000
MOST_ANSWERS = 20
_ORDER = Case(
    When(state=State.TAKEN, then=Value(0)),
    When(state=State.OPEN, pinned_at__isnull=False, then=Value(1)),
    When(state=State.OPEN, then=Value(2)),
    default=Value(3),  # of more than are shown, what is settled is left out first
    output_field=IntegerField(),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, as far as one reads it at once, and how many wait and are settled of all."""

    questions: Sequence[Question]
    waiting_number: int
    settled_number: int


def questions_in(actor: Actor, gathering: Gathering, *, most: int = 0, named: int | None = None) -> Asked:
    """Those that stand: what is being answered first, then what is pinned, then what waits, then what is settled; each
    by votes and by age. Of one's own also what others took away, for the reason. One query, and where there are more
    than are read at once two others.

    `most` is of how many of either kind somebody asks to see; the question `named` and one's own are among those read,
    wherever they stand.
    """
    told_why = ~Q(reason="") | Q(removal__isnull=False)
    own = Q(state=State.GONE, asker=actor.pk) & told_why if is_person(actor) else Q(pk__in=[])
    stands = ~Q(state__in=[State.GONE, State.MERGED])
    rows = Question.objects.filter(stands | own, gathering=gathering)
    full = rows.select_related("asker", "answer", "removal").annotate(place=_ORDER)
    length = max(MOST_SHOWN, 2 * min(most, MOST_ASKED_FOR))
    found = list(full.order_by("place", "-votes", "asked_at", "pk")[: length + 1])
    if len(found) <= length:
        waiting = len([each for each in found if each.state in WAITING])
        return Asked(found, waiting, len(found) - waiting)
    found.pop()
    besides = Q(pk=named) | (Q(asker=actor.pk) if is_person(actor) else Q(pk__in=[]))
    found += full.filter(besides).exclude(pk__in=[each.pk for each in found])
    numbers = rows.aggregate(all=Count("pk"), waiting=Count("pk", filter=Q(state__in=WAITING)))
    return Asked(found, numbers["waiting"], numbers["all"] - numbers["waiting"])


def merged_in(gathering: Gathering) -> dict[int, list[Question]]:
    """What is asked together with others, by the question that stands for them; for who leads. One query."""
    found: dict[int, list[Question]] = {}
    rows = Question.objects.filter(gathering=gathering, state=State.MERGED, merged_into__isnull=False)
    for row in rows.order_by("asked_at", "pk"):
        found.setdefault(row.merged_into_id or 0, []).append(row)
    return found


def own_votes_in(actor: Actor, gathering: Gathering) -> dict[int, tuple[bool, bool]]:
    """What the actor voted for: by question, whether the vote stands, and whether the sum that is told has it."""
    if not is_person(actor):
        return {}
    rows = QuestionVote.objects.filter(person=actor, question__gathering=gathering)
    return {key: (is_on, is_counted) for key, is_on, is_counted in rows.values_list(
        "question", "is_on", "is_counted"
    )}  # fmt: skip


def question_in(gathering: Gathering, question_id: int) -> Question | None:
    """One of its questions, whatever became of it."""
    rows: QuerySet[Question] = Question.objects.select_related("asker", "gathering")
    return rows.filter(gathering=gathering, pk=question_id).first()


def question_of_room(room: Room, question_id: int) -> Question | None:
    """The same, of the session to which the room belongs."""
    rows = Question.objects.select_related("asker", "gathering")
    return rows.filter(gathering__room=room, pk=question_id).first()


def messages_that_may_answer(gathering: Gathering) -> list[Message]:
    """What was said last in its room, the latest first: one of these answers, or nobody has written it down."""
    rows = Message.objects.filter(room=gathering.room_id, removed_at=None).select_related("author")
    return list(rows.order_by("-seq")[:MOST_ANSWERS])
