"""The log: what was done to a community or the network with power, by whom, and why."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.communities.models.communities import Community


class Verb(models.TextChoices):
    """What can be done with power; each reads as "<who> <verb> <what>" in the log."""

    FOUNDED = "founded", _("opened the community")
    DESCRIBED = "described", _("changed what it says of itself")
    OPENED_UP = "visibility", _("changed who reads it")
    ARCHIVED = "archived", _("archived")
    RESTORED = "restored", _("took back into use")
    ROLE_GIVEN = "role", _("gave a role")
    TAKEN_OUT = "taken-out", _("ended a membership")
    INVITED = "invited", _("invited")
    INVITATION_REVOKED = "revoked", _("took an invitation back")
    REQUEST_ACCEPTED = "request-accepted", _("accepted a request to join")
    REQUEST_DECLINED = "request-declined", _("declined a request to join")
    PARTNERED = "partnered", _("named a partner")
    UNPARTNERED = "unpartnered", _("no longer names a partner")
    BOARD_OPENED = "board-opened", _("opened a board")
    BOARD_CHANGED = "board-changed", _("changed a board")
    BOARDS_ORDERED = "boards-ordered", _("put the boards into another order")
    BOARD_ARCHIVED = "board-archived", _("archived a board")
    BOARD_RESTORED = "board-restored", _("took a board back into use")
    BOARDS_MERGED = "boards-merged", _("merged a board into another one")
    BOARD_MODERATOR = "board-moderator", _("made someone a moderator of a board")
    BOARD_MODERATOR_ENDED = "board-moderator-ended", _("ended someone's moderating of a board")
    TOPIC_MOVED = "topic-moved", _("moved a topic")
    TOPIC_REMOVED = "topic-removed", _("removed a topic")
    TOPIC_RESTORED = "topic-restored", _("brought a topic back")
    TOPIC_SPLIT = "topic-split", _("made a topic of a part of another one")
    TOPICS_UNITED = "topics-united", _("united two topics")
    TOPIC_RULED = "topic-ruled", _("changed how a topic is answered")
    TOPIC_CLOSED = "topic-closed", _("closed a topic whose time had come")
    TOPICS_QUIET = "topics-quiet", _("closed topics that nobody had answered")
    TOPIC_DUPLICATE = "topic-duplicate", _("marked a topic as a duplicate")
    TOPIC_NO_DUPLICATE = "topic-no-duplicate", _("ended that a topic is a duplicate")
    NOTE_LEFT = "note-left", _("left a note in a topic")
    NOTE_CHANGED = "note-changed", _("changed a note in a topic")
    NOTE_REMOVED = "note-removed", _("removed a note from a topic")
    POST_REMOVED = "post-removed", _("removed a post")
    POST_RESTORED = "post-restored", _("brought a post back")
    MESSAGE_REMOVED = "message-removed", _("removed a message")
    MESSAGE_RESTORED = "message-restored", _("brought a message back")
    PURGED = "purged", _("deleted words for good, everywhere")
    HOME_CHANGED = "home-changed", _("gave a topic a home in another community")
    POST_APPROVED = "post-approved", _("let a held post through")
    POST_DECLINED = "post-declined", _("declined a held post")
    PLACEMENT_ACCEPTED = "placement-accepted", _("agreed to a topic from another board")
    PLACEMENT_DECLINED = "placement-declined", _("declined a topic from another board")
    PLACEMENT_ENDED = "placement-ended", _("ended how a topic stood on another board")
    POST_HIDDEN = "post-hidden", _("hid a post on one board")
    REPORTED_KEPT = "reported-kept", _("let stand what was reported")
    REPORTED_REMOVED = "reported-removed", _("removed what was reported")
    REPORTED_HANDED_UP = "reported-up", _("asked others about what was reported")
    WARNED = "warned", _("warned someone")
    MUTED = "muted", _("muted someone")
    SUSPENDED = "suspended", _("suspended someone")
    MEASURE_LIFTED = "measure-lifted", _("lifted a measure")
    APPEAL_UPHELD = "appeal-upheld", _("upheld what was appealed")
    APPEAL_OVERTURNED = "appeal-overturned", _("overturned what was appealed")
    TRUSTED = "trusted", _("trusts topics of a community")
    TRUST_ENDED = "trust-ended", _("no longer trusts topics of a community")
    TAKING_CHANGED = "taking", _("changed how words may be taken from rooms")
    WORDS_TAKEN = "words-taken", _("took words from a room to a board")
    GATHERING_SCHEDULED = "gathering-scheduled", _("scheduled a live session")
    GATHERING_MOVED = "gathering-moved", _("moved a live session to another hour")
    GATHERING_CANCELLED = "gathering-cancelled", _("cancelled a live session")
    GATHERING_PROLONGED = "gathering-prolonged", _("prolonged a series of live sessions")
    QUESTION_TAKEN_AWAY = "question-taken", _("removed a question in a live session")
    QUESTION_RESTORED = "question-restored", _("brought a question in a live session back")
    TOOK_PART = "took-part", _("let the community take part in a live session")
    TOOK_NO_PART = "took-no-part", _("let the community take no part in a live session")
    PRACTICE_PUBLISHED = "practice-published", _("published a practice note")
    PRACTICE_WITHDRAWN = "practice-withdrawn", _("withdrew a practice note")
    NETWORK_CHANGED = "network", _("changed what holds for the network")
    PERSON_ADMITTED = "admitted", _("let someone into the network")
    PERSON_NOT_ADMITTED = "not-admitted", _("did not let someone into the network")
    STEWARD_MADE = "steward", _("made someone a steward")
    STEWARD_ENDED = "steward-ended", _("ended someone's being a steward")
    PERSON_SHUT_OUT = "shut-out", _("closed the network to someone")
    PERSON_LET_BACK_IN = "let-back-in", _("opened the network to someone again")
    JOB_RETRIED = "job-retried", _("let a failed job run again")
    FOUNDING_ACCEPTED = "founding-accepted", _("agreed to a new community")
    FOUNDING_DECLINED = "founding-declined", _("did not agree to a new community")


class WhyPurged(models.TextChoices):
    """Why words were purged. There is nothing to type: a reason in words could repeat what is to go."""

    PATIENT = "patient", _("A patient could be recognised")
    PERSON = "person", _("It showed personal data of somebody else")
    CONSENT = "consent", _("There was no consent, or it was taken back")
    LAW = "law", _("The law demands it")


class Change(models.Model):
    """One thing that was done. Rows are only ever added; what is purged leaves their reasons and titles of sessions.

    `verb` is a value of `Verb`; `about` is what it was done to, as it was called then; `details` are
    plain values before and after, and never the words of a post or the address of a person.
    """

    community = models.ForeignKey(
        Community, null=True, blank=True, on_delete=models.CASCADE, related_name="changes"
    )
    board_key = models.BigIntegerField(null=True, blank=True, help_text="the board's id, where it was one")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    verb = models.CharField(max_length=24, choices=Verb)
    about = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["community", "-created_at", "-id"], name="change_by_moment")
        ]

    def __str__(self) -> str:
        return f"{self.verb}: {self.about}"
