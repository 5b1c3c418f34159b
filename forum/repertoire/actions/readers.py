"""Asking anew where more people read a community than those agreed to who are quoted there."""

from __future__ import annotations

from django.utils import timezone

from forum.communities.models import Community
from forum.core.events import publish
from forum.discussions.readers import WIDTH
from forum.people.models import Person
from forum.people.selectors.accounts import lock_accounts
from forum.repertoire.events import QuoteAskedAnew
from forum.repertoire.models import Quote

Consent = Quote.Consent


def ask_anew_of_readers(*, community_id: int) -> None:
    """Let nothing stand that was agreed to for fewer readers, and ask those who said it. Part of the action that
    changes who reads the community, which holds it alone. Who has left is quoted no more. Words that are removed, and
    people who are shut out, may come back, and nothing would tell us then: so these are asked as well.
    """
    community = Community.objects.get(pk=community_id)
    width = WIDTH[Community.Visibility(community.visibility)]
    narrower = [visibility for visibility, other in WIDTH.items() if other < width]
    agreed = Quote.objects.filter(community=community, readers__in=narrower)
    # Who closes their account waits, or is seen to have left.
    lock_accounts(agreed.filter(message__isnull=False).values_list("message__author", flat=True))
    held = (
        agreed.filter(message__author__kind=Person.Kind.HUMAN).order_by("pk").select_for_update(of=("self",))
    )
    keys = list(held.values_list("pk", flat=True))
    Quote.objects.filter(pk__in=keys).update(
        consent=Consent.ASKED, was_agreed=True, answered_at=None, readers="", asked_at=timezone.now()
    )
    for key in keys:
        publish(QuoteAskedAnew(quote_id=key))
