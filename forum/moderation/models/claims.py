"""Who looks at something that waits, what moderators say of it among themselves, and what they say often."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.communities.models import Community
from forum.core.claims import Kind

CLAIMED_FOR = timedelta(minutes=30)
REMARKS_KEPT = timedelta(days=180)
LONGEST_REMARK = 1000
LONGEST_NAME = 60
LONGEST_REPLY = 500
KINDS = [(kind.value, kind.value) for kind in Kind]


class Claim(models.Model):
    """Somebody has a thing that waits alone, for `CLAIMED_FOR`; as long again the row says who had it last."""

    kind = models.CharField(max_length=8, choices=KINDS)
    thing = models.BigIntegerField(help_text="id of the row that waits")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    claimed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "thing"], name="claimed_by_one")]
        indexes: ClassVar = [models.Index(fields=["claimed_at"], name="claim_by_moment")]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing}"


class Remark(models.Model):
    """What one of those who decide on a thing says of it to the others. It goes after `REMARKS_KEPT`."""

    kind = models.CharField(max_length=8, choices=KINDS)
    thing = models.BigIntegerField(help_text="id of the row that waits or waited")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="remarks")
    words = models.CharField(max_length=LONGEST_REMARK)
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        indexes: ClassVar = [
            models.Index(fields=["kind", "thing"], name="remark_by_thing"),
            models.Index(fields=["written_at"], name="remark_by_moment"),
        ]

    def __str__(self) -> str:
        return f"on {self.kind} {self.thing}"


class SavedReply(models.Model):
    """Words that those who look after a community give as a reason again and again."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="saved_replies")
    name = models.CharField(max_length=LONGEST_NAME)
    words = models.CharField(max_length=LONGEST_REPLY)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("saved reply")
        verbose_name_plural = _("saved replies")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "name"], name="reply_saved_under_one_name")
        ]

    def __str__(self) -> str:
        return self.name
