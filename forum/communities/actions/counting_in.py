"""What goes with every new membership, whichever way it came about."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.actions.standing import hold_again
from forum.communities.models import Community, JoiningRequest
from forum.communities.selectors.joining import forget_requests
from forum.communities.selectors.standing import forget_memberships
from forum.core.verdicts import Refused
from forum.people.models import Person
from forum.people.selectors.accounts import lock_account


def count_in(
    person: Person, community: Community, *, by: Person | None = None, now: datetime | None = None
) -> None:
    """Count who has just become a member; a request of theirs that waits has come to its end.

    `by` let them in, None where they came by themselves. Counting holds the row of the community: who asks at this
    moment either comes first and is found here, or waits and finds the membership. What runs of measures
    holds at once. Raises Refused for who leaves.
    """
    Community.objects.filter(pk=community.pk).update(member_count=F("member_count") + 1)
    lock_account(person)
    if person.kind == Person.Kind.FORMER:
        raise Refused(_("This account has just been closed."))
    waiting = JoiningRequest.objects.filter(
        person=person, community=community, state=JoiningRequest.State.WAITING
    )
    waiting.update(state=JoiningRequest.State.ACCEPTED, decided_at=now or timezone.now(), decided_by=by)
    hold_again(person, community, now=now or timezone.now())
    forget_memberships(person)
    forget_requests(person)
