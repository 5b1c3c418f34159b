"""Emptying an account: what it says of a person goes, its row stays for what they wrote."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.hashers import make_password
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext as _

from forum.people.actions.handles import lock_handles
from forum.people.actions.pictures import forget_picture
from forum.people.models import Application, FormerHandle, Person
from forum.people.selectors.accounts import announce_closing
from forum.people.selectors.handles import free_handles

HANDLES_KEPT_BACK = timedelta(days=90)  # nobody poses as who has just left
_EMPTY = {
    "email": None,
    "orcid": None,
    "source_address": None,
    "affiliation": "",
    "role_title": "",
    "bio": "",
    "interests": "",
    "languages": "",
    "avatar": "",
    "time_zone": "UTC",
    "activity_shown_to": Person.Audience.NETWORK,
    "reading_order": Person.ReadingOrder.TREE,
    "theme": Person.Theme.AUTO,
    "last_login": None,
    "is_active": False,
    "is_steward": False,
    "is_staff": False,
    "is_superuser": False,
}


def locked_alone(person: Person) -> Person:
    """The person as they are now, once everything that they had begun to write has ended; nothing new begins.

    Who holds communities and memberships too holds them first, and everything that is the person's own afterwards.
    """
    lock_handles([person.handle])
    announce_closing(person.pk)
    return Person.objects.select_for_update().get(pk=person.pk)


def empty_account(locked: Person, now: datetime) -> Person:
    """Let nothing of the person be left but a row without a name. Within an action that has asked whether they may.

    They are locked alone. Their handles are kept back for `HANDLES_KEPT_BACK`, so that nobody poses as them.
    """
    forget_picture(locked)
    former_handle, before = free_handles([f"former-{locked.pk}"])[0], locked.handle
    for name, value in _EMPTY.items():
        setattr(locked, name, value)
    locked.kind, locked.handle, locked.display_name = Person.Kind.FORMER, former_handle, _("Former member")
    locked.password, locked.joined_at, locked.closed_at = make_password(None), now, now
    locked.save()
    locked.groups.clear()
    locked.user_permissions.clear()
    locked.former_handles.update(given_up_at=now)
    FormerHandle.objects.create(person=locked, handle=before, given_up_at=now)
    _forget_names_claimed(locked)
    forget_account_rows(locked)
    return locked


def forget_account_rows(person: Person) -> None:
    """Delete what the accounts library keeps of the person: addresses, second steps, sign-ins elsewhere, sessions.

    The record of the data administration keeps what they did there, without what it says of them.
    """
    for relation in Person._meta.related_objects:
        model: Any = relation.related_model
        if model.__module__.startswith("allauth."):
            model._default_manager.filter(**{relation.field.name: person}).delete()
    Application.objects.filter(person=person).delete()
    about = ContentType.objects.get_for_model(Person)
    LogEntry.objects.filter(content_type=about, object_id=str(person.pk)).update(
        object_repr="", change_message=""
    )


def _forget_names_claimed(person: Person) -> None:
    """The names under which archives had them go on pointing to them, and say nothing any more."""
    for name in Person.objects.filter(became=person):
        name.handle = free_handles([f"former-{name.pk}"])[0]
        name.display_name, name.source_address = person.display_name, None
        name.save(update_fields=["handle", "display_name", "source_address"])


def end_sessions(person: Person) -> int:
    """Delete every session of the person; they hold words that were typed. Returns how many there were.

    None of them lets anybody in once the account is closed.
    """
    store = import_module(settings.SESSION_ENGINE).SessionStore
    mine = [
        row.session_key
        for row in Session.objects.iterator(chunk_size=500)
        if row.get_decoded().get("_auth_user_id") == str(person.pk)
    ]
    for key in mine:
        store(session_key=key).delete()
    return len(mine)


@transaction.atomic
def free_old_handles(now: datetime) -> int:
    """Let others take the handles of people who left a while ago. Returns how many there were."""
    old = FormerHandle.objects.filter(
        person__kind=Person.Kind.FORMER, given_up_at__lt=now - HANDLES_KEPT_BACK
    )
    count, _rows = old.delete()
    return count
