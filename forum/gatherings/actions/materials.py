"""What people read before a live session: links and papers, put there as they are pasted."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from forum.communities.actions.guarding import ask_in
from forum.core.limits import SETTING, spend
from forum.core.verdicts import Invalid, require
from forum.gatherings.actions.locking import locked_gathering
from forum.gatherings.citations import read_reference
from forum.gatherings.models import Gathering, Material
from forum.gatherings.policies.gatherings import may_add_material, taking_part
from forum.people.models import Person

MOST_MATERIALS = 30


@transaction.atomic
def add_material(*, host: Person, gathering: Gathering, pasted: str) -> Material:
    """Put a link or a paper there, from an address, a DOI, RIS, BibTeX or words. What stands there already stays once.

    Raises Refused, Invalid (of field "pasted") or TooMany.
    """
    gathering = locked_gathering(host, gathering)
    require(may_add_material(host, gathering))
    spend(SETTING, host.pk)
    read = read_reference(pasted)
    ask_in(taking_part(gathering), [read.title, read.citation])
    same = Material.objects.filter(
        gathering=gathering,
        title=read.title,
        citation=read.citation,
        doi=read.doi,
        url=read.url,
        attachment=None,
    ).first()
    if same is not None:
        return same
    return Material.objects.create(
        gathering=gathering, title=read.title, citation=read.citation, doi=read.doi, url=read.url,
        kind=Material.Kind.PAPER if read.is_paper else Material.Kind.LINK,
        position=next_place(gathering),
    )  # fmt: skip


def next_place(gathering: Gathering) -> int:
    """Where one more stands. Part of actions that hold the session. Raises Invalid where there are too many."""
    rows = Material.objects.filter(gathering=gathering)
    if rows.count() >= MOST_MATERIALS:
        raise Invalid(_("These are %d already. Take one away first.") % MOST_MATERIALS)
    last = rows.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1
