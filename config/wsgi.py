"""The door for pages in production: WSGI workers, several times as fast as any ASGI server."""

import os

from django.core.wsgi import get_wsgi_application

from config.servers import ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
ready()

application = get_wsgi_application()
