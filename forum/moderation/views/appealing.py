"""Where one asks others to look at a decision about oneself again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from forum.chat.selectors.removals import removed_message
from forum.communities.models import Measure
from forum.communities.policies.measures import moment_of
from forum.communities.selectors.measures import measure_with, shut_out_by
from forum.communities.views.member_page import measure_rows
from forum.core.forms import act_on
from forum.core.verdicts import Verdict, require
from forum.discussions.models import Post, Topic
from forum.discussions.selectors.removals import removed_post
from forum.discussions.selectors.removed import topic_with_removal
from forum.gatherings.models import Question
from forum.gatherings.selectors.removals import removed_question
from forum.moderation.actions.appealing import (
    appeal_measure,
    appeal_removal,
    appeal_removed_message,
    appeal_removed_question,
    appeal_removed_topic,
)
from forum.moderation.forms import AppealForm
from forum.moderation.models import Appeal
from forum.moderation.models.appeals import Removable
from forum.moderation.policies.appeals import may_appeal_measure, may_appeal_removal
from forum.moderation.selectors.appeals import (
    appeal_of_measure,
    appeal_of_removed,
    who_decides,
)
from forum.moderation.views.own_standing import names_known
from forum.people.actors import signed_in
from forum.people.closing import forget_who_is_shut_out, standing_kept, who_is_shut_out
from forum.people.models import Person
from forum.people.selectors.people import people_with

Thing = TypeVar("Thing", bound=Removable)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def measure(request: HttpRequest, measure_id: int) -> HttpResponse:
    """Ask others to look at a measure of one's own again."""
    person, found = signed_in(request.user), measure_with(measure_id)
    if found is None or found.person_id != person.pk:
        raise Http404
    verdict = may_appeal_measure(person, found, now=timezone.now())
    place = names_known(person, [found]).get(found.community_id or 0, "")
    context = {"row": measure_rows(person, [found], timezone.now())[0], "place": place}

    def ask(words: str) -> Appeal:
        return appeal_measure(person=person, measure=found, words=words)

    return _page(request, verdict, ask, context, asked=lambda: appeal_of_measure(found))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def removal(request: HttpRequest, post_id: int) -> HttpResponse:
    """The same for a post of one's own that a moderator has removed."""
    post = _own(request, removed_post(post_id))
    name = _("Why your post #%(number)d was removed") % {"number": post.number}
    return _of_removal(request, post, name, lambda **asked: appeal_removal(post=post, **asked))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def removal_of_message(request: HttpRequest, room_id: int, message_id: int) -> HttpResponse:
    """The same for a message of one's own."""
    message, name = _own(request, removed_message(room_id, message_id)), _("Why your message was removed")
    return _of_removal(
        request, message, name, lambda **asked: appeal_removed_message(message=message, **asked)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def removal_of_topic(request: HttpRequest, topic_id: int) -> HttpResponse:
    """The same for a whole topic of one's own."""
    topic, name = _own(request, topic_with_removal(topic_id)), _("Why your topic was removed")
    return _of_removal(request, topic, name, lambda **asked: appeal_removed_topic(topic=topic, **asked))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def removal_of_question(request: HttpRequest, gathering_id: int, question_id: int) -> HttpResponse:
    """The same for a question of one's own in a live session."""
    question = _own(request, removed_question(gathering_id, question_id))
    name = _("Why your question was removed")
    return _of_removal(
        request, question, name, lambda **asked: appeal_removed_question(question=question, **asked)
    )


def _own(request: HttpRequest, found: Thing | None) -> Thing:
    """What was removed, to its author; 404 to everybody else."""
    if found is None or found.author_id != signed_in(request.user).pk:
        raise Http404
    return found


def _of_removal(
    request: HttpRequest, thing: Removable, name: str, appeal: Callable[..., Appeal]
) -> HttpResponse:
    person = signed_in(request.user)
    verdict = may_appeal_removal(person, thing, now=timezone.now())
    context = {"removal": thing.removal, "name": name}
    return _page(
        request,
        verdict,
        lambda words: appeal(person=person, words=words),
        context,
        asked=lambda: appeal_of_removed(thing),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def closed(request: HttpRequest) -> HttpResponse:
    """The same for someone to whom the network is closed: who has just shown who they are by signing in, once."""
    key = who_is_shut_out(request)
    if not key and standing_kept(request).get("until"):
        return redirect("account_inactive")  # it was sent twice
    person = people_with([key]).get(key)
    found = shut_out_by(person, timezone.now()) if person is not None else None
    if person is None or person.is_active or found is None:
        raise Http404
    verdict = may_appeal_measure(person, found, now=timezone.now())

    def ask(words: str) -> Appeal:
        appeal = appeal_measure(person=person, measure=found, words=words)
        forget_who_is_shut_out(request)
        return appeal

    if appeal_of_measure(found) is not None:  # in another browser: the page says no more than that
        forget_who_is_shut_out(request)
        return redirect("account_inactive")
    return _page(request, verdict, ask, {"measure": found}, back="account_inactive", asked=lambda: None)


def _page(
    request: HttpRequest,
    verdict: Verdict,
    ask: Callable[[str], Appeal],
    context: dict[str, Any],
    *,
    asked: Callable[[], Appeal | None],
    back: str = "own-standing",
) -> HttpResponse:
    already = asked()
    if already is not None:
        return _as_it_stands(request, already)
    require(verdict)
    form, status = AppealForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        appeal, status = act_on(form, lambda given: ask(given["words"]))
        if appeal is not None:
            messages.success(request, f"{_('You are told by mail what comes of it.')} {who_decides(appeal)}")
            return redirect(back)
        already = asked()
        if already is not None:  # from another tab, at this moment
            return _as_it_stands(request, already)
    context |= {"form": form, "back": back}
    return render(request, "moderation/ask_again.html", context, status=status)


def _as_it_stands(request: HttpRequest, appeal: Appeal) -> HttpResponse:
    """On to where one reads what comes of it, or came: each thing is asked about once."""
    said = _("You have asked already. You read here how it was decided.")
    if appeal.state == Appeal.State.OPEN:
        said = _("You have asked already. You are told by mail what comes of it; until then it stands here.")
    messages.info(request, said)
    return redirect(f"{reverse('own-standing')}#asked")


def offer_to_appeal(person: Person, thing: Model) -> dict[str, Any]:
    """What the page of a removal says to the author: where they can ask, or how what they asked stands."""
    if not isinstance(thing, Removable) or thing.author_id != person.pk:
        return {}
    offered = may_appeal_removal(person, thing, now=timezone.now())
    return {"appeal_url": _where_to_ask(thing) if offered else "", "appeal": appeal_of_removed(thing)}


def _where_to_ask(thing: Removable) -> str:
    if isinstance(thing, Topic):
        return reverse("topic-removal-appeal", args=[thing.pk])
    if isinstance(thing, Post):
        return reverse("removal-appeal", args=[thing.pk])
    if isinstance(thing, Question):
        return reverse("question-removal-appeal", args=[thing.gathering_id, thing.pk])
    return reverse("message-removal-appeal", args=[thing.room_id, thing.pk])


def why_closed(person: Person) -> dict[str, Any]:
    """What someone to whom the network is closed reads who signs in: why, until when, and whether they can appeal."""
    found: Measure | None = shut_out_by(person, timezone.now())
    if found is None:
        return {}
    can_appeal = bool(may_appeal_measure(person, found, now=timezone.now()))
    return {"reason": found.reason, "until": moment_of(found), "can_appeal": can_appeal}
