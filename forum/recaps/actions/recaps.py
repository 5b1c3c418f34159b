"""Keeping what hosts make of a drafted recap, and signing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.actions.guarding import ask_in
from forum.core.editions import ChangedMeanwhile
from forum.core.events import publish
from forum.core.limits import EDITING, spend
from forum.core.markup import MAX_SOURCE_LENGTH
from forum.core.verdicts import Invalid, require
from forum.discussions.actions.starting import start_topic
from forum.discussions.actions.titles import checked_title
from forum.discussions.actions.tying import tie_topics
from forum.discussions.models import Board, Topic
from forum.gatherings.actions.questions import held_session
from forum.gatherings.models import Gathering
from forum.gatherings.policies.gatherings import taking_part
from forum.people.models import Person
from forum.recaps.actions.standing import topic_read_by
from forum.recaps.events import RecapSigned
from forum.recaps.models import Recap
from forum.recaps.policies.recaps import may_stand_on, may_sum_up

_NAMES = UUID("c9f5f0a6-2c07-4e0f-8a35-9a4b35c1a7d2")  # of topics that recaps become


@dataclass(frozen=True, slots=True)
class RecapWords:
    """What a recap says, and where it is to stand, if that is known; `seen` is the revision that was changed."""

    title: str
    body: str
    board: Board | None
    seen: int


@transaction.atomic
def keep_recap(
    *, host: Person, gathering: Gathering, words: RecapWords, now: datetime | None = None
) -> Recap:
    """Keep it for those who prepare the session. Raises ChangedMeanwhile, Refused, Invalid, Identified among them, or
    TooMany.
    """
    session = held_session(host, gathering)
    require(may_sum_up(host, session))
    recap = _as_seen(_held(session), words.seen)
    if words.board is not None and words.board != recap.board:  # another host may have chosen it
        require(may_stand_on(host, session, words.board))
    title, body = checked_title(words.title), words.body.replace("\x00", "")
    if len(body) > MAX_SOURCE_LENGTH:
        raise Invalid(_("A recap has at most %d characters.") % MAX_SOURCE_LENGTH, field="body")
    ask_in(taking_part(session), [title, body], known=[recap.title, recap.body])
    spend(EDITING, host.pk)
    recap.title, recap.body, recap.board = title, body, words.board
    return _done(recap, host, now)


@transaction.atomic
def draft_anew(*, host: Person, gathering: Gathering, seen: int, now: datetime | None = None) -> Recap:
    """Let go of what was kept: it is drafted from the session again. Raises ChangedMeanwhile, Refused or TooMany."""
    session = held_session(host, gathering)
    require(may_sum_up(host, session))
    recap = _as_seen(_held(session), seen)
    spend(EDITING, host.pk)
    recap.title, recap.body, recap.board = "", "", None
    return _done(recap, host, now)


@transaction.atomic
def sign_recap(
    *,
    host: Person,
    gathering: Gathering,
    words: RecapWords,
    cleared: str = "",
    now: datetime | None = None,
) -> Topic:
    """Start the topic, in the host's name. Signed already, it gives the topic back. `cleared` is what the host says
    identifies nobody. Raises ChangedMeanwhile, Refused, Invalid, Identified among them, or TooMany.
    """
    session = held_session(host, gathering)
    require(may_sum_up(host, session))
    recap = _held(session)
    if recap.signed_at is not None:
        return topic_read_by(host, recap.topic_id)
    _as_seen(recap, words.seen)
    if words.board is None or (words.board == recap.board and not may_stand_on(host, session, words.board)):
        raise Invalid(_("Choose the board on which it is to stand."), field="board")
    require(may_stand_on(host, session, words.board))
    topic = start_topic(
        author=host, board=words.board, title=words.title, body=words.body,
        client_key=uuid5(_NAMES, f"{session.pk}/{host.pk}/{words.seen}"), cleared=cleared, now=now,
    )  # fmt: skip
    recap.title, recap.body, recap.board = "", "", words.board
    recap.topic, recap.signed_at = topic, now or timezone.now()
    _done(recap, host, now)
    tie_topics(topic.pk)
    publish(RecapSigned(gathering_id=session.pk))
    return topic


def _done(recap: Recap, host: Person, now: datetime | None) -> Recap:
    recap.revision, recap.changed_by, recap.changed_at = recap.revision + 1, host, now or timezone.now()
    recap.save()
    return recap


def _held(session: Gathering) -> Recap:
    Recap.objects.get_or_create(gathering=session)
    return Recap.objects.select_for_update(no_key=True, of=("self",)).get(pk=session.pk)


def _as_seen(recap: Recap, seen: int) -> Recap:
    """The recap as whoever changes it has seen it."""
    if recap.signed_at is not None:
        raise ChangedMeanwhile(_("This recap was signed in the meantime. It is a topic now."))
    if recap.revision != seen:
        raise ChangedMeanwhile(
            _("Somebody else has changed the recap in the meantime. See what it says now.")
        )
    return recap
