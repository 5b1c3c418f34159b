"""Questions of live sessions that somebody else has removed, and what they said."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from forum.chat.models import Message
from forum.communities.models import KeptRemoval
from forum.gatherings.models.questions import LONGEST_DECLINE, Question


class QuestionRemoval(KeptRemoval):
    """That of a question, and how it `stood`: with what had answered it, or why it was not taken up, or asked together
    with another one, of which the question itself says which; and since when it was pinned. Its votes are rows of their
    own and stay.
    """

    question = models.OneToOneField(Question, on_delete=models.CASCADE, related_name="removal")
    stood = models.CharField(max_length=8, choices=Question.State)
    answer = models.ForeignKey(Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    declined_why = models.CharField(max_length=LONGEST_DECLINE, blank=True)
    pinned_at = models.DateTimeField(null=True, blank=True)

    class Meta(KeptRemoval.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_removed_question_stood_to_stay",
                condition=~models.Q(stood__in=[Question.State.GONE, Question.State.TAKEN]),
            ),
            models.CheckConstraint(
                name="nothing_is_kept_of_a_removed_question_without_words",
                condition=~models.Q(source="")
                | models.Q(html="", declined_why="", answer=None, pinned_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"removal of question {self.question_id}"
