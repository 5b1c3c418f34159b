"""Where a series is prolonged: what its next meetings would be, and announcing them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from forum.core.editions import ChangedMeanwhile
from forum.core.forms import act_on, note_refusal
from forum.core.verdicts import Refused, require
from forum.gatherings.actions.hosts import Named, led_by
from forum.gatherings.actions.hours import further_days, furthest_day, room_after
from forum.gatherings.actions.prolonging import further_meeting, led_as, prolong_series
from forum.gatherings.forms.prolonging import ProlongForm
from forum.gatherings.models import Gathering, Host, Series
from forum.gatherings.policies.gatherings import may_go_on, may_prolong
from forum.gatherings.policies.joint import asked_again_by
from forum.gatherings.selectors.series import last_day_of, newest_of, place_in_series
from forum.gatherings.views.places import seen_gathering
from forum.gatherings.views.showing import clock_of, hour_at_hosts, hour_by, moment_shown
from forum.people.actors import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def prolong(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """How the series stands, what further meetings would be, and calling people together for them."""
    found, series = _prolonged(request, gathering_id)
    if request.method != "POST":
        return _page(request, found, series, _form(series))
    if "preview" in request.POST:
        form = _form(series, _as_it_stands(request, series))
        planned, status = act_on(form, lambda _typed: _planned(request, series, form))
        return _page(request, found, series, form, status=status, planned=planned)
    form = _form(series, request.POST)
    if not form.is_valid():
        return _page(request, found, series, form, status=422)
    try:
        made = prolong_series(host=signed_in(request.user), gathering=found, further=form.further)
    except ChangedMeanwhile as refusal:
        return _overtaken(request, gathering_id, refusal)
    except Refused as refusal:
        note_refusal(form, refusal)
        return _page(request, found, series, form, status=refusal.status)
    said = ngettext(
        "A further meeting is announced.", "%(number)d further meetings are announced.", len(made)
    )
    messages.success(request, said % {"number": len(made)})
    return redirect(made[0])


def _overtaken(request: HttpRequest, gathering_id: int, refusal: ChangedMeanwhile) -> HttpResponse:
    """What was typed, beside how the series stands by now; sending once more means it."""
    found, series = _prolonged(request, gathering_id)
    form = _form(series, _as_it_stands(request, series))
    note_refusal(form, refusal)
    return _page(request, found, series, form, status=refusal.status)


def _prolonged(request: HttpRequest, gathering_id: int) -> tuple[Gathering, Series]:
    found = seen_gathering(request, gathering_id)
    require(may_prolong(request.user, found))
    assert found.series is not None
    return found, found.series


def _form(series: Series, typed: object = None) -> ProlongForm:
    last, now = last_day_of(series), timezone.now()
    room = room_after(series, last, now)
    return ProlongForm(typed, last=last, furthest=furthest_day(now), room=room, zone=_zone(series))


def _zone(series: Series) -> str:
    return series.zone.replace("_", " ")


def _as_it_stands(request: HttpRequest, series: Series) -> Any:
    """What was typed, as from a page that shows how the series stands now."""
    typed = request.POST.copy()
    typed["after"] = last_day_of(series).isoformat()
    return typed


def _planned(request: HttpRequest, series: Series, form: ProlongForm) -> list[dict[str, Any]]:
    person, now = signed_in(request.user), timezone.now()
    newest = _newest(series)
    days = further_days(series, newest, form.further, now)
    return _rows(request, [further_meeting(newest, series, person, day, now) for day in days])


def _newest(series: Series) -> Gathering:
    newest = newest_of(series)
    require(may_go_on(newest))
    assert newest is not None
    return newest


def _names(hosts: Sequence[Named]) -> str:
    host, speaker = _("%s (host)"), "%s"
    return ", ".join(
        (host if each.part == Host.Part.HOST else speaker)
        % (each.person.display_name if each.person else each.name)
        for each in hosts
    )


def _rows(request: HttpRequest, gatherings: Sequence[Gathering]) -> list[dict[str, Any]]:
    clock = clock_of(request.user)
    return [
        {"gathering": each, "at": hour_by(clock, each), "at_hosts": hour_at_hosts(each, clock)}
        for each in gatherings
    ]


def _page(
    request: HttpRequest,
    found: Gathering,
    series: Series,
    form: ProlongForm,
    *,
    status: int = 200,
    planned: Sequence[dict[str, Any]] | None = None,
) -> HttpResponse:
    person, newest, last_day = signed_in(request.user), _newest(series), last_day_of(series)
    context = {
        "gathering": found,
        "community": found.community,
        "series": series,
        "zone": _zone(series),
        "place": place_in_series(found),
        "newest": newest,
        "names": _names(led_by(person, led_as(newest))),
        "last": moment_shown(clock_of(person), newest.starts_at),
        "taken_until": last_day if newest.on is not None and newest.on < last_day else None,
        "asked_again": [row.community for row in asked_again_by(person, newest)],
        "form": form,
        "planned": planned or [],
    }
    return render(request, "gatherings/prolong.html", context, status=status)
