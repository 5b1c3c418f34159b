"""The inbox: what one is told of, and the way from each notice to its thing."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from forum.core.numbers import whole_number
from forum.notifications.actions.reading import read_all_notices, read_notice, read_notices_together
from forum.notifications.kinds import KINDS
from forum.notifications.selectors.inbox import notice_of, notices_of, unread_notices_of
from forum.notifications.views.rows import rows_of
from forum.people.actors import signed_in

UNREAD = "unread"
KEY_DIGITS = 18


@never_cache
@require_safe
@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    """A page of what one is told of, newest first; `show=unread` leaves the rest out, `after` is a page's cursor."""
    person, after = signed_in(request.user), request.GET.get("after", "")[:80]
    is_narrowed = request.GET.get("show") == UNREAD
    page = (unread_notices_of if is_narrowed else notices_of)(person, after=after)
    show = f"show={UNREAD}&" if is_narrowed else ""
    context = {
        "rows": rows_of(page),
        "newest": max((notice.pk for notice in page.notices), default=0),
        "has_unread": any(notice.is_unread for notice in page.notices),
        "older": f"?{show}after={quote(page.older)}" if page.older else "",
        "is_first_page": not after,
        "is_narrowed": is_narrowed,
    }
    return render(request, "notifications/inbox.html", context)


@never_cache
@require_safe
@login_required
def open_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Lead to what a notice is about; that it was opened marks it as read, with those up to `to` that say it as well.

    A browser that only looks ahead marks nothing.
    """
    person = signed_in(request.user)
    notice = notice_of(person, notice_id)
    if notice is None:
        raise Http404
    kind = KINDS[notice.kind]
    if request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", ""):
        up_to = whole_number(request.GET.get("to", ""), digits=KEY_DIGITS)
        if up_to is not None and kind.many is not None:
            read_notices_together(person=person, notice=notice, up_to=up_to)
        else:
            read_notice(person=person, notice=notice)
    return redirect(kind.leads(notice))


@require_POST
@login_required
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all as read, up to the newest that the page showed."""
    up_to = whole_number(request.POST.get("up_to", ""), digits=KEY_DIGITS)
    if up_to is None:
        messages.error(request, _("That did not say up to where. Choose “Mark all as read” once more."))
        return redirect("inbox")
    read_all_notices(person=signed_in(request.user), up_to=up_to)
    is_narrowed = request.POST.get("show") == UNREAD
    return redirect(reverse("inbox") + (f"?show={UNREAD}" if is_narrowed else ""))
