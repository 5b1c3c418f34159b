"""Whether words could identify a patient: pure, asks for no rows, and knows no community."""

from forum.core.identifiers.asking import (
    Identified,
    edition_of_sightings,
    kinds_in_words,
    newly_seen,
    require_cleared,
    require_cleared_once,
    send_on,
)
from forum.core.identifiers.finding import kinds_in, sightings_in
from forum.core.identifiers.kinds import Kind, Sighting

__all__ = [
    "Identified",
    "Kind",
    "Sighting",
    "edition_of_sightings",
    "kinds_in",
    "kinds_in_words",
    "newly_seen",
    "require_cleared",
    "require_cleared_once",
    "send_on",
    "sightings_in",
]
