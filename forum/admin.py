"""The data administration: for looking things up and mending plain facts, never a way round the actions.

Nothing is added or deleted here, roles are given by actions, and topics and posts are not here at all.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from forum.communities.models import Community, Membership
from forum.discussions.models import Board
from forum.people.models import Person


class MendedOnly(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Rows are found and read; only the fields named in `mendable` can be changed."""

    mendable: tuple[str, ...] = ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """The columns, but for the key."""
        return [field.name for field in self.model._meta.fields if not field.primary_key]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Every field but the mendable ones."""
        return [name for name in self.get_fields(request, obj) if name not in self.mendable]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody adds rows here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes rows here."""
        return False


@admin.register(Person)
class PersonAdmin(MendedOnly):
    """Accounts: to close one, or to make someone a steward."""

    list_display = ("display_name", "handle", "kind", "is_active", "is_steward", "is_staff", "joined_at")
    list_filter = ("kind", "is_active", "is_steward", "is_staff")
    search_fields = ("display_name", "handle", "email")
    ordering = ("-joined_at",)
    mendable = ("is_active", "is_steward", "is_staff")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """What is shown of an account: nothing of its password; who has powers, superusers alone decide."""
        facts = ["display_name", "handle", "email", "kind", "affiliation", "joined_at", "last_login"]
        return [*facts, "is_active", *(["is_steward", "is_staff"] if _is_superuser(request) else [])]


@admin.register(Community)
class CommunityAdmin(MendedOnly):
    """Communities: their words and who may come in."""

    list_display = ("name", "visibility", "joining", "member_count", "archived_at")
    list_filter = ("visibility", "joining", "kind")
    search_fields = ("name", "domain", "slug")
    mendable = (
        *("name", "domain", "welcome", "kind", "regions", "languages", "time_zone", "joining", "hue"),
    )


@admin.register(Membership)
class MembershipAdmin(MendedOnly):
    """Who belongs where, to look up."""

    list_display = ("person", "community", "role", "joined_at", "muted_until", "suspended_until")
    list_filter = ("role",)
    search_fields = ("person__display_name", "person__handle", "community__name")
    list_select_related = ("person", "community")


@admin.register(Board)
class BoardAdmin(MendedOnly):
    """Boards: their words and their order."""

    list_display = ("name", "community", "kind", "topic_count", "post_count", "archived_at")
    list_filter = ("kind",)
    search_fields = ("name", "community__name")
    list_select_related = ("community",)
    mendable = ("name", "description", "position")


def _is_superuser(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_superuser", False))
