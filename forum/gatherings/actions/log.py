"""What is noted in the log of communities about live sessions."""

from __future__ import annotations

from datetime import datetime

from forum.communities.actions.log import note_change
from forum.communities.models import Verb
from forum.gatherings.models import Gathering, Joint, Question
from forum.people.models import Person


def note_gathering(
    verb: Verb,
    gathering: Gathering,
    *,
    by: Person,
    reason: str = "",
    question: Question | None = None,
    now: datetime | None = None,
) -> None:
    """A line in the log of the community that holds the session; which `question` it is about, where it is, and never
    whose.
    """
    asked = {"question": question.pk} if question is not None else {}
    note_change(
        verb, by=by, community=gathering.community, about=gathering.title, reason=reason,
        details={"gathering": gathering.pk, **asked}, now=now,
    )  # fmt: skip


def note_part(verb: Verb, joint: Joint, *, by: Person, now: datetime | None = None) -> None:
    """A line in the log of the community that takes part, or does not; whose session it is does not stand there."""
    details = {"gathering": joint.gathering_id}
    note_change(verb, by=by, community=joint.community, reason=joint.reason, details=details, now=now)
