"""Keeping what hosts make of a drafted recap, and signing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.core.editions import ChangedMeanwhile
from forum.core.events import publish
from forum.core.limits import EDITING, spend
from forum.core.verdicts import Invalid, Refused, require
from forum.discussions.actions.submitting import submit_topic
from forum.discussions.actions.titles import checked_title
from forum.discussions.actions.tying import tie_topics
from forum.discussions.models import Board, HeldPost, Topic
from forum.gatherings.actions.questions import held_session
from forum.gatherings.models import Gathering
from forum.people.models import Person
from forum.recaps.events import RecapSigned
from forum.recaps.models import Recap
from forum.recaps.policies.recaps import may_stand_on, may_sum_up

LONGEST_RECAP = 20_000
_NAMES = UUID("c9f5f0a6-2c07-4e0f-8a35-9a4b35c1a7d2")  # of topics that recaps become


@dataclass(frozen=True, slots=True)
class Words:
    """What a recap says, and where it is to stand; `seen` is the revision that was changed, 0 for a draft."""

    title: str
    body: str
    board: Board | None
    seen: int


@transaction.atomic
def keep_recap(*, host: Person, gathering: Gathering, words: Words, now: datetime | None = None) -> Recap:
    """Keep it for those who prepare the session. Raises ChangedMeanwhile, Refused, Invalid or TooMany."""
    session = held_session(host, gathering)
    require(may_sum_up(host, session))
    recap = _held(session, words.seen)
    if words.board is not None:
        require(may_stand_on(host, session, words.board))
    if len(words.body) > LONGEST_RECAP:
        raise Invalid(_("A recap has at most %d characters.") % LONGEST_RECAP, field="body")
    spend(EDITING, host.pk)
    recap.title, recap.body = checked_title(words.title), words.body.replace("\x00", "")
    recap.board, recap.revision = words.board, recap.revision + 1
    recap.changed_by, recap.changed_at = host, now or timezone.now()
    recap.save()
    return recap


@transaction.atomic
def draft_anew(*, host: Person, gathering: Gathering, seen: int) -> None:
    """Let what was kept go: the recap is drafted from the session again. Raises ChangedMeanwhile, Refused or
    TooMany."""
    session = held_session(host, gathering)
    require(may_sum_up(host, session))
    held = _held(session, seen)
    spend(EDITING, host.pk)
    held.delete()


@transaction.atomic
def sign_recap(
    *, host: Person, gathering: Gathering, words: Words, cleared: str = "", now: datetime | None = None
) -> Topic:
    """Start the topic, in the host's name. Signed already, it gives the topic back. `cleared` is what the host says
    identifies nobody. Raises ChangedMeanwhile, Refused, Invalid, Identified among them, or TooMany.
    """
    moment = now or timezone.now()
    session = held_session(host, gathering)
    require(may_sum_up(host, session))
    known = Topic.objects.filter(recap_of=session.pk).first()
    if known is not None:
        return known
    recap = _held(session, words.seen)
    if words.board is None:
        raise Invalid(_("Choose the board on which it is to stand."), field="board")
    require(may_stand_on(host, session, words.board))
    sent = submit_topic(
        author=host, board=words.board, title=words.title, body=words.body,
        client_key=uuid5(_NAMES, f"{session.pk}/{host.pk}/{words.seen}"), cleared=cleared, now=now,
    )  # fmt: skip
    if isinstance(sent, HeldPost):
        raise Refused(
            _("On this board a moderator looks at your words before they appear. Choose another board.")
        )
    recap.title, recap.body, recap.board = "", "", words.board
    recap.revision, recap.topic, recap.signed_at = recap.revision + 1, sent, moment
    recap.changed_by, recap.changed_at = host, moment
    recap.save()
    tie_topics(sent.pk)
    publish(RecapSigned(gathering_id=session.pk))
    return sent


def _held(session: Gathering, seen: int) -> Recap:
    """Its recap, held, as whoever changes it has seen it."""
    Recap.objects.get_or_create(gathering=session)
    recap = Recap.objects.select_for_update(no_key=True, of=("self",)).get(pk=session.pk)
    if recap.signed_at is not None:
        raise ChangedMeanwhile(_("This recap was signed in the meantime. It is a topic now."))
    if recap.revision != seen:
        raise ChangedMeanwhile(
            _("Somebody else has changed the recap in the meantime. See what it says now.")
        )
    return recap
