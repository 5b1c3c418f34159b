"""Who begins a live session, takes it from part to part, and ends it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from forum.core.verdicts import YES, Verdict, no
from forum.gatherings.models import Gathering
from forum.gatherings.policies.gatherings import may_prepare
from forum.gatherings.policies.talk import is_open, is_over
from forum.people.actors import Actor

State = Gathering.State
NOT_BEFORE = timedelta(hours=1)


def may_start(actor: Actor, gathering: Gathering, *, now: datetime) -> Verdict:
    """Letting it begin: those who prepare it, from an hour before."""
    prepares = may_prepare(actor, gathering)
    if not prepares:
        return prepares
    if gathering.state == State.DRAFT:
        return no(_("Announce it first: nobody knows of it yet."))
    if gathering.state == State.CANCELLED:
        return no(_("This session was cancelled. Schedule another one."))
    if gathering.state in {State.CLOSED, State.ARCHIVED}:
        return no(_("This session is over."))
    if now < gathering.starts_at - NOT_BEFORE:
        return no(_("It can begin from an hour before its time. To begin sooner, change its hour first."))
    return YES


def may_pace(actor: Actor, gathering: Gathering, *, now: datetime) -> Verdict:
    """Letting people talk slowly, or hosts alone for a while: those who prepare it, as long as anybody talks there."""
    prepares = may_prepare(actor, gathering)
    if not prepares:
        return prepares
    if is_over(gathering, now):
        return no(_("This session is over."))
    return YES if is_open(gathering, now) else no(_("Nobody else can talk yet."))


def may_set_window(actor: Actor, gathering: Gathering, *, now: datetime) -> Verdict:
    """Choosing how long people add to it after the end, once it has ended: those who prepare it, while they still do.
    Before the end it is changed with the rest of what was announced.
    """
    prepares = may_prepare(actor, gathering)
    if not prepares:
        return prepares
    if is_over(gathering, now):
        return no(_("Nobody adds to this session any more, and that stays so."))
    if gathering.state == State.CLOSED:
        return YES
    return no(_("This session is not over yet. Change it, and choose there how long people add to it."))


def may_steer(actor: Actor, gathering: Gathering) -> Verdict:
    """Going from part to part, announcing, and ending it: those who prepare it, while it is live."""
    prepares = may_prepare(actor, gathering)
    if not prepares:
        return prepares
    if gathering.state == State.LIVE:
        return YES
    if gathering.state in {State.CLOSED, State.ARCHIVED}:
        return no(_("This session is over."))
    return no(_("This session has not begun yet."))
