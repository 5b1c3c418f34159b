"""Throwing away a live session to which nobody was called yet."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from forum.core.limits import SETTING, spend
from forum.core.verdicts import Refused, require
from forum.gatherings.actions.locking import locked_gathering
from forum.gatherings.actions.taking_materials_away import let_go_of_materials
from forum.gatherings.models import Gathering
from forum.gatherings.policies.gatherings import may_change
from forum.people.models import Person


@transaction.atomic
def throw_draft_away(*, host: Person, gathering: Gathering) -> None:
    """Let a draft be gone, with what was to be read: nobody else ever learns of it. Raises Refused or TooMany."""
    gathering = locked_gathering(host, gathering)
    require(may_change(host, gathering))
    if gathering.state != Gathering.State.DRAFT:
        raise Refused(_("This session is announced by now. Cancel it, and say why."))
    spend(SETTING, host.pk)
    let_go_of_materials(gathering.materials.all())
    gathering.delete()
