"""Where a topic is renamed, given another type, or tagged."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from forum.core.verdicts import Refused, require
from forum.discussions.actions.topics import retitle_topic
from forum.discussions.forms.topics import TopicForm
from forum.discussions.models import Topic
from forum.discussions.policies.boards import may_moderate_board
from forum.discussions.policies.topics import boards_seen, may_retitle
from forum.discussions.views.sent_words import asked_in, cleared_in
from forum.discussions.views.topics import readable_topic
from forum.people.actors import signed_in


@require_http_methods(["GET", "POST"])
@login_required
def retitle(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Change a topic's title, type and tags."""
    person = signed_in(request.user)
    topic = readable_topic(person, topic_id)
    require(may_retitle(person, topic))
    # What moderators have made an announcement stays one where its author changes the title.
    is_announced = topic.type == Topic.Type.ANNOUNCEMENT
    may_announce = is_announced or bool(may_moderate_board(person, topic.home_board))
    initial = {"title": topic.title, "type": topic.type, "tags": ", ".join(topic.tags)}
    board = boards_seen(person, topic)[0]
    form = TopicForm(request.POST or None, initial=initial, may_announce=may_announce, offered=board.tags)
    status, asked = 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                cleared = cleared_in(request)
                return redirect(
                    retitle_topic(editor=person, topic=topic, cleared=cleared, **form.cleaned_data)
                )
            except Refused as refusal:
                asked = asked_in(refusal)
                form.add_error(None, str(refusal.sentence))
                status = refusal.status
    context = {"topic": topic, "board": board, "form": form, "asked": asked}
    return render(request, "discussions/title.html", context, status=status)
