"""Which communities a community trusts: from those, topics come at once onto its boards that say so."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.communities.models import Community


class Trust(models.Model):
    """`community` lets topics of `trusted` come without asking first; the other way round is another row."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="trusts")
    trusted = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="trusted_by")
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("trust")
        verbose_name_plural = _("trusts")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "trusted"], name="trusted_once"),
            models.CheckConstraint(
                name="trust_is_between_two", condition=~models.Q(community=models.F("trusted"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community_id} trusts {self.trusted_id}"
