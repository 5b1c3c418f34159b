"""Behind a proxy every request seems to come from it; rate limits must count the person's own address."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class ClientAddressMiddleware:
    """Set REMOTE_ADDR from X-Forwarded-For, counted from the right past WEFT_TRUSTED_PROXIES proxies."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Whatever stands further left in the header was written by the client and is not believed."""
        trusted = settings.TRUSTED_PROXIES
        forwarded = [part.strip() for part in request.META.pop("HTTP_X_FORWARDED_FOR", "").split(",")]
        if trusted and len(forwarded) >= trusted and forwarded[-trusted]:
            request.META["REMOTE_ADDR"] = forwarded[-trusted]
        return self.get_response(request)
