"""What somebody asks others to look at again, in their words, and what these decided."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forum.chat.models import Message
from forum.communities.models import Measure
from forum.discussions.models import Board, Post, Topic
from forum.gatherings.models import Question

Removable = Post | Message | Topic | Question
LONGEST_APPEAL = 2000
LONGEST_REASON = 500
SHORTEST_REASON = 10  # of a decision: whoever asked wrote why, and is told why


class Appeal(models.Model):
    """One appeal against a measure, or against that a post, a message, a topic or a question was removed at
    `removed_at`; each once.

    Of a topic, `board` is its home when that was asked: those decide who look after that, wherever it goes.
    `decided_first_by` is who decided that; somebody else decides the appeal. Rows are kept, to count reversals by.
    """

    class State(models.TextChoices):
        OPEN = "open", _("waits")
        UPHELD = "upheld", _("stays as it was")
        OVERTURNED = "overturned", _("overturned")
        GONE = "gone", _("came to an end before anybody decided")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="appeals")
    measure = models.OneToOneField(
        Measure, null=True, blank=True, on_delete=models.CASCADE, related_name="appeal"
    )
    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.CASCADE, related_name="appeals")
    message = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.CASCADE, related_name="appeals"
    )
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.CASCADE, related_name="appeals")
    question = models.ForeignKey(
        Question, null=True, blank=True, on_delete=models.CASCADE, related_name="appeals"
    )
    board = models.ForeignKey(Board, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    words = models.TextField(blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    decided_first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="appeal_is_about_one_thing",
                condition=Exact(
                    models.Func(
                        *(models.F(thing) for thing in ("measure", "post", "message", "topic", "question")),
                        function="num_nonnulls",
                        output_field=models.IntegerField(),
                    ),
                    1,
                )
                & models.Q(
                    models.Q(measure__isnull=False, removed_at=None)
                    | models.Q(measure=None, removed_at__isnull=False)
                )
                & models.Q(
                    models.Q(topic=None, board=None) | models.Q(topic__isnull=False, board__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="appeal_is_open_or_was_decided",
                condition=models.Q(state="open", decided_at=None)
                | (~models.Q(state="open") & models.Q(decided_at__isnull=False)),
            ),
            models.UniqueConstraint(fields=["post", "removed_at"], name="one_appeal_for_a_removal"),
            models.UniqueConstraint(
                fields=["message", "removed_at"], name="one_appeal_for_a_removed_message"
            ),
            models.UniqueConstraint(fields=["topic", "removed_at"], name="one_appeal_for_a_removed_topic"),
            models.UniqueConstraint(
                fields=["question", "removed_at"], name="one_appeal_for_a_removed_question"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["asked_at"], name="appeal_open", condition=models.Q(state="open")),
            models.Index(fields=["state", "-decided_at"], name="appeal_decided"),
        ]

    def __str__(self) -> str:
        return f"appeal {self.pk}: {self.state}"

    @property
    def removed(self) -> Removable | None:
        """What was removed, where it is about that."""
        return self.post or self.message or self.topic or self.question

    @property
    def is_nameless(self) -> bool:
        """Whether it is about a question without a name, of which few know whose it is."""
        return self.question is not None and self.question.is_nameless

    @property
    def has_left(self) -> bool:
        """Whether it is about a topic that is at home in another community now: who decided reads no more of it."""
        if self.topic is None or self.board is None:
            return False
        return self.topic.home_board.community_id != self.board.community_id

    @property
    def what(self) -> str:
        """What was decided, in words for those who decide again: they read where it was."""
        if self.measure is not None:
            said = {"measure": self.measure.get_kind_display().capitalize(), "name": self.person.display_name}
            return gettext("%(measure)s of %(name)s") % said
        if self.post is not None:
            named = {"number": self.post.number, "title": self.post.topic.title}
            return gettext("The removal of #%(number)d in “%(title)s”") % named
        if self.has_left:
            return gettext("The removal of a topic that is at home in another community now")
        if self.topic is not None:
            return gettext("The removal of the topic “%(title)s”") % {"title": self.topic.title}
        if self.question is not None:
            return gettext("The removal of a question in “%(title)s”") % {
                "title": self.question.gathering.title
            }
        room = self.message.room if self.message is not None else None
        if room is None or room.is_direct:
            return gettext("The removal of a message between two people")
        return gettext("The removal of a message in the room “%(room)s”") % {"room": room.title}

    def get_absolute_url(self) -> str:
        return reverse("appeal", args=[self.pk])
