"""The copies that people have asked for, for themselves alone."""

from __future__ import annotations

from django.db.models import QuerySet

from forum.people.actors import Actor, is_person
from forum.people.models import Person
from forum.personal_data.models import DataExport

FOLDER = "exports"


def exports_of(actor: Actor) -> QuerySet[DataExport]:
    """The actor's own copies, newest first. Twin of `may_follow_export`."""
    return DataExport.objects.filter(person=actor.pk) if is_person(actor) else DataExport.objects.none()


def last_export(person: Person) -> DataExport | None:
    """The copy that the person asked for last."""
    return exports_of(person).first()


def export_files() -> set[str]:
    """The stored names of all copies that can be fetched. For upkeep."""
    return set(DataExport.objects.exclude(file="").values_list("file", flat=True))
