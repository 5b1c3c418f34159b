"""Read WEFT_ variables, and refuse wrong ones in a sentence that says what to set."""

from __future__ import annotations

import os
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_SCHEMES = ("postgresql", "postgres")
_YES, _NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


def text(name: str, default: str = "") -> str:
    """The variable `name`, or `default` where it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def required(name: str, because: str) -> str:
    """The variable `name`; where it is missing, refuse to start and say why it is needed."""
    value = text(name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {because}")
    return value


def one_of(name: str, choices: tuple[str, ...], default: str) -> str:
    """The variable `name`, which must be one of `choices`."""
    value = text(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is “{value}”; it must be one of: {', '.join(choices)}.")
    return value


def flag(name: str, default: bool) -> bool:
    """The variable `name` as yes (1, true, yes, on) or no (0, false, no, off)."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in _YES | _NO:
        return value in _YES
    raise ImproperlyConfigured(f"{name} is “{value}”; it must be 1 or 0.")


def number(name: str, default: int) -> int:
    """The variable `name` as a whole number of at least 0."""
    value = text(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is “{value}”; it must be a whole number.")
    return int(value)


def listing(name: str, default: str = "") -> list[str]:
    """The variable `name` as a list, separated by commas."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def database(url: str, *, keep_seconds: int, pooled: bool, prepared: bool) -> dict[str, object]:
    """Django's settings for a `postgresql://user:password@host:port/name?option=value` address.

    `pooled` says that a transaction pooler (PgBouncer) stands between: nothing may rest on one connection.
    `prepared` lets PostgreSQL keep plans of repeated queries, which a pooler forbids.
    """
    parts = urlsplit(url)
    options: dict[str, object] = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or unquote(parts.hostname or "")
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in _SCHEMES or not name:
        raise ImproperlyConfigured(
            "WEFT_DATABASE_URL must look like postgresql://user:password@host:5432/name; "
            "nothing but PostgreSQL will do."
        )
    options.setdefault("connect_timeout", "5")
    if prepared and not pooled:
        options |= {"server_side_binding": True, "prepare_threshold": 2}
    return {
        "ENGINE": "config.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": parts.port or "",
        "CONN_MAX_AGE": keep_seconds or None,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": pooled,
        "OPTIONS": options,
    }


def email(url: str) -> dict[str, object]:
    """Django's mail settings for one address.

    `console:` · `memory:` · `smtp://user:password@host:587` (STARTTLS; `?tls=none` for a relay without it) ·
    `smtps://user:password@host:465` · `anymail+<provider>:?api_key=…`.
    """
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    match parts.scheme:
        case "console":
            return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
        case "memory":
            return {"EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
        case "smtp" | "smtps" as scheme:
            return {
                "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "EMAIL_HOST": parts.hostname or "localhost",
                "EMAIL_PORT": parts.port or (465 if scheme == "smtps" else 587),
                "EMAIL_HOST_USER": unquote(parts.username or ""),
                "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
                "EMAIL_USE_SSL": scheme == "smtps",
                "EMAIL_USE_TLS": scheme == "smtp" and query.get("tls") != "none",
            }
        case scheme if scheme.startswith("anymail+"):
            provider = scheme.removeprefix("anymail+")
            return {
                "EMAIL_BACKEND": f"anymail.backends.{provider}.EmailBackend",
                "ANYMAIL": {f"{provider.upper()}_{key.upper()}": value for key, value in query.items()},
            }
    raise ImproperlyConfigured(
        "WEFT_EMAIL_URL must begin with smtp://, smtps://, anymail+<provider>:, console: or memory:."
    )


def bucket(name: str) -> dict[str, object]:
    """Django's storage settings for uploads in the S3-compatible bucket `name`."""
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": name,
            "endpoint_url": text("WEFT_MEDIA_ENDPOINT") or None,
            "region_name": text("WEFT_MEDIA_REGION") or None,
            "access_key": text("WEFT_MEDIA_KEY") or None,
            "secret_key": text("WEFT_MEDIA_SECRET") or None,
            "file_overwrite": False,
            "querystring_expire": 300,
        },
    }
