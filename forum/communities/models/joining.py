"""The ways into a community that need somebody's yes: requests and invitations."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.communities.models.communities import Community, Role


class JoiningRequest(models.Model):
    """Someone asks to join. `answers` are [{"question", "answer"}] as both were at the time."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="requests")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="joining_requests"
    )
    answers = models.JSONField(default=list)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "community"], name="one_request_waits", condition=models.Q(state="waiting")
            ),
            models.CheckConstraint(
                name="request_decided_at_a_time",
                condition=models.Q(state="waiting", decided_at=None)
                | (~models.Q(state="waiting") & models.Q(decided_at__isnull=False)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["community", "state", "created_at"], name="request_by_community")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} to {self.community_id}: {self.state}"


class InvitationBatch(models.Model):
    """Many invitations that were sent together. `report` is one {"line", "email", "outcome", "note"} for each line."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="invitation_batches")
    name = models.CharField(max_length=120)
    report = models.JSONField(default=list)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["community", "-created_at"], name="batch_by_community")]

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """A way in for whoever holds its token: one mail address, or a link for as many as it says, until it ends."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        USED_UP = "used-up", _("used up")
        REVOKED = "revoked", _("taken back")

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="invitations")
    token = models.CharField(max_length=43, unique=True)
    email = models.EmailField(blank=True, help_text="empty for a link")
    role = models.PositiveSmallIntegerField(
        choices=[(Role.GUEST, Role.GUEST.label), (Role.MEMBER, Role.MEMBER.label)], default=Role.MEMBER
    )
    message = models.TextField(_("message"), max_length=1000, blank=True)
    state = models.CharField(max_length=7, choices=State, default=State.OPEN)
    uses = models.PositiveIntegerField(default=0)
    most_uses = models.PositiveIntegerField(_("how many may use it"), default=1)
    sign_ups = models.PositiveIntegerField(default=0, help_text="accounts made by it, where that takes one")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(_("ends"))
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    batch = models.ForeignKey(
        InvitationBatch, null=True, blank=True, on_delete=models.SET_NULL, related_name="invitations"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "community",
                Lower("email"),
                name="one_invitation_an_address",
                condition=models.Q(state="open") & ~models.Q(email=""),
            ),
            models.CheckConstraint(
                name="invitation_uses_counted",
                condition=models.Q(uses__lte=models.F("most_uses"), most_uses__gte=1),
            ),
            models.CheckConstraint(
                name="invitation_sign_ups_counted", condition=models.Q(sign_ups__lte=models.F("most_uses"))
            ),
            models.CheckConstraint(
                name="mail_invites_one", condition=models.Q(email="") | models.Q(most_uses=1)
            ),
            models.CheckConstraint(
                name="invitation_role_is_low", condition=models.Q(role__in=[Role.GUEST, Role.MEMBER])
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["community", "-created_at"], name="invitation_by_community")
        ]

    def __str__(self) -> str:
        return f"{self.email or 'link'} to {self.community_id}"

    def get_absolute_url(self) -> str:
        return reverse("invitation", args=[self.token])

    def is_good(self, now: datetime) -> bool:
        """True while it lets somebody in."""
        return self.state == self.State.OPEN and self.expires_at > now and self.uses < self.most_uses


class InvitationUse(models.Model):
    """Someone came in by an invitation."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="used_by")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations_used"
    )
    used_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["invitation", "person"], name="invitation_used_once_each")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} by {self.invitation_id}"
