"""What a refusal looks like to a person and to a script, and that no typed word is lost with it."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from config.urls import urlpatterns as site
from forum.core.verdicts import Invalid, Refused, TooMany

pytestmark = pytest.mark.django_db

REFUSALS: dict[str, Exception] = {
    "refused": Refused("Join Pediatric Education to reply."),
    "invalid": Invalid("Write something first.", field="text"),
    "often": TooMany("Try again in 7 seconds.", retry_after=7),
    "broken": RuntimeError("a secret of the machine"),
}


def refuse(request: HttpRequest, kind: str) -> HttpResponse:
    """A view whose action refuses."""
    raise REFUSALS[kind]


def take(request: HttpRequest) -> HttpResponse:
    """A view that reads its form."""
    return HttpResponse(request.POST.get("text", ""))


urlpatterns = [*site, path("refuse/<str:kind>/", refuse), path("take/", take)]
handler400 = "forum.core.refusals.bad_request"
handler403 = "forum.core.refusals.forbidden"
handler404 = "forum.core.refusals.not_found"
handler500 = "forum.core.refusals.broken"


@pytest.fixture(autouse=True)
def _addresses(settings: Any) -> None:
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("kind", "status", "sentence"),
    [
        ("refused", 403, "Join Pediatric Education to reply."),
        ("invalid", 422, "Write something first."),
        ("often", 429, "Try again in 7 seconds."),
    ],
)
def test_a_refusal_is_a_page_with_its_sentence(
    visitor: Client, kind: str, status: int, sentence: str
) -> None:
    response = visitor.get(f"/refuse/{kind}/")
    assert (response.status_code, response["Cache-Control"]) == (
        status,
        "max-age=0, no-cache, no-store, must-revalidate, private",
    )
    page = response.content.decode()
    assert sentence in page
    assert '<main id="main"' in page


@pytest.mark.parametrize("headers", [{"accept": "application/json"}, {"hx-request": "true"}])
def test_a_script_gets_the_sentence_as_json(visitor: Client, headers: dict[str, str]) -> None:
    answers = [visitor.get(f"/refuse/{kind}/", headers=headers) for kind in ("refused", "invalid", "often")]
    assert [(answer.status_code, answer.json()) for answer in answers] == [
        (403, {"say": "Join Pediatric Education to reply."}),
        (422, {"say": "Write something first.", "field": "text"}),
        (429, {"say": "Try again in 7 seconds."}),
    ]


def test_who_was_too_quick_is_told_when_to_come_back(visitor: Client) -> None:
    assert visitor.get("/refuse/often/")["Retry-After"] == "7"


def test_a_refused_form_gives_its_words_back(visitor: Client) -> None:
    page = visitor.post(
        "/refuse/refused/", {"title": "A <b>title", "text": "Long & careful words"}
    ).content.decode()
    assert "Long &amp; careful words</textarea>" in page
    assert 'value="A &lt;b&gt;title"' in page


def test_a_refused_form_leads_back_to_its_page_and_nowhere_else(visitor: Client) -> None:
    ours = visitor.post("/refuse/invalid/", headers={"referer": "http://testserver/t/7/x/"}).content.decode()
    theirs = visitor.post(
        "/refuse/invalid/", headers={"referer": "http://evil.example/t/7/x/"}
    ).content.decode()
    assert 'href="http://testserver/t/7/x/"' in ours
    assert "evil.example" not in theirs


def test_a_form_without_a_token_shows_what_was_typed() -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/take/", {"text": "Two hours of thought", "title": ""})
    assert response.status_code == 403
    page = response.content.decode()
    assert "had grown old" in page
    assert "Two hours of thought</textarea>" in page


def test_a_form_that_is_too_big_is_refused_in_a_sentence(visitor: Client) -> None:
    response = visitor.post("/take/", {"text": "x" * (1024 * 1024 + 1)})
    assert response.status_code == 413
    assert "more than 1 MB of text" in response.content.decode()


def test_too_many_fields_and_too_many_files_are_refused_in_a_sentence(visitor: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    fields = visitor.post("/take/", {str(number): "x" for number in range(9)})
    assert (fields.status_code, "too many fields" in fields.content.decode()) == (400, True)


def test_an_unreadable_form_is_refused_in_a_sentence(visitor: Client) -> None:
    response = visitor.post("/take/", "no parts", content_type="multipart/form-data; boundary=")
    assert response.status_code == 400
    assert "could not make sense" in response.content.decode()


def test_what_is_not_there_is_a_page_and_for_scripts_a_sentence(visitor: Client) -> None:
    page = visitor.get("/no/such/page/")
    answer = visitor.get("/no/such/page/", headers={"accept": "application/json"})
    assert (page.status_code, "leads nowhere" in page.content.decode()) == (404, True)
    assert (answer.status_code, answer.json()) == (
        404,
        {"say": "There is no such page, or it is not open to you."},
    )


def test_a_failure_says_nothing_of_its_cause(visitor: Client) -> None:
    page = visitor.get("/refuse/broken/")
    answer = visitor.get("/refuse/broken/", headers={"hx-request": "true"})
    assert (page.status_code, answer.status_code) == (500, 500)
    assert "secret" not in page.content.decode() + answer.content.decode()
    assert "A thread broke on our side" in page.content.decode()


def test_an_address_for_forms_explains_itself_to_who_just_follows_it(visitor: Client) -> None:
    response = visitor.get("/posts/1/bookmark/")
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "a button or a form" in response.content.decode()
