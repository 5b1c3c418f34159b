"""What the log says of live sessions, and of practice notes that come from them; titles are shown to those who may read
the log.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from forum.communities.models import Verb
from forum.core.verdicts import Sentence

OF_GATHERINGS: dict[Verb, Sentence] = {
    Verb.GATHERING_SCHEDULED: gettext_lazy("scheduled the live session “%(about)s”"),
    Verb.GATHERING_MOVED: gettext_lazy("moved the live session “%(about)s” to another hour"),
    Verb.GATHERING_CANCELLED: gettext_lazy("cancelled the live session “%(about)s”"),
    Verb.GATHERING_PROLONGED: gettext_lazy("prolonged the series of live sessions “%(about)s”"),
    Verb.QUESTION_TAKEN_AWAY: gettext_lazy("removed a question in the live session “%(about)s”"),
    Verb.QUESTION_RESTORED: gettext_lazy("brought a question back in the live session “%(about)s”"),
    Verb.TOOK_PART: gettext_lazy("let the community take part in a live session of others"),
    Verb.TOOK_NO_PART: gettext_lazy("let the community take no part in a live session of others"),
    Verb.PRACTICE_PUBLISHED: gettext_lazy("published the practice note “%(about)s”"),
    Verb.PRACTICE_WITHDRAWN: gettext_lazy("withdrew the practice note “%(about)s”"),
}
SAID_OF_GATHERINGS = {verb: frozenset({"gathering", "practice_note", "question"}) for verb in OF_GATHERINGS}
