"""What holds for the whole network: what stewards have set, and the installation's own settings below it."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic

from django.conf import settings
from django.core.cache import cache

from forum.core.editions import edition_of
from forum.core.kept import near
from forum.network.models import Network

KEPT_SECONDS = 60
NEAR_SECONDS = 5  # how long another process may go on by what held before
KEY = "network"


@dataclass(frozen=True, slots=True)
class Ground:
    """What holds now; `limits` is how often, by the name of a limit."""

    name: str
    purpose: str = ""
    welcome: str = ""
    sign_up: str = Network.SignUp.OPEN
    mail_domains: tuple[str, ...] = ()
    sign_up_note: str = ""
    founding: str = Network.Founding.STEWARDS
    limits: dict[str, int] = field(default_factory=dict)


def ground() -> Ground:
    """What holds now, or held `NEAR_SECONDS` ago. Every page asks."""
    known: Ground | None = near.get(KEY)
    if known is None:
        known = cache.get(KEY)
        if known is None:
            known = ground_anew()
            if not cache.add(KEY, known, KEPT_SECONDS):  # it was set anew in this moment
                known = cache.get(KEY) or known
        near.put(KEY, known, monotonic() + NEAR_SECONDS)
    return known


def renew_ground() -> None:
    """Let what is stored hold from now on: in this process at once, in others within `NEAR_SECONDS`."""
    known = ground_anew()
    cache.set(KEY, known, KEPT_SECONDS)
    near.put(KEY, known, monotonic() + NEAR_SECONDS)


def ground_anew() -> Ground:
    """The same as stored, for decisions that must not rest on what was true a moment ago."""
    row = network_row()
    return Ground(
        name=row.name or settings.NETWORK_NAME,
        purpose=row.purpose,
        welcome=row.welcome,
        sign_up=row.sign_up or settings.SIGN_UP,
        mail_domains=tuple(row.mail_domains or settings.SIGN_UP_DOMAINS),
        sign_up_note=row.sign_up_note,
        founding=row.founding or settings.FOUNDING,
        limits=dict(row.limits),
    )


def network_row() -> Network:
    """What stewards have set; an empty row, not stored, where they have set nothing yet."""
    return Network.objects.filter(pk=1).first() or Network()


def edition_of_network(row: Network) -> str:
    """The edition of what is set; "" before anything is."""
    return "" if row._state.adding else edition_of(row.changed_at)


def chosen_limits() -> dict[str, int]:
    """How often stewards allow things, by the name of the limit."""
    return ground().limits


def shown_everywhere() -> str:
    """What every page says of the network."""
    return ground().name
