"""What those who decide on words that wait say of them to each other, for the page where these stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.template.loader import render_to_string

from forum.core.claims import Kind
from forum.discussions.models import HeldPost
from forum.moderation.policies.sides import gather_sides, remarks_for
from forum.moderation.selectors.claims import remarks_on
from forum.people.models import Person


def remarks_with_held(reader: Person, rows: Sequence[HeldPost]) -> Mapping[int, str]:
    """As the list of what waits shows them to the reader: HTML by the id of what waits, for those of which something
    was said. One query, and one where something was.
    """
    found = remarks_on([(Kind.HELD, row.pk) for row in rows])
    gather_sides([each for some in found.values() for each in some], [])
    said = {row.pk: remarks_for(reader, Kind.HELD, row, found.get((Kind.HELD, row.pk), [])) for row in rows}
    return {
        key: render_to_string("moderation/remarks.html", {"remarks": remarks})
        for key, remarks in said.items()
        if remarks
    }
