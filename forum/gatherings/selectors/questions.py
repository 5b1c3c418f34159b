"""What was asked in a live session, in the order in which it is looked at."""

from __future__ import annotations

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from forum.chat.models import Message, Room
from forum.gatherings.models import Gathering, Question, QuestionVote
from forum.people.actors import Actor, is_person

State = Question.State
MOST_SHOWN = 300
MOST_ANSWERS = 20
_ORDER = Case(
    When(state=State.TAKEN, then=Value(0)),
    When(state=State.OPEN, pinned_at__isnull=False, then=Value(1)),
    When(state=State.OPEN, then=Value(2)),
    default=Value(3),  # of more than are shown, what is settled is left out first
    output_field=IntegerField(),
)


def questions_in(actor: Actor, gathering: Gathering) -> list[Question]:
    """Those that stand: what is being answered first, then what is pinned, then what waits, then what is settled; each
    by votes and by age. Of one's own also what others took away, for the reason. One query.
    """
    own = Q(state=State.GONE, asker=actor.pk) & ~Q(reason="") if is_person(actor) else Q(pk__in=[])
    stands = ~Q(state__in=[State.GONE, State.MERGED])
    rows = Question.objects.filter(stands | own, gathering=gathering)
    rows = rows.select_related("asker", "answer").annotate(place=_ORDER)
    return list(rows.order_by("place", "-votes", "asked_at", "pk")[:MOST_SHOWN])


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
