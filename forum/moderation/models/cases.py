"""What was reported, by whom and why, and what moderators have decided about it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.chat.models import Message
from forum.discussions.models import Placement, Post, StaffNote
from forum.gatherings.models import Question
from forum.repertoire.models import PracticeNote

LONGEST_WORDS = 500
THINGS = ("post", "message", "person", "note", "placement", "question", "practice_note")


class Case(models.Model):
    """All that was reported about one post, message, person, note, question of a live session or practice note since
    somebody last decided on it: one open case for each. Of a person it is what their page says of them; `took` is what
    was taken down of it. A note is one of moderators to readers, or that with which a topic was carried, by `carrier`:
    somebody else may carry it later. So may somebody else change a practice note after it was reported:
    `last_changed_by` is who had changed it last before.
    """

    class State(models.TextChoices):
        OPEN = "open", _("waits")
        KEPT = "kept", _("stays as it is")
        REMOVED = "removed", _("removed")
        GONE = "gone", _("was gone before anybody decided")

    class Level(models.IntegerChoices):
        """Who is asked: those who look after the board or room, or those above them once it was handed up."""

        MODERATORS = 10, _("moderators")
        FACILITATORS = 20, _("facilitators")
        STEWARDS = 30, _("stewards")

    class Took(models.TextChoices):
        WORDS = "words", _("What they say about themselves")
        PICTURE = "picture", _("Their picture")
        BOTH = "both", _("Both")

    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.CASCADE, related_name="cases")
    message = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.CASCADE, related_name="cases"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="cases_about"
    )
    note = models.ForeignKey(StaffNote, null=True, blank=True, on_delete=models.CASCADE, related_name="cases")
    placement = models.ForeignKey(
        Placement, null=True, blank=True, on_delete=models.CASCADE, related_name="cases"
    )
    carrier = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    question = models.ForeignKey(
        Question, null=True, blank=True, on_delete=models.CASCADE, related_name="cases"
    )
    practice_note = models.ForeignKey(
        PracticeNote, null=True, blank=True, on_delete=models.CASCADE, related_name="cases"
    )
    last_changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(max_length=7, choices=State, default=State.OPEN)
    level = models.PositiveSmallIntegerField(choices=Level, default=Level.MODERATORS)
    opened_at = models.DateTimeField(default=timezone.now)
    handed_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    handed_up_why = models.CharField(max_length=LONGEST_WORDS, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=LONGEST_WORDS, blank=True)
    took = models.CharField(max_length=7, choices=Took, blank=True)

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="case_is_about_one_thing",
                condition=Exact(
                    models.Func(
                        *(models.F(thing) for thing in THINGS),
                        function="num_nonnulls",
                        output_field=models.IntegerField(),
                    ),
                    1,
                ),
            ),
            models.CheckConstraint(
                name="case_of_a_person_is_for_stewards",
                condition=models.Q(person=None, took="") | models.Q(person__isnull=False, level=30),
            ),
            models.CheckConstraint(
                name="case_of_a_note_of_moderators_is_for_those_above",
                condition=models.Q(note=None) | models.Q(level__gte=20),
            ),
            models.CheckConstraint(
                name="case_of_a_carried_note_knows_its_carrier",
                condition=models.Q(placement=None, carrier=None)
                | models.Q(placement__isnull=False, carrier__isnull=False),
            ),
            models.CheckConstraint(
                name="only_a_case_of_a_practice_note_knows_who_changed_it",
                condition=models.Q(practice_note__isnull=False) | models.Q(last_changed_by=None),
            ),
            models.CheckConstraint(
                name="case_is_open_or_was_decided",
                condition=models.Q(state="open", decided_at=None)
                | (~models.Q(state="open") & models.Q(decided_at__isnull=False)),
            ),
            models.UniqueConstraint(
                fields=["post"], name="one_open_case_for_a_post", condition=models.Q(state="open")
            ),
            models.UniqueConstraint(
                fields=["message"], name="one_open_case_for_a_message", condition=models.Q(state="open")
            ),
            models.UniqueConstraint(
                fields=["person"], name="one_open_case_for_a_person", condition=models.Q(state="open")
            ),
            models.UniqueConstraint(
                fields=["note"], name="one_open_case_for_a_note", condition=models.Q(state="open")
            ),
            models.UniqueConstraint(
                fields=["question"], name="one_open_case_for_a_question", condition=models.Q(state="open")
            ),
            models.UniqueConstraint(
                fields=["practice_note"],
                name="one_open_case_for_a_practice_note",
                condition=models.Q(state="open"),
            ),
            models.UniqueConstraint(
                fields=["placement"],
                name="one_open_case_for_a_carried_note",
                condition=models.Q(state="open"),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["opened_at"], name="case_open", condition=models.Q(state="open")),
            models.Index(fields=["-decided_at"], name="case_decided", condition=~models.Q(state="open")),
        ]

    def __str__(self) -> str:
        return f"case {self.pk}: {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("case", args=[self.pk])


class Report(models.Model):
    """Why somebody thinks that a thing should not stand as it does. Its author never learns who it was."""

    class Reason(models.TextChoices):
        PATIENT = "patient", _("A patient could be recognised")
        UNSAFE = "unsafe", _("It is wrong or unsafe advice")
        UNKIND = "unkind", _("It is unkind")
        COMMERCIAL = "commercial", _("It sells something")
        OFF_TOPIC = "off-topic", _("It is off topic here")
        SPAM = "spam", _("It is spam")
        HARASSING = "harassing", _("It harasses or threatens somebody")
        IMPOSTOR = "impostor", _("It pretends to be somebody else")
        OTHER = "other", _("Something else")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="reports"
    )
    reason = models.CharField(max_length=10, choices=Reason)
    words = models.CharField(max_length=LONGEST_WORDS, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "reporter"], name="reported_once")]

    def __str__(self) -> str:
        return f"{self.reason} in case {self.case_id}"
