"""How Django finds the app."""

from django.apps import AppConfig


class ForumConfig(AppConfig):
    """The one app with models."""

    name = "forum"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from forum.wiring.questions import answer_questions
        from forum.wiring.reactions import connect_reactions

        connect_reactions()
        answer_questions()
