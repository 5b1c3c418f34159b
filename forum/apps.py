"""How Django finds the app."""

from django.apps import AppConfig


class ForumConfig(AppConfig):
    """The one app with models."""

    name = "forum"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from forum import wiring

        wiring.connect_reactions()
