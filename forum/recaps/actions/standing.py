"""What stands already, and is given back to whoever sends it a second time."""

from __future__ import annotations

from django.utils.translation import gettext as _

from forum.core.verdicts import Refused
from forum.discussions.models import Topic
from forum.discussions.selectors.topics import topics_visible_to
from forum.people.models import Person


def topic_read_by(host: Person, topic_id: int | None) -> Topic:
    """The topic, for a host who reads it. Raises Refused: it may stand where they do not read, or be removed."""
    found = topics_visible_to(host).filter(pk=topic_id or 0).first()
    if found is None:
        raise Refused(_("This was done already. What came of it is not open to you."))
    return found
