"""The real settings, with the addresses of these tests and few threads."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.realtime.pages"
WEB_THREADS = 3
UPLOAD_MAX_BYTES = 1024 * 1024
REQUEST_MAX_BYTES = 2 * 1024 * 1024
ARCHIVE_MAX_BYTES = 4 * 1024 * 1024
ARCHIVE_REQUEST_MAX_BYTES = 6 * 1024 * 1024
