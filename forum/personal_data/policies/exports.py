"""Who may have a copy of their data, and steer its making."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from forum.core.signs_of_life import is_silent
from forum.core.verdicts import YES, Verdict, no
from forum.people.actors import Actor, is_person
from forum.personal_data.models import DataExport
from forum.personal_data.selectors.exports import last_export

BETWEEN = timedelta(days=1)
State = DataExport.State


def may_request_export(actor: Actor, *, now: datetime) -> Verdict:
    """Asking for a copy of everything that is one's own: one at a time, and one a day."""
    if not is_person(actor):
        return no(_("Sign in first."))
    last = last_export(actor)
    if last is None or last.state in {State.FAILED, State.STOPPED}:
        return YES
    if last.is_under_way:
        return no(_("A copy is being made already. It is the one that you asked for last."))
    if now - last.created_at < BETWEEN:
        again = date_format(timezone.localtime(last.created_at + BETWEEN), "DATETIME_FORMAT")
        return no(_("You asked for a copy within a day. You can ask for the next one from %s.") % again)
    return YES


def may_follow_export(actor: Actor, export: DataExport) -> Verdict:
    """Seeing how a copy goes, and fetching it. The row-wise twin is `selectors.exports_of`."""
    return YES if actor.pk == export.person_id else no(_("This copy is somebody else's."))


def may_stop_export(actor: Actor, export: DataExport) -> Verdict:
    """Letting a copy be."""
    if actor.pk != export.person_id:
        return no(_("This copy is somebody else's."))
    return YES if export.is_under_way else no(_("This copy is not being made any more."))


def may_resume_export(actor: Actor, export: DataExport, *, now: datetime) -> Verdict:
    """Letting a copy be made after all, or anew where its job died."""
    if actor.pk != export.person_id:
        return no(_("This copy is somebody else's."))
    if export.state == State.FINISHED:
        return no(_("This copy is finished."))
    if export.is_under_way and not is_silent(export, now=now):
        return no(_("This copy is being made."))
    newest = last_export(export.person)
    if newest is not None and newest.pk != export.pk:
        return no(_("You have asked for a newer copy since."))
    return YES
