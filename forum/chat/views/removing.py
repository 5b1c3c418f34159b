"""Where messages are removed: taken back by their authors, or taken down by moderators; and what is kept of these."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum.chat.actions.messages import remove_message
from forum.chat.actions.taking_down import (
    forget_removed_message,
    restore_message,
    take_down_message,
)
from forum.chat.models import Message
from forum.chat.policies.messages import may_remove_message
from forum.chat.policies.removals import (
    may_forget_removed_message,
    may_read_removed_message,
    may_restore_message,
    may_restore_of,
)
from forum.chat.policies.rooms import may_read_room
from forum.chat.selectors.removals import own_removed_messages, removed_message, removed_messages
from forum.chat.selectors.sessions import community_named
from forum.chat.views.messages import about_message, address_to_purge_message, one_message
from forum.chat.views.places import address_of, address_of_removal, readable_message, standing_message, titled
from forum.communities.models import KEPT_DAYS, Community
from forum.communities.selectors.standing import gather_memberships
from forum.communities.views.removals import (
    FIRST_WORDS,
    RemovedList,
    RemovedRow,
    Ways,
    about_removal,
    appeal_of_removal,
    take_down_page,
)
from forum.core.markup import excerpt
from forum.core.pieces import asks_for_part
from forum.core.verdicts import require
from forum.people.actors import signed_in
from forum.people.models import Person


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: HttpRequest, room_id: int, message_id: int) -> HttpResponse:
    """Ask once, then take one's own message back; ask why, and then take down that of somebody else."""
    person = signed_in(request.user)
    shown = standing_message(person, room_id, message_id)
    require(may_remove_message(person, shown))
    if shown.author_id != person.pk:
        return _take_down(request, person, shown)
    if request.method != "POST":
        return render(request, "chat/remove.html", about_message(request, shown))
    removed = remove_message(remover=person, message=shown)
    if asks_for_part(request):
        return one_message(request, removed)
    notices.success(request, _("The message is removed, and nothing of its words is kept."))
    return redirect(address_of(removed))


def _take_down(request: HttpRequest, person: Person, shown: Message) -> HttpResponse:
    def done(removed: Message) -> HttpResponse:
        said = (
            _("The message is removed. Its author reads why; for %d days it can be brought back.") % KEPT_DAYS
        )
        kept = removed_message(removed.room_id, removed.pk)
        if kept is not None and not kept.removal.has_words:  # its author has left, perhaps at this moment
            said = _("The message is removed, and nothing of its words is kept.")
        notices.success(request, said)
        return redirect(address_of(removed))

    return take_down_page(
        request,
        "chat/take_down.html",
        about_message(request, shown) | {"is_final": shown.author.is_former},
        communities=[key for key in [shown.room.community_id] if key is not None],
        act=lambda reason: take_down_message(moderator=person, message=shown, reason=reason),
        then=done,
    )


@require_safe
@login_required
def removal(request: HttpRequest, room_id: int, message_id: int) -> HttpResponse:
    """Why a moderator has removed a message, and what it said: for its author, and for moderators."""
    person, message = signed_in(request.user), _removed_message_for(request, room_id, message_id)
    if message is None:
        return _back_to(request, room_id, message_id)
    room, reads = message.room, bool(may_read_room(person, message.room))
    ways = Ways(
        back=_at("message-restore", message),
        forget=_at("message-forget", message),
        purge=address_to_purge_message(person, message),
    )
    context = about_removal(
        person, message, message.removal,
        restores=may_restore_message(person, message), forgets=may_forget_removed_message(person, message), ways=ways,
    )  # fmt: skip
    context |= {
        "message": message,
        "room": room,
        "title": titled(request, room).title if reads else "",
        "community": community_named(person, room) if reads else None,
        "reads": reads,
        "url": address_of(message) if reads else "",
    } | appeal_of_removal(person, message)
    return render(request, "chat/removal.html", context)


@require_POST
@login_required
def restore(request: HttpRequest, room_id: int, message_id: int) -> HttpResponse:
    """Bring a removed message back."""
    person, message = signed_in(request.user), _removed_message_for(request, room_id, message_id)
    if message is None:  # somebody else was faster, or the button was pressed twice
        return _back_to(request, room_id, message_id)
    restored = restore_message(moderator=person, message=message)
    notices.success(request, _("The message stands in its place again."))
    return redirect(address_of(restored) if may_read_room(person, restored.room) else "queue")


@require_POST
@login_required
def forget(request: HttpRequest, room_id: int, message_id: int) -> HttpResponse:
    """Let the words of one's own removed message go for good."""
    person, message = signed_in(request.user), _removed_message_for(request, room_id, message_id)
    if message is None:
        return _back_to(request, room_id, message_id)
    forget_removed_message(author=person, message=message)
    notices.success(request, _("Your words are deleted for good."))
    return redirect("own-removed")


def own_removed_in_rooms(person: Person) -> RemovedList:
    """What moderators have removed of the person's messages, for the page that says so of posts as well."""
    rows = [_row(message, person) for message in own_removed_messages(person)]
    return RemovedList("said", _("Said in rooms"), rows)


def removed_in_rooms_of(person: Person, community: Community) -> RemovedList:
    """Those of the rooms of a community that the person looks after, each with the verdict on bringing it back."""
    found = removed_messages(person, community)
    removers = [message.removal.removed_by for message in found]
    gather_memberships([remover for remover in removers if remover is not None])
    rows = [
        replace(_row(message, person), may_restore=may_restore_of(person, message, message.removal))
        for message in found
    ]
    return RemovedList("said", _("Messages in rooms"), rows)


def _row(message: Message, person: Person) -> RemovedRow:
    """The room is named to whom reads it."""
    room, where = message.room, _("A room that is no longer open to you")
    if may_read_room(person, room):
        named = community_named(person, room)
        where = f"{named.name} · {room.title}" if named is not None else room.title
        where = _("A conversation of two") if room.is_direct else where
    return RemovedRow(
        message,
        message.removal,
        where=where,
        name=excerpt(message.removal.html, FIRST_WORDS) or _("A message"),
        url=address_of_removal(message),
        restore_url=_at("message-restore", message),
    )


def _at(name: str, message: Message) -> str:
    return reverse(name, args=[message.room_id, message.pk])


def _removed_message_for(request: HttpRequest, room_id: int, message_id: int) -> Message | None:
    """The removed message, or None where it stands again; 404 for those whom it does not concern."""
    person, message = signed_in(request.user), removed_message(room_id, message_id)
    if message is None:
        readable_message(person, room_id, message_id)
        return None
    if not may_read_removed_message(person, message):
        raise Http404
    return message


def _back_to(request: HttpRequest, room_id: int, message_id: int) -> HttpResponse:
    message = standing_message(signed_in(request.user), room_id, message_id)
    notices.info(request, _("The message stands in its place already."))
    return redirect(address_of(message))
