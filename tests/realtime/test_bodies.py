"""One address takes the archive of a list; everywhere else the limit is that of a post's files."""

from __future__ import annotations

import io

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from realtime.bodies import BodyLimitMiddleware, most_bytes

ARCHIVES = reverse("imports", args=["clinic", "general"])


def test_only_what_is_sent_to_the_page_of_imports_may_be_as_long_as_an_archive() -> None:
    assert most_bytes("POST", ARCHIVES) == settings.ARCHIVE_REQUEST_MAX_BYTES == 102 * 1024 * 1024
    others = [reverse("uploads"), reverse("home"), reverse("import", args=[1]), f"/{ARCHIVES}", ARCHIVES[:-1]]
    usual = {most_bytes("POST", path) for path in others} | {
        most_bytes(method, ARCHIVES) for method in ("GET", "PUT", "post")
    }
    assert usual == {settings.REQUEST_MAX_BYTES} == {12 * 1024 * 1024}


@pytest.mark.parametrize(
    ("path", "length", "status"),
    [
        ("/t/1/reply/", 12 * 1024 * 1024, 200),
        ("/t/1/reply/", 12 * 1024 * 1024 + 1, 413),
        (ARCHIVES, 102 * 1024 * 1024, 200),
        (ARCHIVES, 102 * 1024 * 1024 + 1, 413),
    ],
)
def test_a_page_is_spared_a_body_that_is_too_long_and_no_piece_of_it_stays_unread(
    path: str, length: int, status: int
) -> None:
    seen: list[HttpRequest] = []

    def page(request: HttpRequest) -> HttpResponse:
        seen.append(request)
        return HttpResponse()

    request = RequestFactory().post(path)
    request.META["CONTENT_LENGTH"] = str(length)
    request._stream = body = io.BytesIO(b"x" * 3_000_000)  # type: ignore[attr-defined]
    assert BodyLimitMiddleware(page)(request).status_code == status
    assert bool(seen) is (status == 200)
    assert body.tell() == (3_000_000 if length > settings.REQUEST_MAX_BYTES else 0)
