"""Where words are purged: a page that says what will happen, asks why, and does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from forum.chat.models import Message
from forum.communities.models import Community
from forum.core.forms import act_on
from forum.core.verdicts import require
from forum.discussions.policies.topics import may_read_topic
from forum.gatherings.models import Question
from forum.gatherings.views.asked import topics_of_questions
from forum.gatherings.views.removed import as_told
from forum.moderation.actions.purging import purge_message, purge_post
from forum.moderation.actions.purging_questions import purge_question
from forum.moderation.forms import PurgeForm
from forum.moderation.policies.purging import (
    may_know_of,
    may_purge_message,
    may_purge_post,
    may_purge_question,
)
from forum.moderation.selectors.purging import (
    Purgeable,
    case_of_message,
    message_to_purge,
    post_to_purge,
    question_to_purge,
)
from forum.people.actors import Actor, signed_in
from forum.people.models import Person


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def post(request: HttpRequest, post_id: int) -> HttpResponse:
    """Delete a post everywhere."""
    person, subject = signed_in(request.user), post_to_purge(post_id)
    if subject is None or not may_know_of(person, subject):
        raise Http404
    require(may_purge_post(person, subject))
    back = reverse("topic", args=[subject.topic_id, "-"])
    context = {
        "name": _("#%(number)d") % {"number": subject.number},
        "community": subject.topic.home_board.community,
        "place": subject.topic.home_board.name,
        "takes_title": subject.is_opening,
        "back": back
        if may_read_topic(person, subject.topic)
        else _log_of(subject.topic.home_board.community),
    }
    return _page(
        request, person, subject, context, lambda why: purge_post(purger=person, post=subject, why=why)
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def message(request: HttpRequest, room_id: int, message_id: int) -> HttpResponse:
    """Delete a message everywhere."""
    person, subject = signed_in(request.user), message_to_purge(room_id, message_id)
    if subject is None or not may_know_of(person, subject):
        raise Http404
    require(may_purge_message(person, subject))
    is_alone = subject.room.community is None
    context = {
        "name": _("this message"),
        "community": subject.room.community,
        "place": _("What was reported") if is_alone else subject.room.title,
        "takes_title": False,
        "back": _case_of(subject)
        if is_alone
        else f"{reverse('room', args=[subject.room_id])}?at={subject.seq}#message-{subject.pk}",
    }
    return _page(
        request, person, subject, context, lambda why: purge_message(purger=person, message=subject, why=why)
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def question(request: HttpRequest, gathering_id: int, question_id: int) -> HttpResponse:
    """Delete a question of a live session everywhere."""
    person, subject = signed_in(request.user), question_to_purge(gathering_id, question_id)
    if subject is None or not may_know_of(person, subject):
        raise Http404
    require(may_purge_question(person, subject))
    session = subject.gathering
    context = {
        "name": _("this question"),
        "community": session.community,
        "place": session.title,
        "takes_title": False,
        "is_question": True,
        "is_nameless": subject.is_nameless,
        "goes_on": topics_of_questions(person, session).get(subject.pk),
        "back": _among_questions(subject),
    }
    return _page(
        request,
        person,
        subject,
        context,
        lambda why: purge_question(purger=person, question=subject, why=why),
    )


def _page(
    request: HttpRequest,
    person: Person,
    subject: Purgeable,
    context: dict[str, Any],
    purge: Callable[[str], bool],
) -> HttpResponse:
    form, is_new, status = PurgeForm(request.POST if request.method == "POST" else None), None, 200
    context |= {
        "form": form,
        "author": _author_told(person, subject),
        "is_own": subject.author_id == person.pk,
    }
    if request.method == "POST":
        is_new, status = act_on(form, lambda given: purge(given["why"]))
    if is_new is None:
        return render(request, "moderation/purge.html", context, status=status)
    said = _("It is deleted everywhere. The log says how many places were cleaned, and none of the words.")
    messages.success(
        request, said if is_new else _("It was deleted everywhere before; nothing of it is kept.")
    )
    return redirect(_after(person, subject, context["community"]))


def _author_told(person: Person, subject: Purgeable) -> Person | None:
    return as_told(person, subject).author if isinstance(subject, Question) else subject.author


def _among_questions(question: Question) -> str:
    return f"{question.gathering.get_absolute_url()}#questions"


def _case_of(message: Message) -> str:
    """The page of what was reported of it, by which whoever may purge a message between two comes."""
    case = case_of_message(message)
    return case.get_absolute_url() if case is not None else reverse("queue")


def _after(person: Person, subject: Purgeable, community: Community | None) -> str:
    """Where what is left of it is seen, or else the log."""
    if community is None:
        return reverse("network-log")
    if isinstance(subject, Message):
        return f"{reverse('room', args=[subject.room_id])}?at={subject.seq}"
    if isinstance(subject, Question):
        return _among_questions(subject)
    fresh = post_to_purge(subject.pk)
    if fresh is not None and fresh.topic.removed_at is None and may_read_topic(person, fresh.topic):
        return fresh.topic.get_absolute_url()
    return _log_of(community)


def _log_of(community: Community) -> str:
    return reverse("public-log", args=[community.slug])


def address_to_purge(actor: Actor, subject: Purgeable) -> str:
    """Where the actor deletes it everywhere; "" for whom that is not."""
    if isinstance(subject, Message):
        found = message_to_purge(subject.room_id, subject.pk)
        if found is None or not may_purge_message(actor, found):
            return ""
        return reverse("message-purge", args=[subject.room_id, subject.pk])
    if isinstance(subject, Question):
        asked = question_to_purge(subject.gathering_id, subject.pk)
        if asked is None or not may_purge_question(actor, asked):
            return ""
        return reverse("question-purge", args=[subject.gathering_id, subject.pk])
    post_found = post_to_purge(subject.pk)
    if post_found is None or not may_purge_post(actor, post_found):
        return ""
    return reverse("post-purge", args=[subject.pk])
