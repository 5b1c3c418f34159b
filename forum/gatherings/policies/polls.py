"""Who asks everybody something in a live session, who answers, and who reads what was answered."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from forum.communities.models import Role
from forum.communities.selectors.standing import role_in
from forum.core.verdicts import YES, Verdict, no
from forum.gatherings.models import Gathering, Poll
from forum.gatherings.policies.gatherings import may_prepare
from forum.gatherings.policies.questions import may_ask, may_steer_questions
from forum.people.actors import Actor


def may_prepare_poll(actor: Actor, session: Gathering, *, now: datetime) -> Verdict:
    """Preparing polls and opening them: those who lead the session, until it is over."""
    tends = may_tend_poll(actor, session, now=now)
    if not tends or session.state != Gathering.State.CLOSED:
        return tends
    return no(_("This session is over: no poll is prepared or opened any more. Those that are open stay so."))


def may_tend_poll(actor: Actor, session: Gathering, *, now: datetime) -> Verdict:
    """Closing polls, showing what was answered, and hiding that: those who lead the session, until it can be added to
    no more.
    """
    return may_steer_questions(actor, session, now=now)


def may_answer_poll(actor: Actor, session: Gathering, poll: Poll, *, now: datetime) -> Verdict:
    """Answering one, and answering otherwise: who takes part, while it is open."""
    takes_part = may_ask(actor, session, now=now)
    if not takes_part:
        return takes_part
    return YES if poll.state == Poll.State.OPEN else no(_("This poll is not open."))


def may_take_words_out(actor: Actor, session: Gathering) -> Verdict:
    """Taking out of a poll what nobody should read there: those who lead the session, and moderators of its community,
    whatever the hour.
    """
    return YES if role_in(actor, session.community_id) >= Role.MODERATOR else may_prepare(actor, session)


def may_see_poll(actor: Actor, session: Gathering, poll: Poll) -> bool:
    """Whether somebody who reads the session knows of it: of one that is only prepared, those who lead."""
    return poll.state != Poll.State.PREPARED or bool(may_prepare(actor, session))


def may_read_counts(actor: Actor, session: Gathering, poll: Poll) -> bool:
    """Whether somebody who knows of it reads what was answered: everybody once it is shown, those who lead always."""
    return poll.is_shown or bool(may_prepare(actor, session))
