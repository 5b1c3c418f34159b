"""What someone reads to whom the network is closed and who signs in; answered above, where it is kept why."""

from __future__ import annotations

from typing import Any

from forum.core.asked_above import AskedAbove
from forum.people.models import Person

SHUT_OUT = "shut_out"  # in a session: the id of somebody who has shown who they are and is not let in


def _nothing(_person: Person, /) -> dict[str, Any]:
    return {}


# Plain values for a session: the reason, until when, and whether they can appeal; {} where nobody has closed it.
closed_account = AskedAbove(_nothing)
