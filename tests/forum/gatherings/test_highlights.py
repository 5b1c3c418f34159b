"""Those who lead a session highlight what is worth keeping of its talk."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from forum.chat.actions.highlighting import highlight_message, highlight_no_more
from forum.chat.actions.messages import remove_message
from forum.chat.models import Message, RoomEvent
from forum.communities.models import Community, Role
from forum.core.verdicts import Refused
from forum.gatherings.actions.hosts import Named
from forum.gatherings.actions.leading import end_gathering
from forum.gatherings.models import Gathering, Host
from forum.people.models import Person
from forum.recaps.selectors.recaps import facts_of, highlights_of
from forum.recaps.views.drafting import drafted_body
from tests.factories import make_member, make_person
from tests.forum.chat.test_sending import say
from tests.forum.gatherings.going_on import begun, said
from tests.forum.gatherings.meeting import again

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]


@pytest.fixture
def facilitator(community: Community) -> Person:
    return make_member(community, make_person("Ada Byrne"), role=Role.FACILITATOR)


@pytest.fixture
def host(community: Community) -> Person:
    """Who leads it without a role of their own."""
    return make_member(community, make_person("Cem Arslan"))


@pytest.fixture
def gathering(facilitator: Person, host: Person, community: Community) -> Gathering:
    return begun(facilitator, community, hosts=[Named(Host.Part.HOST, host)])


def fresh(message: Message) -> Message:
    return Message.objects.select_related("room__community", "author").get(pk=message.pk)


def test_it_is_told_to_all_once_and_taken_back(host: Person, member: Person, gathering: Gathering) -> None:
    message = said(member, gathering, "Ten slow breaths.")
    for _twice in range(2):
        highlight_message(host=host, message=fresh(message))
    assert highlights_of(gathering) == [message]
    for _twice in range(2):
        highlight_no_more(host=host, message=fresh(message))
    assert highlights_of(gathering) == []
    told = RoomEvent.objects.filter(room=message.room_id, kind__endswith="highlighted").order_by("seq")
    assert [(each.kind, each.data) for each in told] == [
        ("highlighted", {"id": message.pk}), ("unhighlighted", {"id": message.pk}),
    ]  # fmt: skip


def test_only_who_leads_does_so_and_only_in_sessions(
    host: Person, facilitator: Person, member: Person, community: Community, gathering: Gathering
) -> None:
    message = said(member, gathering, "Ten slow breaths.")
    with pytest.raises(Refused, match="Those who host"):
        highlight_message(host=member, message=fresh(message))
    elsewhere = say(member, community.rooms.get(kind="standing"))
    with pytest.raises(Refused, match="live session"):
        highlight_message(host=facilitator, message=fresh(elsewhere))
    assert not Message.objects.filter(highlighted_at__isnull=False).exists()


def test_what_is_taken_back_is_no_highlight(host: Person, member: Person, gathering: Gathering) -> None:
    message = said(member, gathering, "Ten slow breaths.")
    highlight_message(host=host, message=fresh(message))
    remove_message(remover=member, message=fresh(message))
    assert highlights_of(gathering) == []
    assert fresh(message).highlighted_at is None


def test_they_stand_in_the_talk_on_the_page_afterwards_and_in_the_draft(
    client: Client, host: Person, facilitator: Person, member: Person, gathering: Gathering
) -> None:
    message = said(member, gathering, "Ten slow breaths.")
    client.force_login(host)
    offered = client.get(reverse("message-acts", args=[message.room_id, message.pk])).text
    assert "Highlight it" in offered
    done = client.post(reverse("message-highlight", args=[message.room_id, message.pk]))
    assert done.status_code == 302
    assert '<span class="message-mark is-highlight">' in client.get(gathering.get_absolute_url()).text
    end_gathering(host=facilitator, gathering=again(gathering))
    client.force_login(member)
    page = client.get(gathering.get_absolute_url()).text
    assert "<h3>Highlights</h3>" in page
    assert "Highlight it" not in client.get(reverse("message-acts", args=[message.room_id, message.pk])).text
    assert "> Ten slow breaths. ([in the talk](" in drafted_body(facts_of(again(gathering)))
    client.logout()
    assert "Ten slow breaths." not in client.get(gathering.get_absolute_url()).text
