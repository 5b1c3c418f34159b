"""What an account itself holds of a person, without its secrets. For a copy that goes to themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db.models import Model

from forum.people.models import Person

PROFILE = (
    *("handle", "display_name", "affiliation", "role_title", "bio", "interests", "languages", "orcid"),
    *("activity_shown_to", "time_zone", "reading_order", "theme", "joined_at", "last_login"),
)
# What further parts of the accounts library keep, where an installation uses them: model, then columns.
_OF_LIBRARIES = {
    "sign_ins_elsewhere": (
        "socialaccount",
        "SocialAccount",
        ("provider", "uid", "date_joined", "last_login"),
    ),
    "sessions": ("usersessions", "UserSession", ("ip", "user_agent", "created_at", "last_seen_at")),
}


def profile(person: Person) -> dict[str, Any]:
    """What the person's page says, and what they set."""
    former = person.former_handles.order_by("given_up_at")
    claimed = Person.objects.filter(became=person).order_by("pk")
    return {
        **{name: getattr(person, name) for name in PROFILE},
        "former_handles": list(former.values("handle", "given_up_at")),
        "names_claimed": list(claimed.values("display_name", "source_address")),
    }


def mail_addresses(person: Person) -> Iterator[dict[str, Any]]:
    """The person's mail addresses."""
    rows = EmailAddress.objects.filter(user=person).order_by("pk")
    yield from rows.values("email", "verified", "primary")
    if not rows and person.email:
        yield {"email": person.email, "verified": False, "primary": True}


def second_step(person: Person) -> Iterator[dict[str, Any]]:
    """The ways by which the person confirms that they sign in; never what is secret of them."""
    rows = Authenticator.objects.filter(user=person).order_by("pk")
    yield from rows.values("type", "created_at", "last_used_at")


def sign_ins_elsewhere(person: Person) -> Iterator[dict[str, Any]]:
    """The accounts elsewhere by which the person signs in."""
    return _of_library("sign_ins_elsewhere", person)


def sessions(person: Person) -> Iterator[dict[str, Any]]:
    """Where the person is signed in."""
    return _of_library("sessions", person)


def _of_library(kind: str, person: Person) -> Iterator[dict[str, Any]]:
    label, name, columns = _OF_LIBRARIES[kind]
    if apps.is_installed(f"allauth.{label}"):
        model: type[Model] = apps.get_model(label, name)
        yield from model._default_manager.filter(user=person).order_by("pk").values(*columns)
