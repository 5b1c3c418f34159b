"""The mail that tells an author why a moderator has removed what they said."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from forum.communities.models import Community, WhyRemoved
from forum.communities.selectors.reading import communities_known_to
from forum.core.letters import send_letter
from forum.network.selectors import ground
from forum.people.models import Person
from forum.people.selectors.addresses import is_address_confirmed


def send_why_removed(
    author: Person, removal: WhyRemoved, *, community: Community | None, letter: str, about: dict[str, Any]
) -> bool:
    """Send the letter of this name, with `about` in it. False where it does not reach its author, or the place is not
    theirs to know now; `community` is None for what two say alone, which stewards remove.
    """
    if not author.is_active or not author.email or not is_address_confirmed(author):
        return False
    if community is not None and not communities_known_to(author).filter(pk=community.pk).exists():
        return False
    someone = _("A moderator") if community is not None else _("A steward of the network")
    context = {
        "author": author,
        "community": community,
        "moderator": removal.removed_by.display_name if removal.removed_by else someone,
        "reason": removal.reason,
        "network_name": ground().name,
    }
    send_letter(letter, to=author.email, context=context | about)
    return True
