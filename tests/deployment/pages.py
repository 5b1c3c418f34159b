"""Addresses that only these tests have: what a page looks like from behind the proxy."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt


def who(request: HttpRequest) -> JsonResponse:
    """How the request looks in here."""
    return JsonResponse(
        {"address": request.META["REMOTE_ADDR"], "secure": request.is_secure(), "host": request.get_host()}
    )


def long_page(request: HttpRequest) -> HttpResponse:
    """A page worth compressing."""
    return HttpResponse("weft " * 4000)


def upload(request: HttpRequest) -> HttpResponse:
    """An attachment, sent by the proxy."""
    response = HttpResponse(content_type="image/png")
    response["X-Accel-Redirect"] = "/internal-media/cat.png"
    response["Content-Disposition"] = "attachment"
    return response


@csrf_exempt
def echo(request: HttpRequest) -> HttpResponse:
    """How long a body arrived."""
    return HttpResponse(str(len(request.body)))


urlpatterns = [
    path("who/", who),
    path("long/", long_page),
    path("upload/", upload),
    path("echo/", echo),
    path("", include("config.urls")),
]
