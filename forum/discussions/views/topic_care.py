"""Where moderators look after one topic: how it is answered, and which other topic it repeats."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forum.core.editions import ChangedMeanwhile
from forum.core.forms import conflict_of, note_refusal
from forum.core.verdicts import Refused, require
from forum.discussions.actions.duplicates import end_duplicate, mark_duplicate
from forum.discussions.actions.topic_rules import rule_topic
from forum.discussions.forms.topic_care import DuplicateForm, RulesForm
from forum.discussions.models import Topic
from forum.discussions.policies.duplicates import may_mark_duplicate
from forum.discussions.policies.topic_rules import may_rule_topic
from forum.discussions.policies.topics import boards_seen
from forum.discussions.selectors.moving import topics_at_home
from forum.discussions.selectors.topic_rules import edition_of_rules
from forum.discussions.views.readable import topic_read_by
from forum.discussions.views.topics import readable_topic
from forum.people.actors import Actor, signed_in
from forum.people.models import Person


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def answering(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Set until when a topic is answered, how fast, and whether replies wait."""
    person = signed_in(request.user)
    topic = readable_topic(person, topic_id)
    require(may_rule_topic(person, topic))
    if request.method != "POST":
        return _rules_page(request, person, topic, RulesForm(topic=topic, zone=person.time_zone))
    form = RulesForm(request.POST, topic=topic, zone=person.time_zone)
    if not form.is_valid():
        return _rules_page(request, person, topic, form, status=422)
    try:
        rule_topic(moderator=person, topic=topic, rules=form.rules, seen=form.cleaned_data["seen"])
    except ChangedMeanwhile as refusal:
        return _conflict(request, person, topic, refusal)
    except Refused as refusal:
        note_refusal(form, refusal)
        return _rules_page(request, person, topic, form, status=refusal.status)
    messages.success(request, _("Saved. The page of the topic says so to whoever writes there."))
    return redirect(topic)


def _conflict(request: HttpRequest, person: Person, topic: Topic, refusal: Refused) -> HttpResponse:
    """What was typed, beside what is set by now; saving once more means it."""
    present = readable_topic(person, topic.pk)
    typed = request.POST.copy()
    typed["seen"] = edition_of_rules(present)
    again = RulesForm(typed, topic=present, zone=person.time_zone)
    stored = RulesForm(topic=present, zone=person.time_zone)
    more = {"conflict": conflict_of(refusal, typed=again, stored=stored)}
    return _rules_page(request, person, present, again, status=refusal.status, **more)


def _rules_page(
    request: HttpRequest, person: Person, topic: Topic, form: RulesForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = _about(person, topic) | {"form": form} | more
    return render(request, "discussions/topic_answering.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def duplicate(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Say which topic this one repeats; its readers are led there, and it is locked."""
    person = signed_in(request.user)
    topic = readable_topic(person, topic_id)
    require(may_rule_topic(person, topic))
    form = DuplicateForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _duplicate_page(request, person, topic, form, status=422 if form.errors else 200)
    of = topic_read_by(person, form.cleaned_data["into"])
    if of is None:
        form.add_error("into", _("There is no such topic that you can read."))
        return _duplicate_page(request, person, topic, form, status=422)
    verdict = may_mark_duplicate(person, topic, of)
    if not verdict:
        form.add_error("into", str(verdict.reason))
        return _duplicate_page(request, person, topic, form, status=403)
    try:
        mark_duplicate(moderator=person, topic=topic, of=of)
    except Refused as refusal:
        note_refusal(form, refusal)
        return _duplicate_page(request, person, topic, form, status=refusal.status)
    messages.success(
        request, _("The topic is marked as a duplicate. It is locked, and leads to the other one.")
    )
    return redirect(topic)


def _duplicate_page(
    request: HttpRequest, person: Person, topic: Topic, form: DuplicateForm, *, status: int
) -> HttpResponse:
    rows = topics_at_home(topic.home_board).placements
    offered = [row.topic for row in rows if row.topic_id != topic.pk]
    context = _about(person, topic) | {"form": form, "offered": offered}
    return render(request, "discussions/topic_duplicate.html", context, status=status)


@require_POST
@login_required
def no_duplicate(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Take the mark away."""
    person = signed_in(request.user)
    topic = readable_topic(person, topic_id)
    open_again = topic.is_locked_as_duplicate
    end_duplicate(moderator=person, topic=topic)
    if open_again:
        messages.success(request, _("The topic is no duplicate any more, and open for replies again."))
    else:
        messages.success(request, _("The topic is no duplicate any more."))
    return redirect(topic)


def _about(actor: Actor, topic: Topic) -> dict[str, Any]:
    return {"topic": topic, "board": boards_seen(actor, topic)[0]}
