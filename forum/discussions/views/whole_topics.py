"""Where moderators remove a topic, bring it back, make one of a part of it, or unite it with another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forum.communities.models import KEPT_DAYS
from forum.communities.views.removals import take_down_page
from forum.core.forms import note_refusal
from forum.core.markup import excerpt, safe
from forum.core.numbers import whole_number
from forum.core.verdicts import Refused, require
from forum.discussions.actions.splitting import split_topic
from forum.discussions.actions.uniting import unite_topics
from forum.discussions.actions.whole_topics import remove_topic, restore_topic
from forum.discussions.forms.whole_topics import SplitForm, TopicRemovalForm, UniteForm
from forum.discussions.models import Post, Topic
from forum.discussions.policies.boards import moderates
from forum.discussions.policies.topics import (
    boards_seen,
    may_remove_topic,
    may_split,
    may_unite,
)
from forum.discussions.selectors.moving import topics_at_home
from forum.discussions.selectors.posts import branch_length, post_numbered, posts_after
from forum.discussions.selectors.removed import removed_topic
from forum.discussions.views.readable import topic_read_by
from forum.discussions.views.relocated import where_it_went
from forum.discussions.views.topics import readable_topic
from forum.people.actors import Actor, signed_in
from forum.people.models import Person

MOST_OFFERED = 100  # later posts that can go along with one that is split off


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Ask why, then take the topic off every board."""
    person = signed_in(request.user)
    topic = topic_read_by(person, topic_id)
    if topic is None:  # somebody else was faster, or the button was pressed twice
        return _removed_already(request, person, topic_id)
    require(may_remove_topic(person, topic))
    board = topic.home_board

    def done(removed: Topic) -> HttpResponse:
        said = _("The topic is removed. Among the removed topics it can be brought back.")
        if removed.removal is not None:
            said = (
                _("The topic is removed. Its author reads why; for %d days it can be brought back.")
                % KEPT_DAYS
            )
        messages.success(request, said)
        return redirect(board)

    return take_down_page(
        request,
        "discussions/topic_remove.html",
        _about(person, topic),
        communities=[topic.home_board.community_id],
        act=lambda reason: remove_topic(moderator=person, topic=topic, reason=reason),
        then=done,
        form_type=TopicRemovalForm,
    )


def _removed_already(request: HttpRequest, person: Person, topic_id: int) -> HttpResponse:
    """On to what was removed there, for those who look after that."""
    topic = removed_topic(topic_id)
    if topic is None or not moderates(person, topic.home_board):
        raise Http404
    messages.info(request, _("The topic was removed already."))
    return redirect("removed-topics", topic.home_board.community.slug)


@require_POST
@login_required
def restore(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Bring a removed topic back to its home board."""
    person = signed_in(request.user)
    topic = removed_topic(topic_id)
    if topic is None:  # somebody else was faster, or the button was pressed twice
        standing = readable_topic(person, topic_id)
        messages.info(request, _("The topic stands on its board already."))
        return redirect(standing)
    if not moderates(person, topic.home_board):
        raise Http404
    restore_topic(moderator=person, topic=topic)
    messages.success(request, _("The topic stands on its board again."))
    return redirect(topic)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def split(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Make a topic of the reply that `?post=` names, of later ones that are ticked, and of all that answers them."""
    person = signed_in(request.user)
    topic = readable_topic(person, topic_id)
    number = whole_number(request.POST.get("post") or request.GET.get("post", ""))
    post = post_numbered(topic, number or 0)
    if post is None:
        raise Http404
    require(may_split(person, topic, post))
    later = posts_after(post, limit=MOST_OFFERED + 1)
    form = SplitForm(request.POST if request.method == "POST" else None, offered=_going_along(later))
    context = _about(person, topic) | {
        "form": form, "post": post, "html": safe(post.html), "count": branch_length(post),
        "has_more": len(later) > MOST_OFFERED,
    }  # fmt: skip
    if request.method != "POST" or not form.is_valid():
        return render(request, "discussions/topic_split.html", context, status=422 if form.errors else 200)
    try:
        given = form.cleaned_data
        made = split_topic(
            moderator=person, topic=topic, post=post, title=given["title"], along=given.get("along", [])
        )
    except Refused as refusal:
        note_refusal(form, refusal)
        return render(request, "discussions/topic_split.html", context, status=refusal.status)
    messages.success(request, _("It is a topic of its own now. A note in the old one leads here."))
    return redirect(made)


def _going_along(later: Sequence[Post]) -> list[tuple[int, str]]:
    """What is offered beside: the number of each post, and who says what in it."""
    words = _("#%(number)d, %(name)s: %(words)s")
    return [
        (
            post.number,
            words
            % {"number": post.number, "name": post.author.display_name, "words": excerpt(post.html, 90)},
        )
        for post in later[:MOST_OFFERED]
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def unite(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Let everything said here stand in another topic: choose it, look at both, and say so once more."""
    person = signed_in(request.user)
    topic = topic_read_by(person, topic_id)
    if topic is None:
        return _united_already(request, person, topic_id)
    require(may_remove_topic(person, topic))
    form = UniteForm(request.POST if request.method == "POST" else None)
    context = _about(person, topic) | {"form": form, "offered": _offered(topic)}
    if request.method != "POST" or not form.is_valid():
        return render(request, "discussions/topic_unite.html", context, status=422 if form.errors else 200)
    into = topic_read_by(person, form.cleaned_data["into"])
    if into is None:
        form.add_error("into", _("There is no such topic that you can read."))
        return render(request, "discussions/topic_unite.html", context, status=422)
    verdict = may_unite(person, topic, into)
    if not verdict:
        form.add_error("into", str(verdict.reason))
        return render(request, "discussions/topic_unite.html", context, status=403)
    if "go" not in request.POST:
        return render(request, "discussions/topic_unite.html", context | {"into": into})
    try:
        united = unite_topics(moderator=person, topic=topic, into=into)
    except Refused as refusal:
        note_refusal(form, refusal)
        return render(request, "discussions/topic_unite.html", context, status=refusal.status)
    messages.success(request, _("Both are one topic now. Old addresses lead here."))
    return redirect(united)


def _united_already(request: HttpRequest, person: Person, topic_id: int) -> HttpResponse:
    """On to the topic that goes on, where somebody else was faster or the button was pressed twice; else 404."""
    there = where_it_went(person, topic_id, 1)
    if not there:
        raise Http404
    messages.info(request, _("Both are one topic already."))
    return redirect(there)


def _about(actor: Actor, topic: Topic) -> dict[str, Any]:
    return {"topic": topic, "board": boards_seen(actor, topic)[0]}


def _offered(topic: Topic) -> list[Topic]:
    """Other topics at home on the same board, the latest first."""
    rows = topics_at_home(topic.home_board).placements
    return [row.topic for row in rows if row.topic_id != topic.pk]
