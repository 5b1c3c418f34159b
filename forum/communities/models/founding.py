"""Communities that somebody would like to open, and communities that stand beside each other."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.communities.models.communities import Community


class FoundingRequest(models.Model):
    """Someone proposes a community. `fields` are columns of Community by name, as they were typed and checked."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="founding_requests"
    )
    fields = models.JSONField()
    reason = models.TextField(_("why the network needs it"), max_length=1000)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    community = models.OneToOneField(
        Community, null=True, blank=True, on_delete=models.SET_NULL, related_name="founding_request"
    )
    created_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "created_at"], name="founding_by_state")]

    def __str__(self) -> str:
        return f"{self.fields.get('name', '')} by {self.person_id}"


class Partnership(models.Model):
    """A community that another one names as its partner on its page."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="partnerships")
    partner = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "partner"], name="partner_once"),
            models.CheckConstraint(
                name="nobody_is_their_own_partner", condition=~models.Q(community=models.F("partner"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id} beside {self.community_id}"
