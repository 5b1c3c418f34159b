"""Mail to whoever wrote what was purged: that it is gone and why, and nothing of what it said."""

from __future__ import annotations

from forum.communities.models import WhyPurged
from forum.communities.selectors.reading import communities_known_to
from forum.core.letters import send_letter
from forum.network.selectors import ground
from forum.people.models import Person
from forum.people.selectors.addresses import is_address_confirmed


def mail_author_of_purged(*, author_id: int, community_id: int | None, why: str) -> bool:
    """Tell them. False where nobody can read it; the community is named to whom it is known now."""
    author = Person.objects.filter(pk=author_id, is_active=True).exclude(email=None).first()
    if author is None or not is_address_confirmed(author):
        return False
    community = communities_known_to(author).filter(pk=community_id).first() if community_id else None
    context = {
        "author": author,
        "place": community.name if community is not None else "",
        "why": WhyPurged(why).label,
        "network_name": ground().name,
    }
    send_letter("words_purged", to=str(author.email), context=context)
    return True
