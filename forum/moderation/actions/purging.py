"""Purging: what somebody wrote goes for good, and whatever repeats it anywhere, in one transaction.

Each feature cleans its own rows; here is in which order, under which locks, and what the log says of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.chat.actions.purging import (
    clean_quotes_in_rooms,
    locked_message_anywhere,
    purge_words_of_message,
    words_of_message,
)
from forum.chat.models import Message, Room
from forum.communities.actions.log import note_change
from forum.communities.actions.purging import clean_reasons
from forum.communities.models import Community, Verb, WhyPurged
from forum.communities.selectors.locks import lock_standing, locked_community_alone
from forum.core.asked_above import AskedAbove
from forum.core.events import publish
from forum.core.kept import forget_kept
from forum.core.limits import TENDING, spend
from forum.core.passages import Passages
from forum.core.verdicts import Invalid, Refused, require
from forum.crossposting.actions.purging import clean_words_about_homes
from forum.discussions.actions.purging import (
    communities_of_post,
    locked_post_anywhere,
    purge_words_of_post,
    words_of_post,
)
from forum.discussions.actions.purging_quotes import Quoting, clean_quotes, quoting
from forum.discussions.models import Post
from forum.discussions.selectors.locks import lock_topics
from forum.gatherings.actions.purging import clean_words_of_sessions
from forum.lifting.actions.purging import purge_lifted, topics_with_lifted, topics_with_words_of
from forum.moderation.actions.purging_reports import answer_reports, clean_reports, purge_words_about
from forum.moderation.events import WordsPurged
from forum.moderation.policies.purging import may_purge_message, may_purge_post
from forum.moderation.selectors.purging import message_to_purge, post_to_purge, was_purged
from forum.people.models import Person
from forum.people.selectors.accounts import lock_accounts
from forum.recaps.actions.purging import clean_recaps
from forum.repertoire.actions.purging import clean_practice_notes

# Asked above: to make copies of people's data anew that may hold words written since then; how many there are.
copies_made_anew = AskedAbove[[datetime], int](lambda _since: 0)


@transaction.atomic
def purge_post(*, purger: Person, post: Post, why: str, now: datetime | None = None) -> bool:
    """Let a post go for good, standing or removed, and what repeats it. False where that was done before.

    `why` is a value of `WhyPurged`. Raises Refused, Invalid or TooMany.
    """
    reason, moment = checked_why(why), now or timezone.now()
    communities = communities_of_post(post)
    lock_alone(communities, author_id=post.author_id)
    post = post_to_purge(post.pk) or post  # as it is now: somebody may have edited it since it was looked at
    passages = words_of_post(post)
    found = quoting(passages, since=post.created_at)
    lifted = topics_with_lifted(passages, since=post.created_at)
    lock_topics({post.topic_id} | found.topics | lifted)
    post = locked_post_anywhere(post)
    lock_standing(purger, communities)
    require(may_purge_post(purger, post))
    if was_purged(post, communities):
        return False
    spend(TENDING, purger.pk)
    answered = answer_reports(post, by=purger, why=str(reason.label), now=moment)
    cleaned = purge_words_of_post(post, by=purger, why=str(reason.label), moment=moment)
    cleaned += purge_words_about(post, community_ids=communities, answered=answered, now=moment)
    cleaned += clean_elsewhere(passages, found, since=post.created_at, by=purger, moment=moment)
    _note_purge_of_post(post, purger, reason, cleaned, moment)
    return True


@transaction.atomic
def purge_message(*, purger: Person, message: Message, why: str, now: datetime | None = None) -> bool:
    """The same for a message of a room; of one between two, from what was reported of it."""
    reason, moment = checked_why(why), now or timezone.now()
    require(may_purge_message(purger, message))
    community = message.room.community
    communities = [community.pk] if community is not None else []
    lock_alone(communities, author_id=message.author_id)
    message = message_to_purge(message.room_id, message.pk) or message
    read_at = message.revision
    passages = words_of_message(message)
    found = quoting(passages, since=message.created_at)
    lifted = topics_with_lifted(passages, since=message.created_at)
    lock_topics(topics_with_words_of(message_id=message.pk) | found.topics | lifted)
    lock_standing(purger, communities)
    message = locked_message_anywhere(message)
    require(may_purge_message(purger, message))
    if was_purged(message, communities):
        return False
    if message.revision != read_at:  # no community keeps two from writing meanwhile
        raise Refused(_("Its author changed it at this moment. Try again."))
    spend(TENDING, purger.pk)
    answered = answer_reports(message, by=purger, why=str(reason.label), now=moment)
    cleaned = purge_words_of_message(message, by=purger, why=str(reason.label), moment=moment)
    cleaned += purge_words_about(message, community_ids=communities, answered=answered, now=moment)
    cleaned += clean_elsewhere(
        passages, found, since=message.created_at, by=purger, moment=moment, message_id=message.pk
    )
    about = {"message": message.pk}
    place = (
        Room.objects.get(pk=message.room_id).title if community is not None else ""
    )  # as it is called by now
    note_purge(community, place, message.author, about, cleaned, by=purger, why=reason, now=moment)
    tell_purged(message.author_id, purger, community, reason, message_id=message.pk)
    return True


def checked_why(why: str) -> WhyPurged:
    """One of the reasons. Raises Invalid."""
    if why not in WhyPurged.values:
        raise Invalid(_("Choose one of the reasons."), field="why")
    return WhyPurged(why)


def lock_alone(community_ids: list[int], *, author_id: int) -> None:
    """Nobody writes there, or edits, until this has ended: what is found is all that there is. Nor does its author
    close their account, whom the log will name: they hold it before what is kept of it, and may be no member any more.
    """
    for community_id in community_ids:
        locked_community_alone(community_id)
    lock_accounts([author_id])


def clean_elsewhere(
    passages: Passages,
    found: Quoting,
    *,
    since: datetime,
    by: Person,
    moment: datetime,
    message_id: int | None = None,
) -> Counter[str]:
    """Clean what repeats the words; posts after what stands below them, which they are laid out with."""
    cleaned = purge_lifted(passages, message_id=message_id, since=since)
    cleaned += clean_quotes(found, passages, since=since)
    cleaned += clean_quotes_in_rooms(passages, since=since, by=by, moment=moment)
    cleaned += clean_words_about_homes(passages)
    cleaned += clean_words_of_sessions(passages)
    cleaned += clean_recaps(passages)
    cleaned += clean_practice_notes(passages)
    # After all that cases are about; those of the thing itself are held before, while nobody else decides in its
    # communities.
    cleaned += clean_reports(passages)
    cleaned += clean_reasons(passages)
    cleaned["copies"] += copies_made_anew(since)
    transaction.on_commit(forget_kept, robust=True)
    return +cleaned


def _note_purge_of_post(
    post: Post, purger: Person, why: WhyPurged, cleaned: Counter[str], moment: datetime
) -> None:
    home, via = post.topic.home_board, post.via_board
    about = {"post": post.pk, "topic": post.topic_id, "number": post.number}
    for board in [home] if via.community_id == home.community_id else [home, via]:
        note_purge(
            board.community, board.name, post.author, about, cleaned, by=purger, why=why, now=moment,
            board_key=board.pk,
        )  # fmt: skip
    tell_purged(post.author_id, purger, via.community, why, post_id=post.pk)


def note_purge(
    community: Community | None,
    place: str,
    author: Person | None,
    about: Mapping[str, int | str],
    cleaned: Counter[str],
    *,
    by: Person,
    why: WhyPurged,
    now: datetime,
    board_key: int | None = None,
) -> None:
    """The certificate: how many places were cleaned, by what they are, and why; nothing of what they said. `about` says
    which thing it was; of whose `author` nothing is to be told, that is None.
    """
    details = {**about, "why": why.value, "places": dict(cleaned)}
    note_change(
        Verb.PURGED, by=by, community=community, about=place, person=author, board_key=board_key, details=details,
        now=now,
    )  # fmt: skip


def tell_purged(
    author_id: int,
    purger: Person,
    community: Community | None,
    why: WhyPurged,
    *,
    post_id: int | None = None,
    message_id: int | None = None,
    question_id: int | None = None,
) -> None:
    """Let everybody know that it is gone, who reacts to that."""
    publish(
        WordsPurged(
            author_id=author_id, by_id=purger.pk, community_id=community.pk if community else None,
            why=why.value, post_id=post_id, message_id=message_id, question_id=question_id,
        )
    )  # fmt: skip
