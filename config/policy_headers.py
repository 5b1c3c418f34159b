"""What pages may do in a browser: load what comes from this site, and use nothing of the device but its screen."""

from __future__ import annotations

from csp.constants import NONE, SELF

UNUSED_FEATURES = (
    "accelerometer",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)


def content_security_policy(*, image_sources: list[str]) -> dict[str, object]:
    """django-csp's CONTENT_SECURITY_POLICY; `image_sources` are further origins that images may come from."""
    return {
        "DIRECTIVES": {
            "default-src": [SELF],
            "img-src": [SELF, "data:", *image_sources],
            "object-src": [NONE],
            "base-uri": [SELF],
            "frame-ancestors": [NONE],
            "form-action": [SELF],
        }
    }


def permissions_policy() -> dict[str, list[str]]:
    """django-permissions-policy's PERMISSIONS_POLICY: nobody may use what no page needs."""
    return {name: [] for name in UNUSED_FEATURES}
