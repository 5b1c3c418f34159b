"""Where moderators leave notes in a thread, change and remove them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forum.communities.models import Community
from forum.core.editions import ChangedMeanwhile
from forum.core.forms import note_refusal
from forum.core.markup import safe
from forum.core.numbers import whole_number
from forum.core.verdicts import Refused, require
from forum.discussions.actions.staff_notes import change_note, leave_note, remove_note
from forum.discussions.forms.topic_care import NoteChangeForm, NoteForm
from forum.discussions.models import Post, StaffNote, Topic
from forum.discussions.policies.boards import moderates
from forum.discussions.policies.posts import may_read_post
from forum.discussions.policies.staff_notes import may_change_note, may_note, may_read_note, sides_of
from forum.discussions.policies.topics import boards_seen
from forum.discussions.selectors.posts import post_numbered
from forum.discussions.selectors.staff_notes import note_with_post
from forum.discussions.views.posts import address_of
from forum.discussions.views.topics import readable_topic
from forum.people.actors import signed_in
from forum.people.models import Person


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def leave(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Leave a note beside the topic, or beside the post that `?post=` names."""
    person = signed_in(request.user)
    topic = readable_topic(person, topic_id)
    require(may_note(person, topic))
    post = _post(request, person, topic)
    sides = [side for side in sides_of(person, topic) if side.archived_at is None]
    home = _home(person, topic)
    if request.method != "POST":
        form = NoteForm(initial={"client_key": uuid4()}, sides=sides, home=home)
        return _page(request, person, topic, form, post=post)
    form = NoteForm(request.POST, sides=sides, home=home)
    if not form.is_valid():
        return _page(request, person, topic, form, post=post, status=422)
    audience, community = form.readers
    said = form.cleaned_data
    try:
        note = leave_note(
            moderator=person, topic=topic, body=said["text"], audience=audience, community=community, post=post,
            client_key=said["client_key"],
        )  # fmt: skip
    except Refused as refusal:
        note_refusal(form, refusal)
        return _page(request, person, topic, form, post=post, status=refusal.status)
    return redirect(_beside(topic, post, note))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, note_id: int) -> HttpResponse:
    """Give a note other words."""
    person = signed_in(request.user)
    note, topic = _note_and_topic(person, note_id)
    require(may_change_note(person, note, topic))
    if request.method != "POST":
        form = NoteChangeForm(initial={"text": note.source, "revision": note.revision})
        return _page(request, person, topic, form, note=note)
    form = NoteChangeForm(request.POST)
    if not form.is_valid():
        return _page(request, person, topic, form, note=note, status=422)
    said = form.cleaned_data
    try:
        change_note(moderator=person, note=note, body=said["text"], revision=said["revision"] or 0)
    except ChangedMeanwhile as refusal:
        return _conflict(request, person, note.pk, refusal)
    except Refused as refusal:
        note_refusal(form, refusal)
        return _page(request, person, topic, form, note=note, status=refusal.status)
    return redirect(_beside(topic, note.post, note))


def _conflict(request: HttpRequest, person: Person, note_id: int, refusal: Refused) -> HttpResponse:
    """What was typed, below the words of the note as they are by now."""
    note, topic = _note_and_topic(person, note_id)
    typed = request.POST.copy()
    typed["revision"] = str(note.revision)
    form = NoteChangeForm(typed)
    note_refusal(form, refusal)
    return _page(request, person, topic, form, note=note, status=refusal.status, theirs=safe(note.html))


@require_POST
@login_required
def remove(request: HttpRequest, note_id: int) -> HttpResponse:
    """Remove a note."""
    person = signed_in(request.user)
    note, topic = _note_and_topic(person, note_id)
    remove_note(moderator=person, note=note)
    messages.success(request, _("The note is removed."))
    return redirect(_beside(topic, note.post))


def readable_note(person: Person, note_id: int) -> StaffNote:
    """The note with its topic, for somebody who reads both; else 404."""
    return _note_and_topic(person, note_id)[0]


def address_of_note(note: StaffNote) -> str:
    """Where it stands, in its topic."""
    return _beside(note.topic, note.post, note)


def _note_and_topic(person: Person, note_id: int) -> tuple[StaffNote, Topic]:
    """The note and its topic; 404 where the person does not read either, as where there is none."""
    note = note_with_post(note_id)
    if note is None:
        raise Http404
    topic = readable_topic(person, note.topic_id)
    note.topic = topic
    if not may_read_note(person, note, topic):
        raise Http404
    if note.post is not None:
        note.post.topic = topic
    return note, topic


def _post(request: HttpRequest, person: Person, topic: Topic) -> Post | None:
    """The post that the address names; 404 for one that is not there for the person."""
    wished = request.GET.get("post", "")
    if not wished:
        return None
    post = post_numbered(topic, whole_number(wished) or 0)
    if post is None:
        raise Http404
    post.topic = topic
    if not may_read_post(person, post):
        raise Http404
    return post


def _home(person: Person, topic: Topic) -> Community | None:
    """The community of its home, where the person may speak to all readers."""
    home = topic.home_board.community
    return home if moderates(person, topic.home_board) and home.archived_at is None else None


def _beside(topic: Topic, post: Post | None, note: StaffNote | None = None) -> str:
    anchor = f"#note-{note.pk}" if note else ""
    if post is None:
        return topic.get_absolute_url() + anchor
    post.topic = topic
    return address_of(post).split("#")[0] + (anchor or f"#post-{post.number}")


def _page(
    request: HttpRequest, person: Person, topic: Topic, form: NoteForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"topic": topic, "board": boards_seen(person, topic)[0], "form": form} | more
    return render(request, "discussions/staff_note_form.html", context, status=status)
