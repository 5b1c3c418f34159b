"""Where a topic stands, and what its readers can do about that."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
@login_required
def standing(request: HttpRequest, topic_id: int) -> HttpResponse:
    """To come."""
    return HttpResponse()
