"""What people ask in a live session, and who wants an answer to it, too."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.chat.models import Message
from forum.gatherings.models.gatherings import Gathering

LONGEST_QUESTION = 500
LONGEST_DECLINE = 300


class Question(models.Model):
    """A question, in plain words. `client_id` is its asker's name for it. `votes` is the sum that was told last.

    One that `is_nameless` shows its asker to those who lead the session alone. One that was taken away keeps its place
    and loses its words; where somebody else did that, its `removal` keeps them for a while.
    """

    class State(models.TextChoices):
        OPEN = "open", _("waits for an answer")
        TAKEN = "taken", _("is being answered")
        ANSWERED = "answered", _("answered")
        DECLINED = "declined", _("not taken up")
        MERGED = "merged", _("asked together with another one")
        GONE = "gone", _("taken away")

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="questions")
    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="questions_asked"
    )
    client_id = models.UUIDField()
    is_nameless = models.BooleanField(default=False)
    words = models.CharField(max_length=LONGEST_QUESTION, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    votes = models.PositiveIntegerField(default=0, editable=False)
    pinned_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged"
    )
    answer = models.ForeignKey(Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=LONGEST_DECLINE, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("question in a live session")
        verbose_name_plural = _("questions in live sessions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["asker", "client_id"], name="question_once_per_client_id"),
            models.CheckConstraint(
                name="a_question_taken_away_has_no_words",
                condition=models.Q(state="gone", words="", pinned_at=None)
                | (~models.Q(state="gone") & ~models.Q(words="")),
            ),
            models.CheckConstraint(
                name="a_question_is_merged_into_another",
                condition=models.Q(merged_into=None) | models.Q(state__in=["merged", "gone"]),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["gathering", "state"], name="question_by_gathering")]

    def __str__(self) -> str:
        return f"question {self.pk} in {self.gathering_id}"

    @property
    def author_id(self) -> int:
        """Whose it is, as everything is asked that others can remove."""
        return self.asker_id

    @property
    def removed_at(self) -> datetime | None:
        """Since when somebody else has removed it; None where it stands, or its asker has taken it back."""
        removal = getattr(self, "removal", None)
        return removal.removed_at if removal is not None else None


WAITING = (Question.State.OPEN, Question.State.TAKEN)


class QuestionVote(models.Model):
    """Somebody's wish for an answer. Taken back, `is_on` is false. `is_counted` once the sum that is told has it: it is
    their own row that says so, and nobody who votes waits for anybody else. `is_carried` came from a question that is
    asked together with this one, and goes with it again where that is taken back.
    """

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="cast")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="question_votes"
    )
    is_on = models.BooleanField(default=True)
    is_counted = models.BooleanField(default=False)
    is_carried = models.BooleanField(default=False, db_default=False)
    voted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question", "person"], name="question_vote_once")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["question"], name="question_vote_to_count", condition=models.Q(is_counted=False)
            )
        ]

    def __str__(self) -> str:
        return f"vote of {self.person_id} for {self.question_id}"
