"""Whether words could identify a patient: pure, asks for no rows, and knows no community."""

from forum.core.identifiers.finding import kinds_in, sightings_in
from forum.core.identifiers.kinds import Kind, Sighting

__all__ = ["Kind", "Sighting", "kinds_in", "sightings_in"]
