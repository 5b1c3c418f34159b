"""Who may make an account, as the stewards have set it."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forum.core.verdicts import YES, Verdict, no
from forum.network.models import Network
from forum.network.selectors import Ground

SignUp = Network.SignUp


def may_sign_up(ground: Ground, *, invited: bool) -> Verdict:
    """Making an account at all; `invited` says that they came by an invitation that still lets somebody in."""
    if ground.sign_up == SignUp.INVITATION and not invited:
        return no(
            _("Joining is by invitation. Ask a colleague who is already here, or a steward, to invite you.")
        )
    if ground.sign_up == SignUp.DOMAINS and not ground.mail_domains:
        return no(_("Joining is closed at present. Ask a steward of the network."))
    return YES


def may_sign_up_with(ground: Ground, address: str) -> Verdict:
    """Making an account with this mail address."""
    if ground.sign_up != SignUp.DOMAINS or is_under(address, ground.mail_domains):
        return YES
    return no(
        gettext("Join with an address of %(domains)s. If you have none, ask a steward of the network.")
        % {"domains": domains_in_words(ground.mail_domains)}
    )


def needs_a_yes(ground: Ground) -> bool:
    """True where applicants wait until a steward has agreed."""
    return ground.sign_up == SignUp.APPROVAL


def needs_an_invitation(ground: Ground) -> bool:
    """True where an account is made by invitation alone."""
    return ground.sign_up == SignUp.INVITATION


def needs_a_confirmed_address(ground: Ground) -> bool:
    """True where nobody does anything before they have shown that the address is theirs."""
    return ground.sign_up == SignUp.DOMAINS


def is_under(address: str, domains: tuple[str, ...]) -> bool:
    """True where the address is of one of the domains, or of a domain below it: of students.example.edu too."""
    labels = _labels(address.rpartition("@")[2])
    return bool(labels) and any(
        wanted and labels[-len(wanted) :] == wanted for wanted in map(_labels, domains)
    )


def domains_in_words(domains: tuple[str, ...]) -> str:
    """The domains as a sentence names them."""
    *most, last = domains or ("",)
    return gettext("%(most)s or %(last)s") % {"most": ", ".join(most), "last": last} if most else last


def _labels(domain: str) -> list[str]:
    """The parts of a domain's name, as its register writes them; none for what is no name."""
    try:
        plain = domain.strip().strip(".").lower().encode("idna").decode("ascii")
    except UnicodeError:
        return []
    return plain.split(".") if plain else []
