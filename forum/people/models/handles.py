"""Handles that people had before, so that links and mentions go on leading to them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class FormerHandle(models.Model):
    """A handle that its person has given up; nobody else can take it."""

    handle = models.CharField(max_length=30)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="former_handles"
    )
    given_up_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("handle"), name="former_handle_once")]

    def __str__(self) -> str:
        return self.handle
