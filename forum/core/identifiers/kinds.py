"""What can identify a patient, and where in a text it was seen."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What was seen; reads as the end of "this looks like"."""

    RECORD = "record", _("a record number")
    SOCIAL = "social", _("a social security number")
    BIRTH = "birth", _("a date of birth")
    STAY = "stay", _("the date of a stay or an operation")
    NAME = "name", _("the name of a patient")
    EMAIL = "email", _("a mail address")
    PHONE = "phone", _("a phone number")
    ADDRESS = "address", _("a street address")
    POSTCODE = "postcode", _("a postcode")
    AGE = "age", _("an age over 89")


@dataclass(frozen=True, slots=True)
class Sighting:
    """One thing that was seen: the characters of the text from `start` up to `end`, and those characters."""

    kind: Kind
    start: int
    end: int
    words: str
