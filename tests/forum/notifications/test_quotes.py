"""Who is told that their words are wanted for a practice note, until nothing is there to answer."""

from __future__ import annotations

import pytest

from forum.communities.models import Community, Role
from forum.notifications.selectors.inbox import notices_of, unread_notices
from forum.people.models import Person
from forum.repertoire.models import Quote
from tests.factories import expel, make_member
from tests.forum.gatherings.going_on import begun
from tests.forum.people_anew import again as anew
from tests.forum.repertoire.noted import answered, drafted, highlighted, quote_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]


def told(person: Person) -> tuple[list[str], int]:
    return [notice.kind for notice in notices_of(anew(person)).notices], unread_notices(anew(person))


def test_who_said_it_is_told_while_it_is_quoted_and_nobody_else(community: Community) -> None:
    host, member, other = (
        make_member(community, role=Role.FACILITATOR),
        make_member(community),
        make_member(community),
    )
    gathering = begun(host, community)
    message = highlighted(host, member, gathering, "Ten slow breaths.")
    note = drafted(host, gathering, message)
    assert [told(each) for each in (member, other, host)] == [(["message-quoted"], 1), ([], 0), ([], 0)]
    answered(member, quote_in(note), "nameless")
    assert told(member) == (["message-quoted"], 0)
    expel(member, community)  # they answer for their words wherever they belong
    assert told(member) == (["message-quoted"], 0)
    Quote.objects.all().delete()
    assert told(member) == ([], 0)
