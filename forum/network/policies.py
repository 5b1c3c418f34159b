"""Who may set what holds for the network."""

from __future__ import annotations

from typing import Protocol

from django.utils.translation import gettext_lazy as _

from forum.core.verdicts import YES, Verdict, no


class Acting(Protocol):
    """Whoever acts, as far as this feature has to know them: people live on a rung above."""

    @property
    def pk(self) -> int:
        """Their key."""

    @property
    def is_steward(self) -> bool:
        """True for those who look after the network."""

    @property
    def is_active(self) -> bool:
        """False once their account is closed."""


def may_change_network(actor: Acting) -> Verdict:
    """Changing what holds for the whole network."""
    if actor.is_steward and actor.is_active:
        return YES
    return no(_("Only stewards of the network can change what holds for it."))
