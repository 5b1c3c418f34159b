"""Whether somebody else looks at something just now, so that two do not decide on it: asked below, answered above."""

from __future__ import annotations

from enum import StrEnum

from forum.core.asked_above import AskedAbove
from forum.core.verdicts import YES, Verdict


class Kind(StrEnum):
    """What can wait for somebody's decision; with the id of its row it names one such thing."""

    HELD = "held"
    CARRIED = "carried"
    HOME = "home"
    ASKING = "asking"
    REPORTED = "reported"
    APPEAL = "appeal"
    JOINT = "joint"


def _nobody_looks(_person_id: int, _kind: Kind, _key: int, /) -> Verdict:
    return YES


# Whether a person may decide on a thing now, as far as others look at it: no where somebody has claimed it.
nobody_else_decides = AskedAbove(_nobody_looks)
