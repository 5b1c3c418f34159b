"""Questions that go on, and those who want answers to them."""

from __future__ import annotations

from django.db.models import Q

from forum.discussions.models import Topic
from forum.discussions.selectors.topics import topics_visible_to
from forum.gatherings.models import Gathering, Question, QuestionVote
from forum.people.actors import Actor
from forum.recaps.models import GoingOn
from forum.recaps.models.going_on import MAY_GO_ON

MOST_OFFERED = 100


def questions_to_go_on(gathering: Gathering) -> list[Question]:
    """Those that may become topics and are none yet: what still waits first, each by votes and by age."""
    rows = Question.objects.filter(gathering=gathering, state__in=MAY_GO_ON, going_on=None)
    found = list(rows.select_related("asker").order_by("-votes", "asked_at", "pk")[:MOST_OFFERED])
    return sorted(found, key=lambda question: question.state == Question.State.ANSWERED)


def going_on_in(actor: Actor, gathering: Gathering) -> list[GoingOn]:
    """The questions of a session that go on, where the actor reads the topic; the most wanted first."""
    rows = GoingOn.objects.filter(question__gathering=gathering, topic__in=topics_visible_to(actor))
    return list(rows.select_related("question", "topic").order_by("-question__votes", "question"))


def asked_live_in(topic: Topic) -> list[GoingOn]:
    """What was asked in sessions and goes on in this topic."""
    rows = GoingOn.objects.filter(topic=topic).select_related("question__asker", "question__gathering")
    return list(rows.order_by("carried_at", "question"))


def who_wants_answers(topic_id: int) -> list[int]:
    """Ids of those who asked what goes on in the topic, and of who voted for it; who asked the same is among these."""
    asked = Question.objects.filter(going_on__topic=topic_id)
    votes = QuestionVote.objects.filter(question__in=asked.values("pk"), is_on=True)
    people = asked.order_by().values_list("asker").union(votes.order_by().values_list("person"))
    return sorted(key for (key,) in people)


def who_asked(question_id: int) -> tuple[GoingOn, list[int]]:
    """A question that goes on, and ids of its asker and of those who asked the same."""
    row = GoingOn.objects.select_related("topic", "question").get(pk=question_id)
    rows = Question.objects.filter(Q(pk=question_id) | Q(merged_into=question_id))
    return row, sorted(set(rows.exclude(state=Question.State.GONE).values_list("asker", flat=True)))
