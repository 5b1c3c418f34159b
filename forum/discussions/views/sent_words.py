"""What is done with words that a form sent: known again where they come twice, kept where they are refused."""

from __future__ import annotations

import logging
from uuid import UUID, uuid5

from django.http import HttpRequest
from django.urls import reverse

from forum.core.identifiers import Identified
from forum.core.numbers import uuid_in
from forum.core.verdicts import Refused
from forum.discussions.actions.bounding import Repeated
from forum.discussions.actions.drafts import keep_begun
from forum.discussions.models import Board, Topic
from forum.discussions.views.places import posted_number
from forum.people.actors import signed_in

logger = logging.getLogger(__name__)


def client_key(request: HttpRequest) -> UUID | None:
    """The key that makes a retried submit the same one; None where it is missing or malformed.

    The words are part of it: whoever goes back to a form that was sent, and writes something else, sends anew.
    """
    key = posted_key(request)
    return key and uuid5(key, "\0".join(request.POST.get(name, "") for name in ("parent", "title", "text")))


def posted_key(request: HttpRequest) -> UUID | None:
    """The key as the form has it."""
    return uuid_in(request.POST.get("client_key", ""))


def cleared_in(request: HttpRequest) -> str:
    """What its writer says identifies nobody: the edition that `Identified` came with; "" where they say nothing."""
    return request.POST.get("cleared", "")[:64]


def asked_in(refusal: Refused) -> Identified | None:
    """What the writer is asked about their words, where it is for that that they came back."""
    return refusal if isinstance(refusal, Identified) else None


def stands_at(refusal: Refused) -> str:
    """The address of nearly the same words elsewhere, where it is for those that these came back; else ""."""
    if not isinstance(refusal, Repeated):
        return ""
    return reverse("post", args=[refusal.post.topic_id, "-", refusal.post.number])


def keep_as_draft(request: HttpRequest, place: Topic | Board, text: str, title: str = "") -> bool:
    """Keep the words of a refused submit as a draft; whether that was done.

    A refusal here changes nothing: they are on the page as well.
    """
    try:
        keep_begun(
            person=signed_in(request.user),
            place=place,
            body=text,
            title=title,
            parent_number=posted_number(request, "parent"),
            cleared=cleared_in(request),
        )
    except Refused as refusal:
        logger.info("A refused submit stands on its page alone; no draft was kept: %s", refusal.sentence)
        return False
    return True
