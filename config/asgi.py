"""The door for daphne: everything on a laptop, /ws/ in production."""

import os

import django

from config.servers import ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
ready()
django.setup()

from realtime.routing import application as _application  # noqa: E402 - needs Django set up

application = _application()
