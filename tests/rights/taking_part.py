"""The small acts by which somebody takes part, and seeing how others do."""

from __future__ import annotations

from tests.rights.acts import doing, reading
from tests.rights.places import Place
from tests.rights.reading_and_writing import INSIDERS
from tests.rights.roles import only, reads_signed_in, shapes, signed_in


def _community(place: Place) -> list[str]:
    return [place.community.slug]


def _topic(place: Place) -> list[int]:
    return [place.topic.pk]


TAKING_PART = [
    doing("follow a topic", reads_signed_in, "follow", _topic),
    doing("follow a topic no longer", reads_signed_in, "unfollow", _topic),
    reading("see what one follows", signed_in, "following", lambda _place: []),
    reading("see one's first steps", only(*INSIDERS), "first-steps", _community),
    doing("put one's first steps away", only(*INSIDERS), "first-steps-away", _community),
    doing("take them out again", only(*INSIDERS), "first-steps-out", _community),
    reading("see who takes part, by name", shapes, "community-participation", _community),
]
