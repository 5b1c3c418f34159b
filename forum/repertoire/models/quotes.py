"""What somebody said that stands in a practice note if they agree, and what they answered."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.chat.models import Message
from forum.communities.models import Community
from forum.repertoire.models.notes import PracticeNote


class Quote(models.Model):
    """A place in a note for words that are read where they were said, each time the note is: nothing is copied.

    There is a column for each kind of thing that can be quoted, and one of them is filled. `readers` is the visibility
    that the community had when its author agreed: they agreed to no more readers than those. `was_agreed`
    is whether who declined, or is asked anew, had agreed before.
    """

    class Consent(models.TextChoices):
        ASKED = "asked", _("who said it is asked")
        NAMED = "named", _("stands with a name")
        NAMELESS = "nameless", _("stands without a name")
        DECLINED = "declined", _("who said it does not agree")

    note = models.ForeignKey(PracticeNote, on_delete=models.CASCADE, related_name="quotes")
    community = models.ForeignKey(
        Community, on_delete=models.CASCADE, related_name="+", help_text="that of the note"
    )
    message = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.CASCADE, related_name="quoted_in_notes"
    )
    consent = models.CharField(max_length=8, choices=Consent, default=Consent.ASKED)
    was_agreed = models.BooleanField(default=False, db_default=False)
    readers = models.CharField(max_length=8, choices=Community.Visibility, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("quote in a practice note")
        verbose_name_plural = _("quotes in practice notes")
        constraints: ClassVar = [
            models.CheckConstraint(name="a_quote_is_of_one_thing", condition=models.Q(message__isnull=False)),
            models.UniqueConstraint(fields=["community", "message"], name="message_quoted_once"),
            models.CheckConstraint(
                name="only_what_does_not_stand_was_agreed_to",
                condition=models.Q(consent__in=["declined", "asked"]) | models.Q(was_agreed=False),
            ),
            models.CheckConstraint(
                name="a_quote_waits_or_was_answered",
                condition=models.Q(consent="asked", answered_at=None, readers="")
                | models.Q(consent="declined", answered_at__isnull=False, readers="")
                | (
                    models.Q(consent__in=["named", "nameless"], answered_at__isnull=False)
                    & ~models.Q(readers="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consent} quote in practice note {self.note_id}"


AGREEING = (Quote.Consent.NAMED, Quote.Consent.NAMELESS)
