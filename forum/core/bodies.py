"""What a request says of the length of its body, before anybody has read it."""

from django.http import HttpRequest


def announced_length(request: HttpRequest) -> int:
    """How many bytes the body has, as the request itself says; 0 where it does not say so."""
    announced = request.META.get("CONTENT_LENGTH") or ""
    return int(announced) if announced.isdecimal() else 0
