"""Who may change what about people."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from forum.core.verdicts import YES, Verdict, no
from forum.people.actors import Actor
from forum.people.models import Person
from forum.people.selectors.handles import handles_given_up, was_handle_of

MOST_HANDLES = 3  # that one person may give up within a while: each stays theirs, and nobody else's
A_WHILE = timedelta(days=30)


def may_change_profile(actor: Actor, person: Person) -> Verdict:
    """Changing what a person's page says and how they read."""
    return YES if actor.pk == person.pk else no(_("Only you can change your own profile."))


def may_take_handle(person: Person, handle: str, *, now: datetime) -> Verdict:
    """Being called otherwise from now on, so soon after the last times. What was one's own before is always free."""
    given_up = handles_given_up(person, since=now - A_WHILE)
    if len(given_up) < MOST_HANDLES or was_handle_of(person, handle):
        return YES
    free_at = date_format(timezone.localtime(given_up[-MOST_HANDLES] + A_WHILE), "DATE_FORMAT")
    return no(
        _(
            "You have changed your handle %(most)d times in 30 days. You can choose a new one from %(day)s, "
            "or take back one that was yours."
        )
        % {"most": MOST_HANDLES, "day": free_at}
    )
