"""What live sessions keep to themselves: hidden communities, drafts, video links, and names of who comes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forum.communities.actions.members import leave_community
from forum.communities.models import Community, Role
from forum.core.limits import FETCHING
from forum.core.verdicts import Refused
from forum.gatherings.actions.calendars import open_calendar
from forum.gatherings.actions.coming import answer_whether_one_comes
from forum.gatherings.actions.joint import ask_to_take_part
from forum.gatherings.actions.scheduling import cancel_gathering
from forum.gatherings.models import CalendarKey, Coming, Gathering, Joint
from forum.gatherings.selectors.calendars import word_of
from forum.people.models import Person
from tests.factories import make_community, make_member, make_person, suspend
from tests.forum.gatherings.meeting import again, meeting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]


@pytest.fixture
def community() -> Community:
    return make_community("Ward teaching", visibility="open")


@pytest.fixture
def secret() -> Community:
    return make_community("Whistle blowers", visibility="hidden")


@pytest.fixture
def host(community: Community, secret: Community) -> Person:
    """A facilitator who belongs to the hidden community, too."""
    return make_member(
        secret, make_member(community, make_person("Ada Byrne"), role=Role.FACILITATOR), role=Role.GUEST
    )


@pytest.fixture
def together(host: Person, community: Community, secret: Community) -> Gathering:
    """A session in which the hidden community takes part."""
    made = meeting(host, community, video_url="https://video.example/x")
    Joint.objects.create(
        gathering=made, community=secret, state="agreed", asked_by=host, note="You know why.", reason="Yes."
    )
    return again(made)


def read(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def come(person: Person, gathering: Gathering, through: Community) -> None:
    answer_whether_one_comes(
        person=person, gathering=gathering, comes=Coming.State.COMING, through_id=through.pk
    )


def test_who_comes_through_a_hidden_community_is_named_to_those_alone_who_know_of_it(
    client: Client, community: Community, secret: Community, together: Gathering, host: Person
) -> None:
    come(make_member(secret, make_person("Zoe Quill")), together, secret)
    come(make_member(community, make_person("Bea Quist")), together, community)
    client.force_login(make_member(community))
    page = read(client, together.get_absolute_url())
    assert ("Bea Quist" in page, "Zoe Quill" in page, "<b>2</b> come" in page) == (True, False, True)
    assert "and one more" in page
    client.force_login(host)
    page = read(client, together.get_absolute_url())
    assert ("Bea Quist" in page, "Zoe Quill" in page, "and one more" in page) == (True, True, False)


def test_hosts_who_do_not_know_of_a_community_that_takes_part_do_not_learn_of_it(
    client: Client, community: Community, secret: Community, together: Gathering, host: Person
) -> None:
    row, page = Joint.objects.get(), reverse("gathering-together", args=[together.pk])
    client.force_login(host)
    told = read(client, page)
    assert "Whistle blowers" in told and "You know why." in told
    assert "Whistle blowers" in read(client, reverse("joint", args=[row.pk]))
    client.force_login(make_member(community, role=Role.FACILITATOR))
    told = read(client, page)
    assert "A community that you do not see" in told
    assert not any(words in told for words in ("Whistle blowers", "You know why.", "Yes."))
    assert client.get(reverse("joint", args=[row.pk])).status_code == 404
    ended = client.post(reverse("joint-end", args=[row.pk]), follow=True).content.decode()
    assert "takes part no longer" in ended and "Whistle blowers" not in ended
    assert Joint.objects.get().state == "ended"


def test_the_video_link_is_kept_from_who_may_not_come_any_more(
    client: Client, community: Community, together: Gathering
) -> None:
    begins = timezone.now() + timedelta(minutes=10)
    Gathering.objects.update(starts_at=begins, ends_at=begins + timedelta(hours=1))
    member = make_member(community)
    come(member, again(together), community)
    client.force_login(member)
    shown = ["video.example" in read(client, together.get_absolute_url())]
    suspend(member, community)
    shown.append("video.example" in read(client, together.get_absolute_url()))
    assert shown == [True, False]


def test_a_draft_that_is_given_up_is_gone_and_was_never_seen(
    client: Client, community: Community, host: Person
) -> None:
    draft = meeting(host, community, is_draft=True, title="Closing the ward")
    with pytest.raises(Refused, match="draft"):
        cancel_gathering(host=host, gathering=draft, why="Too early.")
    client.force_login(host)
    address = reverse("gathering-cancel", args=[draft.pk])
    assert "Throw the draft away" in read(client, address)
    assert client.post(address)["Location"] == reverse("community-gatherings", args=[community.slug])
    assert not Gathering.objects.exists()
    assert client.post(address).status_code == 404
    client.logout()
    assert "Closing the ward" not in read(client, reverse("community-gatherings", args=[community.slug]))


def test_a_calendar_says_nothing_of_a_community_that_its_owner_does_not_know_of_any_more(
    client: Client, secret: Community, community: Community, together: Gathering
) -> None:
    member = make_member(secret)
    feed = reverse("calendar-feed", args=[word_of(open_calendar(person=member, community=secret))])
    told = read(client, feed)
    assert "Whistle blowers" in told and "Journal club" in told
    leave_community(person=member, community=secret)
    told = read(client, feed)
    assert "BEGIN:VCALENDAR" in told and "Whistle" not in told and "Journal club" not in told
    client.force_login(member)
    page = read(client, reverse("calendars"))
    assert "A community that you do not see" in page
    assert "Whistle blowers" not in page and secret.slug not in page
    assert client.post(reverse("calendar-end", args=[CalendarKey.objects.get().pk])).status_code == 302


def test_an_address_is_fetched_so_often_and_no_more(client: Client, community: Community) -> None:
    first, second = (
        reverse("calendar-feed", args=[word_of(open_calendar(person=make_member(community), community=None))])
        for _ in range(2)
    )
    assert {client.get(first).status_code for _ in range(FETCHING.times)} == {200}
    assert [client.get(first).status_code, client.get(second).status_code] == [429, 200]


def test_who_declined_is_led_back_to_their_community(client: Client, community: Community) -> None:
    elsewhere = make_community("Night teaching", visibility="private")
    asks = make_member(community, make_member(elsewhere, role=Role.FACILITATOR), role=Role.GUEST)
    row = ask_to_take_part(
        host=asks, gathering=meeting(asks, elsewhere), community=community, note="It is about nights."
    )
    client.force_login(make_member(community, role=Role.FACILITATOR))
    answered = client.post(
        reverse("joint", args=[row.pk]), {"decline": "1", "reason": "Not that night."}, follow=True
    )
    assert answered.status_code == 200
    assert "Declined for Ward teaching." in answered.content.decode()
