"""Taking short words out of a poll that nobody should read there."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet, Value
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.core.limits import TENDING, spend
from forum.core.verdicts import Refused, require
from forum.core.words import one_line
from forum.gatherings.actions.counting_polls import sum_poll
from forum.gatherings.actions.polls import alone_with_answers
from forum.gatherings.actions.questions import held_session
from forum.gatherings.actions.telling_polls import forget_counts_told, tell_poll
from forum.gatherings.models import Poll, PollVote
from forum.gatherings.policies.polls import may_take_words_out
from forum.people.models import Person


@transaction.atomic
def take_words_out(*, host: Person, poll: Poll, words: str, now: datetime | None = None) -> Poll:
    """Let go of all answers in these words, small or large; whoever gave them can answer again, and the log says them
    no longer. Gone already, nothing happens. Raises Refused or TooMany.
    """
    moment = now or timezone.now()
    session = held_session(host, poll.gathering)
    require(may_take_words_out(host, session))
    spend(TENDING, host.pk)
    alone_with_answers(poll)
    held = Poll.objects.select_for_update(no_key=True).filter(gathering=session, pk=poll.pk).first()
    if held is None or held.kind != Poll.Kind.WORDS:
        raise Refused(_("There is no such poll."))
    held.gathering = session
    given = _given(held, words)
    if not given.exists():
        return held
    given.delete()
    sum_poll(held)
    forget_counts_told(held)
    tell_poll(held, by_id=host.pk, moment=moment)
    return held


def _given(poll: Poll, words: str) -> QuerySet[PollVote]:
    """The answers in these words, small or large as the database has it, which also sums them."""
    said = one_line(words)
    rows = PollVote.objects.annotate(lower=Lower("words")).filter(poll=poll).exclude(words="")
    return rows.filter(lower=Lower(Value(said)))
