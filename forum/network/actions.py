"""What stewards can set for the whole network."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.core.editions import ChangedMeanwhile
from forum.core.events import publish
from forum.core.limits import ADJUSTABLE, SETTING, spend
from forum.core.verdicts import require
from forum.network.domains import as_domain
from forum.network.events import NetworkChanged
from forum.network.models import Network
from forum.network.policies import Acting, may_change_network
from forum.network.selectors import edition_of_network

SETTABLE = (*("name", "purpose", "welcome", "sign_up", "mail_domains", "sign_up_note", "founding", "limits"),)
LEAST_TIMES, MOST_TIMES = 1, 1000


@transaction.atomic
def change_network(*, actor: Acting, seen: str, now: datetime | None = None, **fields: Any) -> Network:
    """Set what holds for the network; `fields` are among `SETTABLE`, empty values leave the installation's own.

    `seen` is the `edition_of_network` begun from. Raises ChangedMeanwhile where it is not the last one, else Refused,
    TooMany, or ValidationError by field.
    """
    require(may_change_network(actor))
    spend(SETTING, actor.pk)
    unknown = set(fields) - set(SETTABLE)
    if unknown:
        raise TypeError(f"Not to be set here: {', '.join(sorted(unknown))}.")
    row, is_first = Network.objects.select_for_update().get_or_create(pk=1)
    if seen != ("" if is_first else edition_of_network(row)):
        raise ChangedMeanwhile(
            _("Someone else changed the network while you were at it. Compare both, then save again.")
        )
    before = {name: getattr(row, name) for name in fields}
    for name, value in fields.items():
        setattr(row, name, value)
    _check(row, set(fields))
    changed = [name for name, value in before.items() if getattr(row, name) != value]
    row.changed_at, row.changed_by_id = now or timezone.now(), actor.pk
    row.save(update_fields=[*changed, "changed_at", "changed_by"])
    if changed:
        after = {name: _noted(name, getattr(row, name)) for name in changed}
        old = {name: _noted(name, before[name]) for name in changed}
        publish(NetworkChanged(by_id=actor.pk, before=old, after=after))
    return row


def _noted(name: str, value: Any) -> Any:
    """What the log keeps of a value: of the welcome, which is long, how many characters it has."""
    return len(value) if name == "welcome" else value


def _check(row: Network, names: set[str]) -> None:
    """Raise ValidationError for what cannot be stored or would let nobody in."""
    row.name, row.purpose = (
        " ".join(row.name.split()),
        " ".join(row.purpose.split()),
    )  # they stand in one line each
    try:
        row.mail_domains = list(dict.fromkeys(as_domain(domain) for domain in row.mail_domains))
    except ValidationError as error:
        raise ValidationError({"mail_domains": error}) from error
    row.full_clean(exclude={field.name for field in Network._meta.fields} - names)
    has_domains = bool(row.mail_domains or settings.SIGN_UP_DOMAINS)
    if (row.sign_up or settings.SIGN_UP) == Network.SignUp.DOMAINS and not has_domains:
        raise ValidationError(
            {"mail_domains": _("Name a domain, or nobody can join: one on each line, like example.org.")}
        )
    _check_limits(row.limits)


def _check_limits(limits: dict[str, Any]) -> None:
    names = {limit.name for limit in ADJUSTABLE}
    for name, times in limits.items():
        is_number = isinstance(times, int) and not isinstance(times, bool)
        if name not in names or not is_number or not LEAST_TIMES <= times <= MOST_TIMES:
            raise ValidationError({"limits": _("How often is a number from 1 to 1000.")})
