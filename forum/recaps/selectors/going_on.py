"""Questions that go on, and those who want answers to them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from forum.discussions.models import Topic
from forum.discussions.selectors.topics import topics_visible_to
from forum.gatherings.models import Gathering, Question, QuestionVote
from forum.gatherings.selectors.gatherings import gatherings_seen_by
from forum.people.actors import Actor
from forum.recaps.models import GoingOn
from forum.recaps.models.going_on import MAY_GO_ON

MOST_OFFERED = 100
_GONE = Question.State.GONE


def questions_to_go_on(gathering: Gathering) -> list[Question]:
    """Those that may become topics: what still waits first, each by votes and by age. Those that did are among them."""
    rows = Question.objects.filter(gathering=gathering, state__in=MAY_GO_ON).select_related("going_on")
    found = list(rows.order_by("-votes", "asked_at", "pk")[:MOST_OFFERED])
    return sorted(found, key=lambda question: question.state == Question.State.ANSWERED)


def has_questions_to_go_on(gathering: Gathering) -> bool:
    """Whether any of them is no topic yet."""
    return Question.objects.filter(gathering=gathering, state__in=MAY_GO_ON, going_on=None).exists()


def going_on_in(actor: Actor, gathering: Gathering) -> list[GoingOn]:
    """The questions of a session that go on, where the actor reads the topic; the most wanted first."""
    rows = GoingOn.objects.filter(question__gathering=gathering, topic__in=topics_visible_to(actor))
    rows = rows.exclude(question__state=_GONE).select_related("question", "topic")
    return list(rows.order_by("-question__votes", "question"))


def asked_live_in(actor: Actor, topic: Topic) -> list[GoingOn]:
    """What was asked in sessions that the actor sees, and goes on in this topic; not what was taken away since."""
    rows = GoingOn.objects.filter(topic=topic, question__gathering__in=gatherings_seen_by(actor))
    rows = rows.exclude(question__state=_GONE)
    return list(
        rows.select_related("question__asker", "question__gathering").order_by("carried_at", "question")
    )


def questions_going_on_in(topic_id: int) -> list[int]:
    """Ids of the questions that go on in a topic."""
    return list(GoingOn.objects.filter(topic=topic_id).order_by("pk").values_list("pk", flat=True))


def who_wants_answers(question_ids: Iterable[int]) -> list[int]:
    """Ids of those who asked these questions, and of who voted for them; who asked the same is among these. Nobody
    wants an answer to what was taken away.
    """
    asked = Question.objects.filter(pk__in=list(question_ids)).exclude(state=_GONE).order_by()
    votes = QuestionVote.objects.filter(question__in=asked.values("pk"), is_on=True).order_by()
    people = asked.values_list("asker").union(votes.values_list("person"))
    return sorted(key for (key,) in people)


def who_asked(question_id: int) -> tuple[GoingOn, list[int]]:
    """A question that goes on, and ids of its asker and of those who asked the same."""
    row = GoingOn.objects.select_related("topic", "question").get(pk=question_id)
    rows = Question.objects.filter(Q(pk=question_id) | Q(merged_into=question_id)).exclude(state=_GONE)
    return row, sorted(set(rows.values_list("asker", flat=True)))
