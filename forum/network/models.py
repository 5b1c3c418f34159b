"""The row that says what this network is called, who may come in and how much at once."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MOST_DOMAINS = 100


class Network(models.Model):
    """What stewards have set; one row, made with the first change. Empty values leave the installation's own."""

    class SignUp(models.TextChoices):
        OPEN = "open", _("Anyone with a mail address")
        DOMAINS = "domains", _("Anyone with an address under one of the domains below")
        APPROVAL = "approval", _("Anyone, after a steward has agreed")
        INVITATION = "invitation", _("Only people who were invited")

    class Founding(models.TextChoices):
        STEWARDS = "stewards", _("Stewards alone")
        MEMBERS = "members", _("Anyone may propose one; a steward agrees")

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(_("name of the network"), max_length=60, blank=True)
    purpose = models.CharField(
        _("purpose"),
        max_length=300,
        blank=True,
        help_text=_("In a sentence, for those who have just arrived."),
    )
    welcome = models.TextField(_("welcome"), max_length=4000, blank=True)
    sign_up = models.CharField(_("who may join the network"), max_length=10, choices=SignUp, blank=True)
    mail_domains = ArrayField(
        models.CharField(max_length=253),
        default=list,
        blank=True,
        size=MOST_DOMAINS,
        verbose_name=_("domains"),
    )
    sign_up_note = models.CharField(_("what to ask newcomers"), max_length=300, blank=True)
    founding = models.CharField(_("who opens communities"), max_length=8, choices=Founding, blank=True)
    limits = models.JSONField(default=dict, blank=True, help_text="how often, by the name of the limit")
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("network")
        constraints: ClassVar = [models.CheckConstraint(name="one_network", condition=models.Q(id=1))]

    def __str__(self) -> str:
        return self.name
