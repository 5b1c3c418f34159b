"""The small files that browsers and robots ask a site for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from forum.network.selectors import ground

CLOSED_TO_ROBOTS = (
    "/accounts/",
    "/administration/",
    "/settings/",
    "/bookmarks/",
    "/stewards/",
    "/new/",
    "/files/",
    "/posts/",
    "/invitations/",
)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything that visitors read may be found, but no forms and no single marks on posts."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED_TO_ROBOTS), ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers look that do not read the page's own link."""
    return HttpResponseRedirect(static("img/mark.svg"))


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to keep the network on its first screen."""
    described = {
        "name": ground().name,
        "short_name": ground().name[:12],
        "start_url": "/",
        "display": "minimal-ui",
        "background_color": "#faf7f2",
        "theme_color": "#faf7f2",
        "icons": [{"src": static("img/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(described, content_type="application/manifest+json")
