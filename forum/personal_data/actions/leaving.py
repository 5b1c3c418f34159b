"""Closing one's account."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.selectors.locks import lock_own_communities
from forum.core.events import publish
from forum.core.limits import LEAVING, spend
from forum.core.verdicts import Invalid, Refused, require
from forum.people.actions.leaving import empty_account, locked_alone
from forum.people.actions.stewards import lock_stewards
from forum.people.events import AccountClosed
from forum.people.models import Person
from forum.personal_data.actions.exports import forget_file
from forum.personal_data.events import DepartureBegun
from forum.personal_data.models import DataExport, Departure
from forum.personal_data.policies.leaving import may_close_account
from forum.personal_data.selectors.departures import mail_addresses_of, to_take_back

RECENTLY = timedelta(minutes=15)


def close_account(
    *,
    person: Person,
    wish: str,
    handle: str,
    password: str = "",
    signed_in_at: datetime | None = None,
    now: datetime | None = None,
) -> Departure:
    """Close the account for good, at once; `wish` (of `Departure.Wish`) is carried out by a job.

    `handle` is what they typed to say that they mean it, `password` theirs; who has none has signed in `RECENTLY`.
    Raises Refused, Invalid by field, or TooMany.
    """
    spend(LEAVING, person.pk)
    moment = now or timezone.now()
    _require_proof(person, handle, password, signed_in_at, moment)
    return _close(person, wish, moment)


def _require_proof(
    person: Person, handle: str, password: str, signed_in_at: datetime | None, now: datetime
) -> None:
    if handle.strip().removeprefix("@").lower() != person.handle.lower():
        raise Invalid(_("This is not your handle."), field="handle")
    if person.has_usable_password():
        if not person.check_password(password):
            raise Invalid(_("This is not your password."), field="password")
    elif signed_in_at is None or now - signed_in_at > RECENTLY:
        raise Refused(
            _("Sign out, sign in once more, and come back here: we want to be sure that it is you.")
        )


@transaction.atomic
def _close(person: Person, wish: str, now: datetime) -> Departure:
    lock_stewards()
    lock_own_communities(person.pk)
    fresh = locked_alone(person)
    require(may_close_account(fresh))
    addresses = mail_addresses_of(fresh)
    publish(AccountClosed(person_id=fresh.pk, addresses=addresses, closed_at=now))
    for export in DataExport.objects.select_for_update().filter(person=fresh):
        forget_file(export)
        export.delete()
    former = empty_account(fresh, now)
    blanks = wish == Departure.Wish.BLANK
    departure = Departure.objects.create(
        person=former, wish=Departure.Wish(wish), closed_at=now, total=to_take_back(former) if blanks else 0
    )
    publish(DepartureBegun(departure_id=departure.pk, attempt=departure.attempt))
    return departure
