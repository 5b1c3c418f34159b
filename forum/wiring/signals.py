"""Who reacts to what only the framework and the accounts library know: sessions, passwords, providers."""

from allauth.account import signals as accounts
from allauth.socialaccount import signals as providers
from django.contrib.auth.signals import user_logged_in

from forum.discussions.handlers import forget_words_typed_by_others
from forum.people.handlers import (
    end_sessions_elsewhere,
    end_ways_in_of_others,
    show_orcid_no_longer,
    show_proven_orcid,
)


def connect_signals() -> None:
    """Signals are used here and nowhere else; what is ours is an event."""
    user_logged_in.connect(forget_words_typed_by_others)
    for came_through in (
        accounts.user_signed_up,
        providers.social_account_added,
        providers.social_account_updated,
    ):
        came_through.connect(show_proven_orcid)
    providers.social_account_removed.connect(show_orcid_no_longer)
    for renewed in (accounts.password_changed, accounts.password_set, accounts.password_reset):
        renewed.connect(end_sessions_elsewhere)
    accounts.password_reset.connect(end_ways_in_of_others)
