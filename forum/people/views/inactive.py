"""Where someone reads why they cannot come in; not for whoever comes to the same browser later."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from forum.people.closing import standing_kept


@never_cache
@require_safe
def inactive(request: HttpRequest) -> HttpResponse:
    """That somebody waits, was declined, or that the network is closed to them."""
    return render(request, "account/account_inactive.html", {"standing": standing_kept(request)})
