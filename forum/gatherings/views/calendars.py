"""Sessions for calendar programs: one of them, and feeds under addresses that their owner can take back."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum.communities.policies.communities import may_know_of, may_read_community
from forum.communities.selectors.standing import own_communities
from forum.core.limits import FETCHING, spend
from forum.gatherings.actions.calendars import close_calendar, open_calendar
from forum.gatherings.ical import MEDIA_TYPE, calendar_of
from forum.gatherings.models import CalendarKey, Gathering
from forum.gatherings.policies.gatherings import named_to
from forum.gatherings.selectors.calendars import gatherings_in_calendar, key_behind, keys_of, word_of
from forum.gatherings.views.places import seen_gathering
from forum.people.actors import Actor, signed_in


@require_safe
def one(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """One session, for a calendar to take in."""
    found = seen_gathering(request, gathering_id)
    answer = _calendar(request.user, [found], found.title)
    answer["Content-Disposition"] = str(
        content_disposition_header(as_attachment=True, filename=f"{found.slug}.ics")
    )
    return answer


@require_safe
def feed(request: HttpRequest, word: str) -> HttpResponse:
    """What a calendar program fetches: what its owner may see at this moment. Empty, where that is nothing any more:
    what a program cannot fetch, it goes on to show.
    """
    key = key_behind(word)
    if key is None:
        raise Http404
    spend(FETCHING, key.pk)
    closed = key.community is not None and not may_read_community(key.person, key.community)
    shown = [] if closed else gatherings_in_calendar(key, now=timezone.now())
    return _calendar(key.person, shown, _name_of(key))


def _calendar(actor: Actor, gatherings: Sequence[Gathering], name: str) -> HttpResponse:
    addresses = {each.pk: f"{settings.ORIGIN}{each.get_absolute_url()}" for each in gatherings}
    places = {each.pk: ", ".join(row.name for row in named_to(actor, each)) for each in gatherings}
    calendar = calendar_of(gatherings, name=name, addresses=addresses, places=places)
    answer = HttpResponse(calendar, content_type=MEDIA_TYPE)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _name_of(key: CalendarKey) -> str:
    if key.community is None:
        return _("My live sessions")
    knows = may_know_of(key.person, key.community)
    return key.community.name if knows else _("A community that you do not see")


@require_safe
@login_required
def own(request: HttpRequest) -> HttpResponse:
    """The addresses that one has, and where one can have more."""
    person = signed_in(request.user)
    keys = keys_of(person)
    known, mine = {key.community_id for key in keys}, own_communities(person)
    own_ids = {None, *(each.pk for each in mine)}
    rows = [
        {
            "key": key,
            "name": _name_of(key),
            "may_be_renewed": key.community_id in own_ids,
            "url": settings.ORIGIN + reverse("calendar-feed", args=[word_of(key)]),
        }
        for key in keys
    ]
    others = [each for each in mine if each.pk not in known]
    context = {"rows": rows, "others": others, "has_own": None in known}
    return render(request, "gatherings/calendars.html", context)


@require_POST
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """A new address; an older one of the same sessions leads nowhere from then on."""
    person, slug = signed_in(request.user), request.POST.get("community", "")
    community = next((each for each in own_communities(person) if each.slug == slug), None)
    if slug and community is None:
        raise Http404
    open_calendar(person=person, community=community)
    messages.success(
        request, _("Here is the address. Whoever has it sees what you see: keep it to yourself.")
    )
    return redirect("calendars")


@require_POST
@login_required
def end(request: HttpRequest, key_id: int) -> HttpResponse:
    """Let an address lead nowhere."""
    close_calendar(person=signed_in(request.user), key_id=key_id)
    messages.success(request, _("This address leads nowhere now."))
    return redirect("calendars")
