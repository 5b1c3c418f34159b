"""The ring that shows how people take part in a community: circles of stitches, drawn without a name."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, pi

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.communities.models import Community
from forum.discussions.selectors.participation import Part, Ring, ring_of

FEWEST = 8  # among fewer, a number would point at somebody
MOST_STITCHES = 60
RADII = {Part.CORE: 19.0, Part.ACTIVE: 33.0, Part.EDGE: 47.0}
LONGEST_STITCH = 9.0


@dataclass(frozen=True, slots=True)
class Circle:
    """The stitches on one circle, as attributes of SVG; empty `dashes` where there are none."""

    part: str
    radius: str
    dashes: str
    offset: str


@dataclass(frozen=True, slots=True)
class RingPicture:
    """The context of components/ring.html."""

    core: int
    active: int
    edge: int
    sentence: str
    per_stitch: int
    circles: tuple[Circle, ...]


def ring_picture(community: Community) -> RingPicture | None:
    """The ring of a community, for whoever reads it; None where there are so few that it would point at people."""
    ring = ring_of(community)
    if ring.total < FEWEST:
        return None
    per_stitch = ceil(max(ring.core, ring.active, ring.edge) / MOST_STITCHES)
    counts = {Part.CORE: ring.core, Part.ACTIVE: ring.active, Part.EDGE: ring.edge}
    circles = tuple(_circle(part, ceil(count / per_stitch)) for part, count in counts.items())
    return RingPicture(ring.core, ring.active, ring.edge, sentence_of(ring), per_stitch, circles)


def sentence_of(ring: Ring) -> str:
    """The ring in words: "4 core, 9 active, 31 at the edge"."""
    core = ngettext("%d core", "%d core", ring.core) % ring.core
    active = ngettext("%d active", "%d active", ring.active) % ring.active
    edge = ngettext("%d at the edge", "%d at the edge", ring.edge) % ring.edge
    return _("%(core)s, %(active)s, %(edge)s") % {"core": core, "active": active, "edge": edge}


def _circle(part: Part, stitches: int) -> Circle:
    radius = RADII[part]
    step = 2 * pi * radius / stitches if stitches else 0.0
    stitch = min(LONGEST_STITCH, step * 0.66)
    dashes = f"{stitch:.2f} {step - stitch:.2f}" if stitches else ""
    turned = (
        step / 2 if part == Part.ACTIVE else 0.0
    )  # so that stitches stand in the gaps of their neighbours
    return Circle(part.value, f"{radius:.0f}", dashes, f"{turned + stitch / 2:.2f}")
