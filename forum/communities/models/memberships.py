"""The row that says who belongs to a community."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone

from forum.communities.models.communities import Community, Role


class Parting(models.Model):
    """Somebody left a community. Who it was is not kept: the row is there to be counted."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="partings")
    left_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["community", "left_at"], name="parting_by_community")]

    def __str__(self) -> str:
        return f"from {self.community_id}"


class Membership(models.Model):
    """A person in a community, with a role and a standing."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="memberships")
    role = models.PositiveSmallIntegerField(choices=Role, default=Role.MEMBER)
    joined_at = models.DateTimeField(default=timezone.now)
    muted_until = models.DateTimeField(null=True, blank=True)
    suspended_until = models.DateTimeField(null=True, blank=True)
    # Boards live above; a person's few are read with the membership, which every page of theirs asks for.
    boards_moderated = ArrayField(models.BigIntegerField(), default=list, blank=True)
    # Of the boards on which they are muted, until when: {id: moment}. What runs of `Measure` stands here for policies.
    boards_muted = models.JSONField(default=dict, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True, help_text="since when first steps are not shown")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "community"], name="membership_once"),
            models.CheckConstraint(
                name="membership_role_known", condition=models.Q(role__in=[10, 20, 30, 40])
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["community", "role"], name="membership_by_role"),
            GinIndex(fields=["boards_moderated"], name="membership_by_board"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.community_id}"

    def is_muted(self, now: datetime) -> bool:
        """True while the person may read but not write here."""
        return self.muted_until is not None and self.muted_until > now

    def is_suspended(self, now: datetime) -> bool:
        """True while the membership grants nothing."""
        return self.suspended_until is not None and self.suspended_until > now

    def muted_on_board_until(self, board_id: int, now: datetime) -> datetime | None:
        """Until when the person may not write on a board of the community; None where they may, as far as that goes."""
        said = self.boards_muted.get(str(board_id))
        until = datetime.fromisoformat(said) if said else None
        return until if until is not None and until > now else None
