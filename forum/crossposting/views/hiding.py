"""Where a post is hidden on a board that received its topic, and shown there again."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forum.core.forms import note_refusal
from forum.core.markup import safe
from forum.core.numbers import whole_number
from forum.core.verdicts import Refused, require
from forum.crossposting.actions.tending import hide_post, show_post
from forum.crossposting.forms.carrying import HidingForm
from forum.crossposting.policies.answering import may_hide_somewhere, may_tend, where_to_hide
from forum.crossposting.selectors.seeing import hides
from forum.crossposting.views.showing import standing_on
from forum.discussions.models import Post
from forum.discussions.policies.posts import may_read_post
from forum.discussions.policies.topics import boards_seen, live_placements_of
from forum.discussions.selectors.posts import post_with_author
from forum.discussions.views.posts import address_of
from forum.discussions.views.topics import readable_topic
from forum.people.actors import Actor, signed_in
from forum.people.models import Person


def hiding_offered(actor: Actor, post: Post) -> list[str]:
    """The names of boards on which the actor could hide the post, which shows there. No query for ordinary readers."""
    return [row.board.name for row in where_to_hide(actor, post) if not hides(row, post)]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def hide(request: HttpRequest, post_id: int) -> HttpResponse:
    """Ask on which board and why, then show the post there no longer."""
    person = signed_in(request.user)
    post = _post_for(person, post_id)
    require(may_hide_somewhere(person, post))
    rows = {row.board_id: row for row in where_to_hide(person, post)}
    shows = {key: row for key, row in rows.items() if not hides(row, post)}
    form = HidingForm(
        request.POST if request.method == "POST" else None, boards=[row.board for row in shows.values()]
    )
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        row = shows[form.cleaned_data["board"]]
        try:
            hide_post(moderator=person, placement=row, post=post, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            status = refusal.status
            note_refusal(form, refusal)
        else:
            said = _("#%(number)d is no longer shown on %(board)s.")
            messages.success(request, said % {"number": post.number, "board": row.board.name})
            return redirect(standing_on(row))
    known = list(rows.values())
    context = {
        "post": post,
        "topic": post.topic,
        "board": known[0].board if len(known) == 1 else boards_seen(person, post.topic)[0],
        "html": safe(post.html),
        "url": address_of(post),
        "form": form,
        "only": next(iter(shows.values())).board if len(shows) == 1 else None,
        "hidden_on": [row.board for key, row in rows.items() if key not in shows],
    }
    return render(request, "crossposting/hide.html", context, status=status)


@require_POST
@login_required
def show(request: HttpRequest, post_id: int) -> HttpResponse:
    """Show the post again on a board that hides it."""
    person = signed_in(request.user)
    post = _post_for(person, post_id)
    board_id = whole_number(request.POST.get("board", ""))
    rows = (row for row in live_placements_of(post.topic) if may_tend(person, row))
    row = next((row for row in rows if row.board_id == board_id), None)
    if row is None:  # others do not learn from the answer whether the topic stands there
        raise Http404
    show_post(moderator=person, placement=row, post=post)
    said = _("#%(number)d is shown on %(board)s again.")
    messages.success(request, said % {"number": post.number, "board": row.board.name})
    return redirect(standing_on(row))


def _post_for(person: Person, post_id: int) -> Post:
    """The post with its topic, for who reads it or looks after a board that hides it; else 404."""
    post = post_with_author(post_id)
    if post is None:
        raise Http404
    post.topic = readable_topic(person, post.topic_id)
    if not may_read_post(person, post) and not where_to_hide(person, post):
        raise Http404
    return post
