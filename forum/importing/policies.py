"""Who may import, steer an import, and claim what was imported."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from forum.chat.models import Room
from forum.chat.policies.rooms import may_bring_history_into, may_open_room
from forum.chat.selectors.rooms import rooms_of
from forum.communities.models import Community, Role
from forum.communities.selectors.standing import role_in
from forum.core.signs_of_life import is_silent
from forum.core.verdicts import YES, Verdict, no
from forum.discussions.policies.boards import may_import_into, moderates
from forum.importing.models import ImportRun
from forum.people.actors import Actor


def may_follow_import(actor: Actor, run: ImportRun) -> Verdict:
    """Seeing how an import goes. The row-wise twin is `selectors.imports_visible_to`."""
    return (
        YES if _looks_after(actor, run) else no(_("Only moderators of the place see what is imported there."))
    )


def may_stop(actor: Actor, run: ImportRun) -> Verdict:
    """Letting an import end after what it is writing now."""
    if not _looks_after(actor, run):
        return no(_("Only moderators of the place can stop what is imported there."))
    if not run.is_under_way:
        return no(_("This import is not running any more."))
    return YES


def may_resume(actor: Actor, run: ImportRun, *, now: datetime) -> Verdict:
    """Letting an import go on where it ended, or where its job died."""
    may_write = may_carry_on(actor, run)
    if not may_write:
        return may_write
    if run.state == ImportRun.State.FINISHED:
        return no(_("This import is finished. Import the newer archive instead; nothing comes twice."))
    if run.is_under_way and not is_silent(run, now=now):
        return no(_("This import is under way."))
    if not run.file and not run.path:
        return no(_("The archive of this import was deleted. Import it again; nothing comes twice."))
    return YES


def may_carry_on(actor: Actor, run: ImportRun) -> Verdict:
    """Writing what the archive holds where it is to go; to make rooms of its channels takes a facilitator."""
    if run.board is not None:
        return may_import_into(actor, run.board)
    if run.room is not None:
        return may_bring_history_into(actor, run.room)
    return may_open_room(actor, run.among)


def rooms_to_import_into(actor: Actor, community: Community) -> list[Room]:
    """The rooms of the community that the actor may bring an archive into, its standing one first."""
    return [room for room in rooms_of(community) if may_bring_history_into(actor, room)]


def may_import_talk(actor: Actor, community: Community) -> Verdict:
    """Bringing the archive of a chat into a room of the community, or making rooms of its channels."""
    if may_open_room(actor, community) or rooms_to_import_into(actor, community):
        return YES
    if community.archived_at is not None:
        return no(_("This community is archived. It can be read, not added to."))
    return no(_("Only moderators of the community can import into its rooms."))


def _looks_after(actor: Actor, run: ImportRun) -> bool:
    if run.board is not None:
        return moderates(actor, run.board)
    return role_in(actor, run.among.pk) >= Role.MODERATOR
