"""Practice notes: pieces of a community's repertoire, drafted from what was said."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.communities.models import Community
from forum.discussions.models.topics import MAX_TITLE_LENGTH
from forum.gatherings.models import Gathering

LONGEST_REASON = 300


class PracticeNote(models.Model):
    """What a community knows, in a few words. `html` is rendered and sanitised when written.

    `revision` counts changes of its words: who changes more names the last that they have seen. `session` is the one
    from which it was drafted first; whoever drafted it tends it as long as they lead that. `taken_from` is who had
    changed it last when it was reported, once others took it down for that.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="practice_notes")
    session = models.ForeignKey(
        Gathering, null=True, blank=True, on_delete=models.SET_NULL, related_name="practice_notes"
    )
    title = models.CharField(_("title"), max_length=MAX_TITLE_LENGTH)
    source = models.TextField(_("words"), blank=True)
    html = models.TextField(blank=True, editable=False)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="practice_notes"
    )
    drafted_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True, help_text="why it was withdrawn")
    taken_from = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("practice note")
        verbose_name_plural = _("practice notes")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_published_note_has_words",
                condition=~models.Q(state="published")
                | (models.Q(published_at__isnull=False) & ~models.Q(source="") & ~models.Q(title="")),
            ),
            models.CheckConstraint(
                name="only_a_withdrawn_note_says_why",
                condition=models.Q(state="withdrawn", withdrawn_at__isnull=False)
                | (~models.Q(state="withdrawn") & models.Q(withdrawn_at=None, reason="")),
            ),
            models.CheckConstraint(
                name="only_a_withdrawn_note_was_taken_down",
                condition=models.Q(state="withdrawn") | models.Q(taken_from=None),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["community", "state", "-published_at"], name="practice_note_listed"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("practice-note", args=[self.pk])
