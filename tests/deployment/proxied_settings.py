"""The real settings in production, with the addresses of these tests."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.deployment.pages"
DATA_UPLOAD_MAX_MEMORY_SIZE = None
