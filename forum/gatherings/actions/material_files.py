"""Files that one looks at before a live session, or in it: taken from what their host uploaded."""

from __future__ import annotations

from itertools import zip_longest
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from forum.communities.actions.guarding import ask_in
from forum.core.limits import SETTING, spend
from forum.core.verdicts import Invalid, require
from forum.core.words import on_one_line
from forum.discussions.actions.files import drop_files
from forum.discussions.models import Attachment
from forum.discussions.selectors.files import files_at_hand
from forum.gatherings.actions.locking import locked_gathering
from forum.gatherings.actions.materials import add_material, next_place
from forum.gatherings.models import Gathering, Material
from forum.gatherings.policies.gatherings import may_add_material, taking_part
from forum.gatherings.selectors.materials import called_alike
from forum.people.models import Person

LONGEST_TITLE = 300


@transaction.atomic
def add_what_is_read(
    *, host: Person, gathering: Gathering, pasted: str, file_id: UUID | None, called: str
) -> list[Material]:
    """Put there what was pasted, a file, or both; all of it or nothing. Raises Refused, Invalid or TooMany."""
    added = []
    if pasted:
        added.append(add_material(host=host, gathering=gathering, pasted=pasted))
    if file_id is not None:
        added.append(add_file(host=host, gathering=gathering, file_id=file_id, called=called))
    if not added:
        raise Invalid(_("Paste an address, a DOI, or a reference, or choose a file."), field="pasted")
    return added


@transaction.atomic
def add_file(*, host: Person, gathering: Gathering, file_id: UUID, called: str = "") -> Material:
    """Let an upload of the host's be read there, under its name or as it is `called`. The same file stays there once.

    Whoever sees the session may fetch it from then on, and nothing else holds it. Raises Refused, Invalid or TooMany.
    """
    gathering = locked_gathering(host, gathering)
    require(may_add_material(host, gathering))
    spend(SETTING, host.pk)
    already = Material.objects.filter(gathering=gathering, attachment=file_id).first()
    if already is not None:
        return already
    # Locked, so that of a post and a session that both take it in one gets it.
    free = files_at_hand(host.pk).filter(pk=file_id, held=None).select_for_update(of=("self",), no_key=True)
    file = free.first()
    if file is None:
        raise Invalid(_("This file is not there any more. Choose it once more."), field="file")
    title = on_one_line(called, most=LONGEST_TITLE, field="called") or file.name
    ask_in(taking_part(gathering), [title, file.name])
    for row in called_alike(gathering, title, file):
        if row.attachment is not None and _says_the_same(row.attachment, file):
            drop_files(Attachment.objects.filter(pk=file.pk))
            return row
    place = next_place(gathering)
    Attachment.objects.filter(pk=file.pk).update(in_talk=True)
    return Material.objects.create(
        gathering=gathering, kind=Material.Kind.FILE, title=title, attachment=file, position=place
    )


def _says_the_same(one: Attachment, other: Attachment) -> bool:
    try:
        with one.file.open("rb") as left, other.file.open("rb") as right:
            return all(first == second for first, second in zip_longest(left.chunks(), right.chunks()))
    except FileNotFoundError:
        return False
