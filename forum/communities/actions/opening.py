"""Changing who reads a community, archiving it, and taking it back into use: nobody writes there meanwhile."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.actions.log import note_change
from forum.communities.events import CommunityArchived, CommunityRestored, CommunityVisibilityChanged
from forum.communities.models import Community, Verb
from forum.communities.policies.communities import may_shape_community
from forum.communities.policies.shaping import may_archive, may_restore
from forum.communities.selectors.locks import lock_standing, locked_community_alone
from forum.core.events import publish
from forum.core.limits import SETTING, spend
from forum.core.verdicts import Invalid, require
from forum.people.models import Person


@transaction.atomic
def change_visibility(
    *, changer: Person, community: Community, visibility: str, now: datetime | None = None
) -> Community:
    """Let others read a community than read it now. Raises Refused, Invalid or TooMany."""
    locked = _alone(changer, community)
    require(may_shape_community(changer, locked))
    spend(SETTING, changer.pk)
    if visibility not in Community.Visibility.values:
        raise Invalid(_("Choose who reads the community."), field="visibility")
    before = locked.visibility
    if visibility == before:
        return locked
    locked.visibility = visibility
    _show_name(locked)
    details = {"visibility": {"before": before, "after": visibility}}
    note_change(Verb.OPENED_UP, by=changer, community=locked, about=locked.name, details=details, now=now)
    publish(CommunityVisibilityChanged(community_id=locked.pk, before=before, after=visibility))
    return locked


@transaction.atomic
def archive_community(*, archiver: Person, community: Community, now: datetime | None = None) -> Community:
    """Let a community be read and not added to. Raises Refused or TooMany."""
    locked = _alone(archiver, community)
    require(may_archive(archiver, locked))
    spend(SETTING, archiver.pk)
    locked.archived_at = now or timezone.now()  # later than whatever was written: all of that has ended
    locked.save(update_fields=["archived_at"])
    note_change(Verb.ARCHIVED, by=archiver, community=locked, about=locked.name, now=now)
    publish(CommunityArchived(community_id=locked.pk))
    return locked


@transaction.atomic
def restore_community(*, restorer: Person, community: Community, now: datetime | None = None) -> Community:
    """Take an archived community back into use. Raises Refused or TooMany."""
    locked = _alone(restorer, community)
    require(may_restore(restorer, locked))
    spend(SETTING, restorer.pk)
    locked.archived_at = None
    locked.save(update_fields=["archived_at"])
    note_change(Verb.RESTORED, by=restorer, community=locked, about=locked.name, now=now)
    publish(CommunityRestored(community_id=locked.pk))
    return locked


def _show_name(community: Community) -> None:
    """Store who reads it; where that lays open a name which another one goes by, refuse."""
    try:
        with transaction.atomic():
            community.save(update_fields=["visibility"])
    except IntegrityError as error:
        raise Invalid(
            _("A community that everyone knows of goes by this name. Change the name of this one first."),
            field="visibility",
        ) from error


def _alone(person: Person, community: Community) -> Community:
    """The community as it stands once nobody writes in it, and the person's standing there, both locked."""
    locked = locked_community_alone(community.pk)
    lock_standing(person, [locked.pk])
    return locked
