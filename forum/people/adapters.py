"""Where the accounts library asks how this network makes people."""

from __future__ import annotations

import re
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.text import slugify

from forum.people.models import Person


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library ships no types
    """Gives each new person a free handle made from their name."""

    def populate_username(self, request: HttpRequest, user: Person) -> None:
        """Set `user.handle` from the display name, made free by a number where it is taken."""
        user.handle = free_handle(user.display_name or (user.email or "").partition("@")[0])

    def save_user(self, request: HttpRequest, user: Person, form: Any, commit: bool = True) -> Person:
        user.display_name = form.cleaned_data["display_name"]
        saved: Person = super().save_user(request, user, form, commit)
        return saved


def free_handle(name: str) -> str:
    """A handle of at most 30 characters that nobody has, as near to `name` as can be."""
    base = re.sub(r"[^a-z0-9]+", "-", slugify(name)).strip("-")[:24].strip("-") or "member"
    taken = {
        handle.lower()
        for handle in Person.objects.filter(handle__istartswith=base).values_list("handle", flat=True)
    }
    if base not in taken:
        return base
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"
