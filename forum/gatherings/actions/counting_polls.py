"""What the tick does for polls: answers that came since the last one are summed."""

from __future__ import annotations

from typing import Any

from django.db import connection

from forum.gatherings.actions.telling_polls import forget_counts_told, sums_of_poll
from forum.gatherings.models import Gathering, Poll, PollVote
from forum.gatherings.models.polls import MOST_WORDS

_COUNT = """
SELECT place.number, count(vote.id) FROM generate_series(0, %(last)s) AS place(number)
LEFT JOIN forum_pollvote AS vote ON vote.poll_id = %(poll)s AND place.number = ANY(vote.choices)
GROUP BY place.number ORDER BY place.number
"""
# However they are written, small or large, they are the same; as they were written first.
_COUNT_WORDS = """
SELECT (array_agg(words ORDER BY voted_at, id))[1], count(*) FROM forum_pollvote WHERE poll_id = %(poll)s
GROUP BY lower(words) ORDER BY 2 DESC, min(voted_at), 1 LIMIT %(most)s
"""


def sum_answers_in(gathering: Gathering) -> dict[int, dict[str, Any]]:
    """Sum the polls of a session to which answers came; what is told of each, by poll. Part of a tick: as of
    questions, polls are held first, by id, and answers that are being written just now come with the next tick.
    """
    new = PollVote.objects.filter(poll__gathering=gathering, is_counted=False)
    rows = Poll.objects.filter(pk__in=new.values("poll")).order_by("pk").select_related("gathering")
    polls = list(rows.select_for_update(no_key=True, of=("self",)))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE forum_pollvote SET is_counted = true WHERE id IN (SELECT id FROM forum_pollvote "
            "WHERE poll_id = ANY(%s) AND NOT is_counted FOR UPDATE SKIP LOCKED)",
            [[each.pk for each in polls]],
        )
    for poll in polls:
        sum_poll(poll)
    return {poll.pk: sums_of_poll(poll) for poll in polls}


def sum_poll(poll: Poll) -> None:
    """Count all answers to a poll that is held; of short words, these are found anew, those given most often first, and
    the log says none any more that nobody gives.
    """
    with connection.cursor() as cursor:
        if poll.kind == Poll.Kind.WORDS:
            cursor.execute(_COUNT_WORDS, {"poll": poll.pk, "most": MOST_WORDS})
            found = cursor.fetchall()
            before, poll.options = set(poll.options), [words for words, _number in found]
            poll.counts = [number for _words, number in found]
            if before - set(poll.options):
                forget_counts_told(poll)
        else:
            cursor.execute(_COUNT, {"last": len(poll.answers) - 1, "poll": poll.pk})
            poll.counts = [number for _place, number in cursor.fetchall()]
    poll.voters = PollVote.objects.filter(poll=poll).count()
    poll.save(update_fields=["options", "counts", "voters"])
