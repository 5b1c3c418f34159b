"""Everything an installation can set, by environment variables that begin with WEFT_ (docs/operations.md)."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config import embedded
from config.accounts import APPS_OF_ACCOUNTS, accounts, providers
from config.build import fingerprint
from config.environment import bucket, database, email, flag, listing, number, one_of, required, text
from config.log_lines import logging
from config.policy_headers import content_security_policy, permissions_policy
from realtime.bounds import Bounds

BASE_DIR = Path(__file__).resolve().parent.parent
PRODUCTION = one_of("WEFT_ENVIRONMENT", ("development", "production"), "development") == "production"
DEBUG = flag("WEFT_DEBUG", False) and not PRODUCTION

# Who we are ------------------------------------------------------------------------------------------------

if PRODUCTION:
    SECRET_KEY = required("WEFT_SECRET_KEY", "It signs sessions: give 50 or more random characters.")
    ALLOWED_HOSTS = listing("WEFT_ALLOWED_HOSTS")
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured(
            "WEFT_ALLOWED_HOSTS must name the hosts this installation answers to, such as forum.example.org."
        )
    if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10:
        raise ImproperlyConfigured("WEFT_SECRET_KEY is too easy to guess: give 50 or more random characters.")
    ORIGIN = text("WEFT_ORIGIN", f"https://{ALLOWED_HOSTS[0].lstrip('.')}")
else:
    SECRET_KEY = text("WEFT_SECRET_KEY", "for-development-only")
    ALLOWED_HOSTS = listing("WEFT_ALLOWED_HOSTS", "localhost,127.0.0.1,testserver")
    ORIGIN = text("WEFT_ORIGIN", f"http://127.0.0.1:{number('WEFT_PORT', 8000)}")

NETWORK_NAME = text("WEFT_NETWORK_NAME", "Weft")
# Names this build in caches and entity tags; all processes of one build must agree on it.
BUILD = text("WEFT_BUILD") or fingerprint(BASE_DIR)
HTTPS = urlsplit(ORIGIN).scheme == "https"
# Pages of these origins may open a socket; in development every port of this machine.
SOCKET_ORIGINS = listing("WEFT_SOCKET_ORIGINS") or ([ORIGIN] if PRODUCTION else ALLOWED_HOSTS)

# What it is made of ----------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "forum",
    "realtime",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    *APPS_OF_ACCOUNTS,
    "procrastinate.contrib.django",
    "django_htmx",
    "csp",
]
MIDDLEWARE = [
    "realtime.health.HealthMiddleware",
    "realtime.metrics.MetricsMiddleware",
    "config.proxies.ClientAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "realtime.bodies.BodyLimitMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "forum.core.conditional.AskedEachTimeMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "forum.people.backends.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "forum.core.asked_quietly.AskedQuietlyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "forum.core.refusals.RefusalMiddleware",
    "forum.core.asking_first.AskingFirstMiddleware",
    "forum.people.second_step.SecondStepMiddleware",
    "forum.pages.frame.RailMiddleware",
]
CSRF_FAILURE_VIEW = "forum.core.refusals.csrf_failure"
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"
AUTH_USER_MODEL = "forum.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "forum.pages.frame.frame",
                "forum.discussions.views.kept_words.writer",
            ],
        },
    }
]

# Where things are kept -------------------------------------------------------------------------------------

if PRODUCTION:
    DATABASE_URL = required(
        "WEFT_DATABASE_URL", "Name the database: postgresql://user:password@host:5432/weft."
    )
    REDIS_URL = required("WEFT_REDIS_URL", "Name the Redis server: redis://host:6379/0.")
else:
    DATABASE_URL = text("WEFT_DATABASE_URL", embedded.places().database_url())
    REDIS_URL = text("WEFT_REDIS_URL", embedded.places().redis_url())

DATABASES = {
    "default": database(
        DATABASE_URL,
        keep_seconds=number("WEFT_DATABASE_KEEP_SECONDS", 600),
        pooled=flag("WEFT_DATABASE_POOLED", False),
        prepared=flag("WEFT_DATABASE_PREPARED", False),
    )
}
# Redis' channels know no database numbers: installations that share a server differ by this prefix.
REDIS_PREFIX = text("WEFT_REDIS_PREFIX", "weft")
CACHES = {
    "default": {
        "BACKEND": "config.caches.SharedCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": REDIS_PREFIX,
        "TIMEOUT": 3600,
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2, "health_check_interval": 30},
    }
}
SESSION_ENGINE = "config.sessions"

MEDIA_ROOT = Path(text("WEFT_MEDIA_ROOT", str(BASE_DIR / "var" / "media")))
MEDIA_BUCKET = text("WEFT_MEDIA_BUCKET")
# The proxy's internal address of MEDIA_ROOT: the view asks the policy, the proxy sends (X-Accel-Redirect).
MEDIA_ACCEL_PREFIX = text("WEFT_MEDIA_ACCEL_PREFIX")
STATIC_URL = "/static/"
STATIC_ROOT = Path(text("WEFT_STATIC_ROOT", str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
FOLDER: dict[str, object] = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
STORAGES: dict[str, dict[str, object]] = {
    "default": bucket(MEDIA_BUCKET) if MEDIA_BUCKET else FOLDER,
    "staticfiles": {
        "BACKEND": "config.stylesheet.OneStylesheetStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = not PRODUCTION

DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # a form without its files: a post is at most 32,000 characters
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # larger bodies wait on the disk
UPLOAD_MAX_BYTES = number("WEFT_UPLOAD_MAX_MEGABYTES", 10) * 1024 * 1024  # one file
# An archive of mail or of a chat, where it is imported.
ARCHIVE_MAX_BYTES = number("WEFT_ARCHIVE_MAX_MEGABYTES", 100) * 1024 * 1024
# A whole request is a file and the form around it; deploy/nginx/limits.envsh has the proxy count the same.
FORM_MAX_BYTES = 2 * 1024 * 1024
FORM_LEAST_SECONDS = 3  # people need as long for a form with which they ask to come in
REQUEST_MAX_BYTES = UPLOAD_MAX_BYTES + FORM_MAX_BYTES
ARCHIVE_REQUEST_MAX_BYTES = ARCHIVE_MAX_BYTES + FORM_MAX_BYTES
WEB_THREADS = number("WEFT_WEB_THREADS", 8)  # pages made at once by one live process, and its connections

# Sockets ---------------------------------------------------------------------------------------------------

SOCKETS = Bounds(
    threads=number("WEFT_SOCKET_THREADS", 6),
    sockets_per_person=number("WEFT_SOCKETS_PER_PERSON", 10),
    rooms_per_socket=number("WEFT_ROOMS_PER_SOCKET", 50),
    drain_seconds=number("WEFT_DRAIN_SECONDS", 15),
)
METRICS_TOKEN = text("WEFT_METRICS_TOKEN")  # without one, only this machine itself reads them

# Accounts --------------------------------------------------------------------------------------------------

globals().update(accounts(network_name=NETWORK_NAME, https=HTTPS))
SOCIALACCOUNT_PROVIDERS = providers(production=PRODUCTION)
STEWARDS_NEED_SECOND_STEP = flag("WEFT_STEWARDS_NEED_SECOND_STEP", PRODUCTION)
# Until stewards set something else in the product (forum/network).
SIGN_UP = one_of("WEFT_SIGN_UP", ("open", "domains", "approval", "invitation"), "open")
SIGN_UP_DOMAINS = listing("WEFT_SIGN_UP_DOMAINS")
FOUNDING = one_of("WEFT_FOUNDING", ("stewards", "members"), "stewards")

# Language and time -----------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = "UTC"
USE_TZ = True

# Jobs ------------------------------------------------------------------------------------------------------

_WITH_JOBS = ("communities", "people", "upkeep", "discussions", "lifting", "importing", "personal_data")
PROCRASTINATE_IMPORT_PATHS = [f"forum.{feature}.tasks" for feature in _WITH_JOBS]
PROCRASTINATE_ON_APP_READY = "forum.upkeep.watching.watch"

# Mail ------------------------------------------------------------------------------------------------------

EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = text("WEFT_EMAIL_FROM", f"{NETWORK_NAME} <no-reply@{urlsplit(ORIGIN).hostname}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_URL = text("WEFT_EMAIL_URL", "console:")
if PRODUCTION:
    EMAIL_URL = required(
        "WEFT_EMAIL_URL", "People need mail to confirm addresses and reset passwords: smtp://…."
    )
globals().update(email(EMAIL_URL))

# What a browser may do -------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = content_security_policy(image_sources=listing("WEFT_IMAGE_SOURCES"))
PERMISSIONS_POLICY = permissions_policy()
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
TRUSTED_PROXIES = number("WEFT_TRUSTED_PROXIES", 0)
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = number("WEFT_HSTS_SECONDS", 365 * 24 * 3600) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = flag("WEFT_HSTS_SUBDOMAINS", True)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True  # scripts read the token in the page, not the cookie
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = ("__Host-session", "__Host-csrf") if HTTPS else ("session", "csrf")
CSRF_TRUSTED_ORIGINS = [ORIGIN]

# Logs ------------------------------------------------------------------------------------------------------

LOGGING = logging(as_json=PRODUCTION, level=text("WEFT_LOG_LEVEL", "INFO"))
