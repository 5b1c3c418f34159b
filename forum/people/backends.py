"""Who a request is by, asked on every page of a person."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.http import HttpRequest

from forum.core.known_queries import KnownQuery
from forum.people.models import Person

_person_with_key = KnownQuery(lambda key: Person.objects.filter(pk=key))


class Backend(AuthenticationBackend):  # type: ignore[misc]  # the library ships no types
    """Signs in as the accounts library does, and finds the person of a session in one known query."""

    def get_user(self, user_id: int) -> Person | None:
        """The person, or None where there is none or they may no longer sign in."""
        person = _person_with_key.first(user_id)
        return person if person is not None and self.user_can_authenticate(person) else None


class ActorMiddleware(AuthenticationMiddleware):
    """Sets `request.user` to the person or visitor themselves.

    The framework sets a stand-in that looks for them when first asked. Every page of ours asks, some hundred times, and
    each asking of a stand-in takes longer than the answer.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Find out who it is by."""
        super().process_request(request)
        request.user = get_user(request)
