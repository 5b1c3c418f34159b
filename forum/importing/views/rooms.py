"""Where moderators bring archives of a chat into rooms of their community."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from forum.chat.policies.rooms import may_open_room
from forum.communities.models import Community
from forum.communities.views.looked_after import about
from forum.communities.views.places import known_community
from forum.core.verdicts import Invalid, require
from forum.importing.actions.talk_runs import request_talk_import
from forum.importing.forms import TalkArchiveForm
from forum.importing.policies import may_import_talk, rooms_to_import_into
from forum.importing.selectors import imports_into_rooms
from forum.importing.views.runs import RUNS_SHOWN
from forum.people.actors import signed_in
from forum.people.models import Person


@csrf_exempt  # whoever looks for the token reads the body; _imports does, once it is known who sends it
@require_http_methods(["GET", "POST"])
@login_required
def imports(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose an archive and where it goes, and see the earlier ones. It is read from those who may import only."""
    person = signed_in(request.user)
    community = known_community(person, slug)
    require(may_import_talk(person, community))
    return _imports(request, person, community)


@never_cache
@require_safe
def import_allowed(request: HttpRequest, slug: str) -> HttpResponse:
    """What the proxy asks before it takes an archive in: 204 where the person may import, else 403, no reason given."""
    try:
        community = known_community(request.user, slug)
    except Http404:
        return HttpResponse(status=403)
    return HttpResponse(status=204 if may_import_talk(request.user, community) else 403)


@csrf_protect
def _imports(request: HttpRequest, person: Person, community: Community) -> HttpResponse:
    rooms = rooms_to_import_into(person, community)
    form = TalkArchiveForm(
        request.POST or None,
        request.FILES or None,
        rooms=rooms,
        may_make_rooms=bool(may_open_room(person, community)),
    )
    if request.method == "POST" and form.is_valid():
        try:
            run = request_talk_import(
                importer=person, community=community, room=form.chosen_room, file=form.cleaned_data["file"]
            )
            return redirect(run)
        except Invalid as refusal:
            form.add_error(refusal.field or None, str(refusal.sentence))
    runs = imports_into_rooms(community, person)[:RUNS_SHOWN]
    context = about(request, community) | {"form": form, "runs": runs}
    return render(request, "importing/room_imports.html", context, status=422 if form.errors else 200)
