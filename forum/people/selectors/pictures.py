"""The pictures that stand for people."""

from __future__ import annotations

from forum.people.models import Person

FOLDER = "avatars"


def picture_at(person_id: int, key: str) -> str | None:
    """The name under which the picture at an address is stored; None where it is, or was, another one.

    For everyone: whoever was shown a page with a name on it was shown its picture.
    """
    rows = Person.objects.filter(pk=person_id, is_active=True).exclude(avatar="")
    stored = rows.values_list("avatar", flat=True).first()
    return stored if stored and stored.rpartition("/")[2] == key else None


def picture_names() -> set[str]:
    """The stored names of all pictures that are shown. For upkeep."""
    return set(Person.objects.exclude(avatar="").values_list("avatar", flat=True))
