"""What the frame around every page shows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context for base.html: `network_name`, `theme`, and `rail` once someone is signed in."""
    return {"network_name": settings.NETWORK_NAME}
