"""What an installation may and may not say, and what its browser is told."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from config.embedded.places import CHECKOUT

PRODUCTION = {
    "WEFT_ENVIRONMENT": "production",
    "WEFT_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "WEFT_ALLOWED_HOSTS": "forum.example.org",
    "WEFT_DATABASE_URL": "postgresql://weft:p%40ss@database.example.org:5433/weft?sslmode=require",
    "WEFT_REDIS_URL": "redis://redis.example.org:6379/0",
    "WEFT_EMAIL_URL": "smtps://post:secret@mail.example.org",
}


def settings_with(monkeypatch: pytest.MonkeyPatch, **variables: str) -> dict[str, Any]:
    """The settings as they would be with only these WEFT_ variables set."""
    for name in [name for name in os.environ if name.startswith("WEFT_")]:
        monkeypatch.delenv(name)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(CHECKOUT / "config" / "settings.py"))


def refusal(monkeypatch: pytest.MonkeyPatch, **changes: str) -> str:
    with pytest.raises(ImproperlyConfigured) as refused:
        settings_with(monkeypatch, **{**PRODUCTION, **changes})
    return str(refused.value)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "WEFT_SECRET_KEY",
            "",
            "WEFT_SECRET_KEY is not set. It signs sessions: give 50 or more random characters.",
        ),
        (
            "WEFT_SECRET_KEY",
            "for-development-only",
            "WEFT_SECRET_KEY is too easy to guess: give 50 or more random characters.",
        ),
        (
            "WEFT_ALLOWED_HOSTS",
            "*",
            "WEFT_ALLOWED_HOSTS must name the hosts this installation answers to, such as forum.example.org.",
        ),
        (
            "WEFT_DATABASE_URL",
            "",
            "WEFT_DATABASE_URL is not set. Name the database: postgresql://user:password@host:5432/weft.",
        ),
        (
            "WEFT_DATABASE_URL",
            "sqlite:///weft.db",
            "WEFT_DATABASE_URL must look like postgresql://user:password@host:5432/name; "
            "nothing but PostgreSQL will do.",
        ),
        ("WEFT_REDIS_URL", "", "WEFT_REDIS_URL is not set. Name the Redis server: redis://host:6379/0."),
        (
            "WEFT_EMAIL_URL",
            "",
            "WEFT_EMAIL_URL is not set. People need mail to confirm addresses and reset passwords: smtp://….",
        ),
        (
            "WEFT_ENVIRONMENT",
            "staging",
            "WEFT_ENVIRONMENT is “staging”; it must be one of: development, production.",
        ),
        ("WEFT_WEB_THREADS", "many", "WEFT_WEB_THREADS is “many”; it must be a whole number."),
        (
            "WEFT_OIDC_PROVIDERS",
            "Uni-1",
            "WEFT_OIDC_PROVIDERS holds “Uni-1”; use small letters and digits, and not “orcid”, "
            "which has settings of its own.",
        ),
        (
            "WEFT_OIDC_PROVIDERS",
            "orcid",
            "WEFT_OIDC_PROVIDERS holds “orcid”; use small letters and digits, and not “orcid”, "
            "which has settings of its own.",
        ),
        (
            "WEFT_OIDC_PROVIDERS",
            "uni",
            "WEFT_OIDC_UNI_URL is not set. WEFT_OIDC_PROVIDERS names uni. Give the address of the provider, "
            "where /.well-known/openid-configuration is found.",
        ),
        (
            "WEFT_ORCID_CLIENT_ID",
            "APP-1",
            "WEFT_ORCID_SECRET is not set. ORCID gave it together with WEFT_ORCID_CLIENT_ID.",
        ),
        ("WEFT_DATABASE_POOLED", "perhaps", "WEFT_DATABASE_POOLED is “perhaps”; it must be 1 or 0."),
    ],
)
def test_production_refuses_to_start_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    assert refusal(monkeypatch, **{name: value}) == sentence


INSTITUTION = {
    "WEFT_OIDC_PROVIDERS": "uni",
    "WEFT_OIDC_UNI_URL": "https://login.uni.example/",
    "WEFT_OIDC_UNI_CLIENT_ID": "weft",
    "WEFT_OIDC_UNI_SECRET": "secret",
}


def test_an_institution_is_known_by_its_settings_and_trusted_with_nothing_unasked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = settings_with(monkeypatch, **PRODUCTION, **INSTITUTION)
    (app,) = settings["SOCIALACCOUNT_PROVIDERS"]["openid_connect"]["APPS"]
    assert app == {
        "provider_id": "uni",
        "name": "uni",
        "client_id": "weft",
        "secret": "secret",
        "settings": {
            "server_url": "https://login.uni.example",
            "oauth_pkce_enabled": True,
            "email_authentication": False,
        },
    }
    assert settings["STEWARDS_NEED_SECOND_STEP"] is True
    plain = INSTITUTION | {"WEFT_OIDC_UNI_URL": "http://login.uni.example"}
    assert refusal(monkeypatch, **plain) == "WEFT_OIDC_UNI_URL must begin with https://."


def test_in_development_stewards_need_no_second_step(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings_with(monkeypatch)["STEWARDS_NEED_SECOND_STEP"] is False


def test_production_is_closed_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_with(monkeypatch, **PRODUCTION, WEFT_DEBUG="1")
    names = ("DEBUG", "ORIGIN", "SOCKET_ORIGINS", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS")
    cookies = (
        "SESSION_COOKIE_SECURE",
        "SESSION_COOKIE_HTTPONLY",
        "CSRF_COOKIE_SECURE",
        "SESSION_COOKIE_NAME",
    )
    assert [settings[name] for name in names + cookies] == [
        *(False, "https://forum.example.org", ["https://forum.example.org"], True, 31_536_000),
        *(True, True, True, "__Host-session"),
    ]


def test_a_database_address_becomes_a_connection_that_a_pooler_can_share(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = settings_with(monkeypatch, **PRODUCTION, WEFT_DATABASE_POOLED="1", WEFT_DATABASE_PREPARED="1")
    assert settings["DATABASES"]["default"] == {
        "ENGINE": "config.postgresql",
        "NAME": "weft",
        "USER": "weft",
        "PASSWORD": "p@ss",
        "HOST": "database.example.org",
        "PORT": 5433,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": {"sslmode": "require", "connect_timeout": "5"},
    }


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "smtp://post:s%2Fecret@mail.example.org",
            {
                "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "EMAIL_HOST": "mail.example.org",
                "EMAIL_PORT": 587,
                "EMAIL_HOST_USER": "post",
                "EMAIL_HOST_PASSWORD": "s/ecret",
                "EMAIL_USE_SSL": False,
                "EMAIL_USE_TLS": True,
            },
        ),
        (
            "anymail+postmark:?server_token=abc",
            {
                "EMAIL_BACKEND": "anymail.backends.postmark.EmailBackend",
                "ANYMAIL": {"POSTMARK_SERVER_TOKEN": "abc"},
            },
        ),
        ("console:", {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}),
    ],
)
def test_mail_goes_where_one_address_says(
    monkeypatch: pytest.MonkeyPatch, url: str, expected: dict[str, object]
) -> None:
    settings = settings_with(monkeypatch, WEFT_EMAIL_URL=url)
    assert {name: settings[name] for name in expected} == expected


@pytest.mark.slow
def test_the_deployment_check_finds_nothing_in_production() -> None:
    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=CHECKOUT,
        env={"PATH": os.environ["PATH"], **PRODUCTION},
        capture_output=True,
        text=True,
    )
    assert (checked.returncode, checked.stdout) == (0, "System check identified no issues (0 silenced).\n")


@pytest.mark.django_db
def test_every_answer_tells_the_browser_what_it_may_not_do(client: Client) -> None:
    headers = client.get("/accounts/login/").headers
    assert set(headers["Content-Security-Policy"].split("; ")) == {
        "default-src 'self'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data:",
        "object-src 'none'",
    }
    names = ("Referrer-Policy", "X-Content-Type-Options", "X-Frame-Options")
    assert [headers[name] for name in names] == [
        "strict-origin-when-cross-origin",
        "nosniff",
        "DENY",
    ]
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize(
    ("trusted", "forwarded", "address"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "127.0.0.1"),
    ],
)
def test_an_address_is_believed_only_from_trusted_proxies(
    settings: Any, trusted: int, forwarded: str, address: str
) -> None:
    from django.http import HttpRequest, HttpResponse

    from config.proxies import ClientAddressMiddleware

    settings.TRUSTED_PROXIES = trusted
    request = HttpRequest()
    request.META = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": forwarded}
    ClientAddressMiddleware(lambda _: HttpResponse())(request)
    assert request.META["REMOTE_ADDR"] == address
