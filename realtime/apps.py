"""How Django finds the transport, in every kind of process."""

from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    """An app without models: pages and jobs tell the sockets, so it is there wherever something is written."""

    name = "realtime"

    def ready(self) -> None:
        from realtime import wiring

        wiring.listen_to_the_forum()
