"""Notices: that something has happened which concerns a person. They hold keys and no words."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.chat.models import Message
from forum.communities.models import Community, JoiningRequest, Measure
from forum.crossposting.models import HomeChange
from forum.discussions.models import Board, HeldPost, Placement, Post
from forum.gatherings.models import Gathering, Joint, Question
from forum.moderation.models import Appeal, Case
from forum.repertoire.models import Quote

# What a notice can be about. A kind uses one of them; what else its sentence says is found from there.
THINGS = (
    *("post", "held", "case", "placement", "home_change", "joining", "community", "board"),
    *("measure", "appeal", "message", "gathering", "joint", "question", "quote"),
)


class Notice(models.Model):
    """One thing that one person is told of. What it says is put together when it is read, by the rights of then.

    `kind` is a name in `kinds.KINDS`. `key` names thing and occasion, so that one event makes one notice at most.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices", db_index=False
    )
    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=100)
    post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    held = models.ForeignKey(
        HeldPost, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    placement = models.ForeignKey(
        Placement, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    home_change = models.ForeignKey(
        HomeChange, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    joining = models.ForeignKey(
        JoiningRequest, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    community = models.ForeignKey(
        Community, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    board = models.ForeignKey(
        Board, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    measure = models.ForeignKey(
        Measure, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    appeal = models.ForeignKey(
        Appeal, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    message = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    gathering = models.ForeignKey(
        Gathering, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    joint = models.ForeignKey(
        Joint, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    question = models.ForeignKey(
        Question, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    quote = models.ForeignKey(
        Quote, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    # Where a selector was asked for what a person sees: not opened, not seen elsewhere, and not over.
    is_unread: bool = False
    is_place_known: bool = False  # whether the reader may know of the community of its measure

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recipient", "key"], name="noticed_once"),
            models.CheckConstraint(
                name="notice_is_about_one_thing",
                condition=Exact(
                    models.Func(
                        *(models.F(thing) for thing in THINGS),
                        function="num_nonnulls",
                        output_field=models.IntegerField(),
                    ),
                    1,
                ),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["recipient", "-created_at", "-id"], name="notice_by_recipient"),
            models.Index(fields=["recipient"], name="notice_unread", condition=models.Q(read_at=None)),
            # Most of them are empty in each row: what goes is found by the few that are not.
            *(
                models.Index(
                    fields=[thing],
                    name=f"notice_of_{thing}",
                    condition=models.Q(**{f"{thing}__isnull": False}),
                )
                for thing in THINGS
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.recipient_id}"
