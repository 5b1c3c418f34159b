"""What people read before a live session: put there, and taken away again."""

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
    rows = Material.objects.filter(gathering=gathering)
    same = rows.filter(title=read.title, citation=read.citation, doi=read.doi, url=read.url).first()
    if same is not None:
        return same
    if rows.count() >= MOST_MATERIALS:
        raise Invalid(_("These are %d already. Take one away first.") % MOST_MATERIALS, field="pasted")
    last = rows.aggregate(last=Max("position"))["last"]
    return Material.objects.create(
        gathering=gathering, title=read.title, citation=read.citation, doi=read.doi, url=read.url,
        kind=Material.Kind.PAPER if read.is_paper else Material.Kind.LINK,
        position=0 if last is None else last + 1,
    )  # fmt: skip


@transaction.atomic
def take_material_away(*, host: Person, gathering: Gathering, material_id: int) -> None:
    """Take one away. One that is away already stays so. Raises Refused or TooMany."""
    gathering = locked_gathering(host, gathering)
    require(may_add_material(host, gathering))
    spend(SETTING, host.pk)
    Material.objects.filter(gathering=gathering, pk=material_id).delete()
