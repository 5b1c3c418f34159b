"""The settings of production, and the one page more that says what a page costs without its contents."""

from config.settings import *  # noqa: F403 - the whole installation

ROOT_URLCONF = "bench.urls"
