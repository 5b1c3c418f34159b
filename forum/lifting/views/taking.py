"""The page on which words of a room are taken to a board: what, where, with which words, and who is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from forum.chat.models import Message, Room
from forum.chat.policies.messages import may_take_message
from forum.chat.views.places import readable_room, titled
from forum.chat.views.showing import words_of
from forum.core.forms import note_refusal
from forum.core.identifiers import Identified
from forum.core.limits import PREVIEWING, spend
from forum.core.markup import render_markdown, safe
from forum.core.numbers import keys_among, uuid_in
from forum.core.verdicts import Invalid, Refused, require
from forum.discussions.models import Board, Topic
from forum.discussions.policies.boards import boards_to_start_on, may_read_board
from forum.discussions.policies.topics import may_read_topic
from forum.discussions.selectors.topics import topic_with_placements
from forum.discussions.views.sent_words import asked_in, cleared_in
from forum.lifting.actions.asking import MOST_MESSAGES, Extract, Target, take_words
from forum.lifting.forms.taking import REPLY, TOPIC, TakingForm
from forum.lifting.models import Lift
from forum.lifting.policies.asking import boards_for, consent_for
from forum.lifting.selectors.lifts import messages_to_take
from forum.lifting.selectors.topics import topics_to_answer
from forum.lifting.views.showing import blocks_of, readers_in_words
from forum.people.actors import signed_in
from forum.people.models import Person

_NOTHING = _("Choose at least one message that is still there.")


@dataclass(slots=True)
class Asked:
    """What the form asks for: who, from where, which messages, and which boards can be chosen."""

    person: Person
    room: Room
    messages: list[Message]
    boards: list[Board]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def take(request: HttpRequest, room_id: int) -> HttpResponse:
    """Choose where it goes, look at what will stand there, and ask, or take it there at once."""
    asked = _asked(request, room_id)
    if not asked.messages and request.method != "POST":
        notices.warning(request, _NOTHING)
        return redirect(f"{asked.room.get_absolute_url()}?choose=1")
    if request.method != "POST":
        return _page(request, asked, TakingForm(initial=_initial(asked), boards=asked.boards))
    form = TakingForm(request.POST, boards=asked.boards)
    if not asked.messages:
        form.add_error(None, _NOTHING)
    if not form.is_valid():
        return _page(request, asked, form, status=422)
    try:
        target = _target(asked, form)
        if "go" not in request.POST:
            spend(PREVIEWING, asked.person.pk)
            return _page(request, asked, form, target=target)
        said = form.cleaned_data
        extract = Extract(
            asked.room, asked.messages, source=said["source"], why=said["why"], cleared=cleared_in(request)
        )
        lift = take_words(lifter=asked.person, extract=extract, target=target, client_key=_key(request))
    except Refused as refusal:
        note_refusal(form, refusal)
        return _page(request, asked, form, guard=asked_in(refusal), status=refusal.status)
    return _on(request, lift)


def _asked(request: HttpRequest, room_id: int) -> Asked:
    """What is asked for, of what its reader may take; whoever may take none of it is refused."""
    person = signed_in(request.user)
    room = readable_room(person, room_id)
    sent = request.POST if request.method == "POST" else request.GET
    ids = keys_among(sent.getlist("message"))
    found = messages_to_take(room, list(dict.fromkeys(ids))[: MOST_MESSAGES + 1])
    verdicts = [may_take_message(person, message) for message in found]
    if found and not any(verdicts):
        require(verdicts[0])
    own = [message for message, verdict in zip(found, verdicts, strict=True) if verdict]
    boards = boards_to_start_on(person)
    boards.sort(key=lambda board: board.community_id != room.community_id)  # those at home come first
    return Asked(person, room, own, boards)


def _initial(asked: Asked) -> dict[str, Any]:
    at_home = [board for board in asked.boards if board.community_id == asked.room.community_id]
    return {"to": TOPIC, "board": at_home[0].pk if len(at_home) == 1 else "", "type": Topic.Type.DISCUSSION}


def _target(asked: Asked, form: TakingForm) -> Target:
    """Where it goes, among what its lifter reads. Raises Invalid by field."""
    chosen = form.cleaned_data
    if chosen["to"] == REPLY:
        topic = topic_with_placements(chosen["topic"], reader=asked.person)
        if topic is None or not may_read_topic(asked.person, topic):
            raise Invalid(_("There is no such topic."), field="topic")
        return Target(topic=topic)
    board = next((board for board in asked.boards if board.pk == chosen["board"]), None)
    if board is None:
        raise Invalid(_("Choose the board first."), field="board")
    return Target(board=board, title=chosen["title"], type=chosen["type"], tags=chosen["tags"])


def _key(request: HttpRequest) -> UUID:
    return uuid_in(request.POST.get("client_key", "")) or uuid4()


def _on(request: HttpRequest, lift: Lift) -> HttpResponse:
    """To the post where it stands, or to the page where its lifter sees who has answered."""
    if lift.post is not None:
        notices.success(request, _("It stands on the board."))
        return redirect("post", lift.post.topic_id, lift.post.topic.slug, lift.post.number)
    notices.success(request, _("They are asked. Once everybody has agreed, it goes up by itself."))
    return redirect(lift)


def _page(
    request: HttpRequest,
    asked: Asked,
    form: TakingForm,
    *,
    target: Target | None = None,
    guard: Identified | None = None,
    status: int = 200,
) -> HttpResponse:
    named = titled(request, asked.room)
    context: dict[str, Any] = {
        "room": asked.room,
        "title": named.title,
        "community": asked.room.community,
        "form": form,
        "rows": [
            {"pk": each.pk, "author": each.author, "moment": each.created_at, "words": words_of(each, 400)}
            for each in asked.messages
        ],
        "topics": topics_to_answer(asked.person, asked.room.community),
        "client_key": _key(request),
        "guard": guard,
    }
    if target is not None:
        boards = boards_for(target.board, target.topic)
        consent = consent_for(asked.person, asked.room, boards, asked.messages)
        context["preview"] = {
            "heading": target.title if target.topic is None else target.topic.title,
            "intro": safe(render_markdown(form.cleaned_data["source"])),
            "blocks": blocks_of(asked.messages),
            "readers": readers_in_words([board for board in boards if may_read_board(asked.person, board)]),
            "asked": consent.asked,
            "unasked": consent.unasked,
        }
    return render(request, "lifting/take.html", context, status=status)
