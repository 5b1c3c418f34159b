"""Where posts went whose topic was split or united: old addresses lead there for ever."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from forum.discussions.models.topics import Topic


class Relocation(models.Model):
    """A post that is not found in `topic` under its number may be in `into`, under its number plus `shift`.

    After a split some of the posts are, once it was united all of them, and `topic` has none left.
    """

    class Kind(models.TextChoices):
        SPLIT = "split"
        UNITE = "unite"

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="relocations")
    into = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=5, choices=Kind)
    shift = models.IntegerField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="relocated_elsewhere", condition=~models.Q(topic=models.F("into"))),
            models.UniqueConstraint(fields=["topic"], name="united_once", condition=models.Q(kind="unite")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.topic_id} into {self.into_id}"
