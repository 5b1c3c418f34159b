"""Where the accounts library asks how this network makes people."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from forum.people.handles import free_handles
from forum.people.models import Person


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library ships no types
    """Gives each new person a free handle made from their name."""

    def populate_username(self, request: HttpRequest, user: Person) -> None:
        """Set `user.handle` from the display name, made free by a number where it is taken."""
        (user.handle,) = free_handles([user.display_name or (user.email or "").partition("@")[0]])

    def save_user(self, request: HttpRequest, user: Person, form: Any, commit: bool = True) -> Person:
        user.display_name = form.cleaned_data["display_name"]
        saved: Person = super().save_user(request, user, form, commit)
        return saved
