"""Questions that were asked elsewhere, where more people read than what they came from."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.discussions.models import HeldPost, Topic


class AskedThere(models.Model):
    """`asked` was started elsewhere out of `source`, in words of its own. Each end shows the other to its readers.

    While the words wait for a moderator they are `held`, and there is no `asked` yet.
    """

    source = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="asked_elsewhere")
    asked = models.OneToOneField(Topic, null=True, on_delete=models.CASCADE, related_name="asked_out_of")
    held = models.OneToOneField(HeldPost, null=True, on_delete=models.SET_NULL, related_name="asked_out_of")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("question asked elsewhere")
        verbose_name_plural = _("questions asked elsewhere")

    def __str__(self) -> str:
        return f"{self.asked_id} out of {self.source_id}"
