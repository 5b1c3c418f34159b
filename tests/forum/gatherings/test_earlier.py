"""Sessions that are over, wherever one belongs: found from what is to come, by rights, page by page."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forum.communities.actions.members import leave_community
from forum.communities.models import Community
from forum.core.paging import cursor_text
from forum.gatherings.models import Gathering, Joint
from forum.gatherings.selectors import gatherings as selectors
from forum.people.models import Person
from tests.factories import make_community, make_member
from tests.forum.gatherings.meeting import again, meeting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
EARLIER = reverse("gatherings-earlier")


def over(host: Person, community: Community, title: str, *, days: int, state: str = "closed") -> Gathering:
    made = meeting(host, community, title=title)
    return set_back(made, days=days, state=state)


def set_back(made: Gathering, *, days: int, state: str) -> Gathering:
    begins = timezone.now() - timedelta(days=days)
    rows = Gathering.objects.filter(pk=made.pk)
    rows.update(state=state, starts_at=begins, ends_at=begins + timedelta(hours=1))
    return made


def test_what_is_over_is_found_from_what_is_to_come(
    client: Client, host: Person, member: Person, community: Community
) -> None:
    meeting(host, community, title="To be read")
    over(host, community, "Read last week", days=7)
    over(host, community, "Read last month", days=30)
    over(host, community, "Never took place", days=8, state="cancelled")
    set_back(meeting(host, community, title="Never announced", is_draft=True), days=9, state="draft")
    client.force_login(member)
    page = client.get(reverse("gatherings")).text
    assert "To be read" in page and "Read last week" not in page and f'href="{EARLIER}"' in page
    page = client.get(EARLIER).text
    assert 0 < page.index("Read last week") < page.index("Read last month")
    assert not any(each in page for each in ("To be read", "Never took place", "Never announced"))


def test_it_is_that_of_who_belongs(
    client: Client, host: Person, member: Person, community: Community
) -> None:
    made = over(host, community, "Read last week", days=7)
    other = make_community("Night teaching", visibility="private")
    stranger = make_member(other)
    for person, sees in ((member, True), (stranger, False)):
        client.force_login(person)
        assert ("Read last week" in client.get(EARLIER).text) is sees
    assert "Nothing is over yet." in client.get(EARLIER).text
    Joint.objects.create(gathering=made, community=other, state="agreed", note="Come.")
    assert "Read last week" in client.get(EARLIER).text
    leave_community(person=member, community=community)
    client.force_login(member)
    assert "Read last week" not in client.get(EARLIER).text


def test_many_are_read_page_by_page(
    client: Client, host: Person, member: Person, community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selectors, "EARLIER", 2)
    rows = [over(host, community, f"Meeting {number}", days=number) for number in (1, 2, 3)]
    client.force_login(member)
    first = client.get(EARLIER).text
    assert "Meeting 1" in first and "Meeting 2" in first and "Meeting 3" not in first
    after = cursor_text(again(rows[1]).starts_at, rows[1].pk)
    assert f'href="?after={quote(after)}"' in first
    second = client.get(EARLIER, {"after": after}).text
    assert "Meeting 3" in second and "Meeting 1" not in second and "Older" not in second
    for nonsense in ("0", "x", "9" * 30):
        assert "Meeting 1" in client.get(EARLIER, {"after": nonsense}).text
