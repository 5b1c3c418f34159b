"""Asking anew where more people read a community than those agreed to who are quoted there."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from forum.communities.models import Community
from forum.core.events import publish
from forum.discussions.readers import WIDTH
from forum.people.models import Person
from forum.repertoire.events import QuoteAsked
from forum.repertoire.models import Quote

Consent = Quote.Consent


def ask_anew_of_readers(*, community_id: int) -> None:
    """Let nothing stand that was agreed to for fewer readers, and ask those who said it. Part of the action that
    changes who reads the community, which holds it alone. Whoever cannot be asked any more is quoted no more.
    """
    community = Community.objects.get(pk=community_id)
    width = WIDTH[Community.Visibility(community.visibility)]
    narrower = [visibility for visibility, other in WIDTH.items() if other < width]
    agreed = Quote.objects.filter(community=community, readers__in=narrower)
    can_be_asked = Q(message__author__is_active=True, message__author__kind=Person.Kind.HUMAN)
    held = (
        agreed.filter(can_be_asked, message__removed_at=None).order_by("pk").select_for_update(of=("self",))
    )
    keys = list(held.values_list("pk", flat=True))
    Quote.objects.filter(pk__in=keys).update(
        consent=Consent.ASKED, answered_at=None, readers="", asked_at=timezone.now()
    )
    for key in keys:
        publish(QuoteAsked(quote_id=key))
