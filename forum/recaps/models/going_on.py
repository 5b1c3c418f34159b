"""Questions of live sessions that go on as topics."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.discussions.models import Topic
from forum.gatherings.models import Question

MAY_GO_ON = (Question.State.OPEN, Question.State.TAKEN, Question.State.ANSWERED)


class GoingOn(models.Model):
    """A question and the topic in which it waits for answers. Several may go on in one, once topics were united.

    `told_at` says when those who wanted an answer were told of the first, if they were.
    """

    question = models.OneToOneField(
        Question, on_delete=models.CASCADE, primary_key=True, related_name="going_on"
    )
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="asked_live")
    carried_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    carried_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("question that goes on")
        verbose_name_plural = _("questions that go on")

    def __str__(self) -> str:
        return f"question {self.question_id} in topic {self.topic_id}"
