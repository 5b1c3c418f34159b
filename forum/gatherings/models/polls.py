"""What hosts ask everybody in a live session, and what each has answered."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.gatherings.models.gatherings import Gathering

LONGEST_POLL = 300
LONGEST_OPTION = 100
LONGEST_WORD = 40
MOST_WORDS = 60  # that are shown of a poll, those given most often first
MOST_OPTIONS = 12
RATINGS = 5


class Poll(models.Model):
    """A question with answers to choose from. `voters` and `counts` (by place of the answer, from 0) are the sums that
    were told last; whether everybody reads the counts is for the host to say (`is_shown`). Of short words,
    `options` are those that were given, and as secret as their counts.
    """

    class Kind(models.TextChoices):
        SINGLE = "single", _("one answer")
        MULTIPLE = "multiple", _("several answers")
        RATING = "rating", _("a rating from 1 to 5")
        WORDS = "words", _("short words")

    class State(models.TextChoices):
        PREPARED = "prepared", _("prepared")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="polls")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    client_id = models.UUIDField(unique=True)
    kind = models.CharField(_("type"), max_length=8, choices=Kind, default=Kind.SINGLE)
    state = models.CharField(max_length=8, choices=State, default=State.PREPARED)
    words = models.CharField(_("question"), max_length=LONGEST_POLL)
    options = models.JSONField(default=list, blank=True, help_text="answers in their order, in words")
    is_shown = models.BooleanField(default=False)
    voters = models.PositiveIntegerField(default=0, editable=False)
    counts = ArrayField(models.PositiveIntegerField(), default=list, blank=True, editable=False)
    prepared_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("poll in a live session")
        verbose_name_plural = _("polls in live sessions")
        constraints: ClassVar = [
            models.CheckConstraint(name="a_poll_asks_something", condition=~models.Q(words="")),
        ]

    def __str__(self) -> str:
        return f"poll {self.pk} in {self.gathering_id}"

    @property
    def answers(self) -> list[str]:
        """What one chooses from, in its order."""
        if self.kind == self.Kind.RATING:
            return [str(number) for number in range(1, RATINGS + 1)]
        return [str(each) for each in self.options]


class PollVote(models.Model):
    """What somebody has answered, by places of answers, or in words of their own. `is_counted` as of votes for
    questions.
    """

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="cast")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="poll_votes")
    choices = ArrayField(models.PositiveSmallIntegerField())
    words = models.CharField(max_length=LONGEST_WORD, blank=True, default="", db_default="")
    is_counted = models.BooleanField(default=False)
    voted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["poll", "person"], name="poll_vote_once")]
        indexes: ClassVar = [
            models.Index(fields=["poll"], name="poll_vote_to_count", condition=models.Q(is_counted=False))
        ]

    def __str__(self) -> str:
        return f"answer of {self.person_id} to {self.poll_id}"
