"""What is read before a live session is taken away again, and with it its file, for good."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from forum.core.limits import SETTING, spend
from forum.core.passages import Passages
from forum.core.verdicts import require
from forum.discussions.actions.files import drop_files
from forum.discussions.models import Attachment
from forum.gatherings.actions.locking import locked_gathering
from forum.gatherings.models import Gathering, Material
from forum.gatherings.policies.gatherings import may_take_material_away
from forum.people.models import Person

_LONGEST_ENDING = 5


@transaction.atomic
def take_material_away(*, host: Person, gathering: Gathering, material_id: int) -> None:
    """Take one away. One that is away already stays so. Raises Refused or TooMany."""
    gathering = locked_gathering(host, gathering)
    require(may_take_material_away(host, gathering))
    spend(SETTING, host.pk)
    let_go_of_materials(Material.objects.filter(gathering=gathering, pk=material_id))


def let_go_of_materials(rows: QuerySet[Material]) -> int:
    """Delete these, and the files that they hold, which nobody fetches any more; how many there were.

    Part of actions that hold the session.
    """
    held = list(rows.values_list("pk", "attachment"))
    Material.objects.filter(pk__in=[key for key, _file in held]).delete()
    drop_files(Attachment.objects.filter(pk__in=[file for _key, file in held if file is not None]))
    return len(held)


@transaction.atomic
def take_some_files_away(*, person: Person) -> int:
    """Let go of the files that the person put into one session. Returns how many; 0 when none is left.

    Part of leaving, which has asked whether they may.
    """
    own = Material.objects.filter(attachment__owner=person)
    first = own.order_by("gathering_id").values_list("gathering_id", flat=True).first()
    if first is None:
        return 0
    Gathering.objects.select_for_update(no_key=True).get(pk=first)
    return let_go_of_materials(own.filter(gathering=first))


def clean_names_of_files(passages: Passages) -> int:
    """Call files otherwise whose names hold some of it; how many there were. Part of an action that purges."""
    held = Material.objects.exclude(attachment=None).values("attachment")
    columns = Attachment.objects.filter(pk__in=held).order_by("pk").values_list("pk", "name", "created_at")
    found = [(key, name) for key, name, at in columns.iterator() if passages.without(name, at) != name]
    for key, name in found:
        _stem, dot, ending = name.rpartition(".")
        is_kept = bool(dot) and len(ending) <= _LONGEST_ENDING
        Attachment.objects.filter(pk=key).update(name=f"file.{ending}" if is_kept else "file")
    return len(found)
