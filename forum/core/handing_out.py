"""How a stored file goes out, once a view has asked whether it may."""

from __future__ import annotations

from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

# The document that a browser might make of a file may do nothing at all.
POLICY = "default-src 'none'; sandbox"


def shown(stored_name: str, *, name: str, media_type: str) -> HttpResponseBase:
    """A file that pages show. Raises Http404 where nothing is stored under `stored_name`."""
    return guarded(_handed_out(stored_name, name, media_type, attached=False))


def attached(stored_name: str, *, name: str, media_type: str) -> HttpResponseBase:
    """A file to be saved, called `name`. Raises Http404 where nothing is stored under `stored_name`."""
    return guarded(_handed_out(stored_name, name, media_type, attached=True))


def _handed_out(stored_name: str, name: str, media_type: str, *, attached: bool) -> HttpResponseBase:
    """The file itself, or the word by which the proxy sends it from the same disk."""
    if settings.MEDIA_ACCEL_PREFIX and isinstance(default_storage, FileSystemStorage):
        answer = HttpResponse(content_type=media_type)
        answer["X-Accel-Redirect"] = f"{settings.MEDIA_ACCEL_PREFIX.rstrip('/')}/{quote(stored_name)}"
        answer["Content-Disposition"] = content_disposition_header(attached, name) or "attachment"
        return answer
    try:
        stored = default_storage.open(stored_name, "rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(stored, as_attachment=attached, filename=name, content_type=media_type)


def guarded(answer: HttpResponseBase) -> HttpResponseBase:
    """The answer, after which a browser runs nothing that a file may hold; for one that says "unchanged" too."""
    answer["Content-Security-Policy"] = POLICY
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
