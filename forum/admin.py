"""The data administration: for looking things up, never a way round the actions.

Nothing is added, changed or deleted here, with one exception: who may come in here at all is for superusers to say.
People, communities, boards and the network are changed in the product, by actions that keep the log complete. Topics
and posts are not here at all, nor are secrets: tokens of invitations, words that wait to be posted, lists of addresses.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from forum.communities.models import (
    Change,
    Community,
    FoundingRequest,
    Invitation,
    InvitationBatch,
    JoiningRequest,
    Membership,
    Partnership,
)
from forum.discussions.models import Board, HeldPost
from forum.people.models import Application, FormerHandle, Person
from forum.personal_data.models import DataExport


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Rows are found and read. Only fields named in `mendable` can be changed, and those in `hidden` are not shown."""

    mendable: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """The columns, but for the key and what is hidden."""
        names = [field.name for field in self.model._meta.fields if not field.primary_key]
        return [name for name in names if name not in self.hidden]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Every field but the mendable ones."""
        return [name for name in self.get_fields(request, obj) if name not in self.mendable]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Rows are narrowed by what is shown alone: how many there are would tell the rest, a letter at a time."""
        column = lookup.partition("__")[0]
        shown = {*self.get_fields(request), *self.get_list_filter(request)}
        return column in shown and super().lookup_allowed(lookup, value, request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody adds rows here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes rows in which nothing is mendable."""
        return bool(self.mendable) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes rows here."""
        return False


@admin.register(Person)
class PersonAdmin(ReadOnly):
    """Accounts, and who may use this administration: superusers alone say so."""

    list_display = ("display_name", "handle", "kind", "is_active", "is_steward", "is_staff", "joined_at")
    list_filter = ("kind", "is_active", "is_steward", "is_staff")
    search_fields = ("display_name", "handle", "email")
    ordering = ("-joined_at",)
    mendable = ("is_staff",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """What is shown of an account: nothing of its password."""
        facts = ["display_name", "handle", "email", "kind", "affiliation", "joined_at", "last_login"]
        powers = ["is_active", "is_steward", "in_the_product"]
        return [*facts, *powers, *(["is_staff"] if _is_superuser(request) else [])]

    @admin.display(description=_("closing accounts, making stewards"))
    def in_the_product(self, person: Person) -> SafeString:
        """Where stewards decide about the account."""
        return format_html(
            '<a href="{}">{}</a>', reverse("steward-person", args=[person.pk]), _("In the product")
        )


@admin.register(Community)
class CommunityAdmin(ReadOnly):
    """Communities, to look up."""

    list_display = ("name", "visibility", "joining", "member_count", "archived_at")
    list_filter = ("visibility", "joining", "kind")
    search_fields = ("name", "domain", "slug")


@admin.register(Membership)
class MembershipAdmin(ReadOnly):
    """Who belongs where, to look up."""

    list_display = ("person", "community", "role", "joined_at", "muted_until", "suspended_until")
    list_filter = ("role",)
    search_fields = ("person__display_name", "person__handle", "community__name")
    list_select_related = ("person", "community")


@admin.register(Board)
class BoardAdmin(ReadOnly):
    """Boards, to look up."""

    list_display = ("name", "community", "kind", "topic_count", "post_count", "archived_at")
    list_filter = ("kind",)
    search_fields = ("name", "community__name")
    list_select_related = ("community",)


@admin.register(Application)
class ApplicationAdmin(ReadOnly):
    """Who asked to be let into the network, and what became of it."""

    list_display = ("person", "state", "created_at", "decided_at", "decided_by")
    list_filter = ("state",)
    search_fields = ("person__display_name", "person__handle")
    list_select_related = ("person", "decided_by")


@admin.register(FormerHandle)
class FormerHandleAdmin(ReadOnly):
    """Handles that were given up."""

    list_display = ("handle", "person", "given_up_at")
    search_fields = ("handle", "person__handle")
    list_select_related = ("person",)


@admin.register(JoiningRequest)
class JoiningRequestAdmin(ReadOnly):
    """Who asked to join which community."""

    list_display = ("person", "community", "state", "created_at", "decided_at", "decided_by")
    list_filter = ("state",)
    search_fields = ("person__display_name", "person__handle", "community__name")
    list_select_related = ("person", "community", "decided_by")


@admin.register(Invitation)
class InvitationAdmin(ReadOnly):
    """Invitations, without the token that would let whoever reads this in."""

    list_display = ("community", "email", "role", "state", "uses", "most_uses", "expires_at", "invited_by")
    list_filter = ("state", "role")
    search_fields = ("email", "community__name")
    list_select_related = ("community", "invited_by")
    hidden = ("token",)


@admin.register(InvitationBatch)
class InvitationBatchAdmin(ReadOnly):
    """Lists by which many were invited at once, without the addresses on them."""

    list_display = ("name", "community", "invited_by", "created_at")
    search_fields = ("name", "community__name")
    list_select_related = ("community", "invited_by")
    hidden = ("report",)


@admin.register(FoundingRequest)
class FoundingRequestAdmin(ReadOnly):
    """Communities that somebody proposed."""

    list_display = ("person", "state", "community", "created_at", "decided_at", "decided_by")
    list_filter = ("state",)
    search_fields = ("person__display_name", "person__handle")
    list_select_related = ("person", "community", "decided_by")


@admin.register(Partnership)
class PartnershipAdmin(ReadOnly):
    """Which community names which as its partner."""

    list_display = ("community", "partner", "created_at")
    search_fields = ("community__name", "partner__name")
    list_select_related = ("community", "partner")


@admin.register(Change)
class ChangeAdmin(ReadOnly):
    """The log, of the network and of every community."""

    list_display = ("created_at", "actor", "verb", "about", "community", "person")
    list_filter = ("verb",)
    search_fields = ("about", "actor__handle", "person__handle", "community__name")
    list_select_related = ("actor", "community", "person")
    ordering = ("-pk",)


@admin.register(HeldPost)
class HeldPostAdmin(ReadOnly):
    """What waits or waited for a moderator, without its words."""

    list_display = ("board", "author", "state", "created_at", "decided_at", "decided_by")
    list_filter = ("state",)
    search_fields = ("author__handle", "board__name")
    list_select_related = ("board", "author", "decided_by")
    hidden = ("title", "source", "tags", "parent", "topic", "post")


@admin.register(DataExport)
class DataExportAdmin(ReadOnly):
    """Copies of personal data on their way, without the file."""

    list_display = ("person", "state", "done", "total", "size", "created_at", "ended_at")
    list_filter = ("state",)
    search_fields = ("person__handle",)
    list_select_related = ("person",)
    hidden = ("file",)


def _is_superuser(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_superuser", False))
