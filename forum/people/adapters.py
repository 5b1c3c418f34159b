"""Where the accounts library asks how this network makes people."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from forum.core.verdicts import Refused
from forum.people.handles import free_handles
from forum.people.models import Person
from forum.people.selectors.handles import is_address_taken

MOST_ATTEMPTS = 20  # each fails only if one more person of the same name joined in between


def name_of(person: Person) -> str:
    """How mails and pages of the accounts library address a person."""
    return person.display_name


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library ships no types
    """Gives each new person a free handle made from their name."""

    def populate_username(self, request: HttpRequest, user: Person) -> None:
        """Set `user.handle` from the display name, made free by a number where it is taken."""
        (user.handle,) = free_handles([user.display_name or (user.email or "").partition("@")[0]])

    def save_user(self, request: HttpRequest, user: Person, form: Any, commit: bool = True) -> Person:
        """Store the person; where someone takes the same handle at this moment, with the next one.

        Raises Refused where the address has just been used, say by a form that was sent twice.
        """
        user.display_name = form.cleaned_data["display_name"]
        for _attempt in range(MOST_ATTEMPTS):
            try:
                with transaction.atomic():
                    saved: Person = super().save_user(request, user, form, commit)
                return saved
            except IntegrityError:
                if is_address_taken(form.cleaned_data["email"]):
                    break
        raise Refused(_("Someone has just joined with this address. If it was you, sign in with it."))

    def send_account_already_exists_mail(self, email: str) -> None:
        """Tell who has the account that someone signed up with its address, in the time that making one takes."""
        make_password("hashed for the time it takes")  # a quick answer would tell that there is an account
        super().send_account_already_exists_mail(email)
