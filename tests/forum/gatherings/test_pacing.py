"""Those who lead a session let people talk as they like, slowly, or listen for a while."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forum.chat.policies.rooms import may_write_in
from forum.communities.models import Community, Role
from forum.core.editions import ChangedMeanwhile
from forum.core.verdicts import Invalid, Refused, TooMany
from forum.gatherings.actions.hosts import Named
from forum.gatherings.actions.leading import announce, end_gathering, start_gathering
from forum.gatherings.actions.pacing import set_pace
from forum.gatherings.actions.questions import ask_question
from forum.gatherings.models import Gathering, Host
from forum.people.models import Person
from tests.factories import make_member, make_person
from tests.forum.gatherings.going_on import begun, near, room_of, said
from tests.forum.gatherings.meeting import again

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]


def paced(host: Person, gathering: Gathering, pace: str) -> None:
    set_pace(host=host, gathering=again(gathering), pace=pace, seen=again(gathering).stage.revision)


def test_while_hosts_talk_alone_others_ask_and_vote(
    host: Person, member: Person, gathering: Gathering
) -> None:
    paced(host, gathering, "locked")
    with pytest.raises(Refused, match="You can ask and vote"):
        said(member, gathering)
    assert said(host, gathering, "Listen, please.").pk
    assert ask_question(asker=member, gathering=again(gathering), words="May I?", client_id=uuid4()).pk
    paced(host, gathering, "free")
    assert said(member, gathering, "Thank you.").pk


def test_slowly_each_waits_between_two_messages_but_for_hosts(
    host: Person, member: Person, gathering: Gathering
) -> None:
    paced(host, gathering, "slow")
    said(member, gathering, "First.")
    with pytest.raises(TooMany, match="slow mode"):
        said(member, gathering, "Second.")
    said(host, gathering, "One.")
    said(host, gathering, "Two.")


def test_who_leads_without_a_role_is_not_slowed_and_announces(
    host: Person, member: Person, community: Community
) -> None:
    leading = make_member(community, make_person("Cem Arslan"))
    gathering = begun(
        host, community, hosts=[Named(Host.Part.HOST, leading), Named(Host.Part.SPEAKER, member)]
    )
    paced(host, gathering, "slower")
    said(leading, gathering, "One.")
    said(leading, gathering, "Two.")
    assert announce(host=leading, gathering=again(gathering), words="Three.", client_id=uuid4()).announced
    paced(host, gathering, "locked")
    assert said(member, gathering, "Whoever speaks in it talks on.").pk


def test_a_pace_holds_no_longer_than_the_session(host: Person, member: Person, gathering: Gathering) -> None:
    paced(host, gathering, "locked")
    end_gathering(host=host, gathering=again(gathering))
    assert said(member, gathering, "Added later.").pk
    early = near(host, gathering.community)
    paced(host, early, "slower")
    start_gathering(host=host, gathering=again(early))
    assert room_of(early).slow_seconds == 0


def test_of_two_hosts_the_second_is_told_and_who_presses_twice_has_done_it_once(
    host: Person, community: Community, gathering: Gathering
) -> None:
    second = make_member(community, role=Role.FACILITATOR)
    seen = again(gathering).stage.revision
    stage = set_pace(host=host, gathering=again(gathering), pace="locked", seen=seen)
    assert (
        set_pace(host=host, gathering=again(gathering), pace="locked", seen=seen).revision == stage.revision
    )
    with pytest.raises(ChangedMeanwhile):
        set_pace(host=second, gathering=again(gathering), pace="slow", seen=seen)
    with pytest.raises(Invalid):
        set_pace(host=second, gathering=again(gathering), pace="fast", seen=stage.revision)


def test_only_who_leads_sets_it_and_only_while_somebody_may_talk(
    host: Person, member: Person, community: Community, gathering: Gathering
) -> None:
    with pytest.raises(Refused, match="Those who host"):
        paced(member, gathering, "locked")
    with pytest.raises(Refused, match="Nobody else can talk yet"):
        paced(host, near(host, community, minutes=50), "locked")
    end_gathering(host=host, gathering=again(gathering))
    paced(host, gathering, "locked")
    assert not may_write_in(member, room_of(gathering))
    with pytest.raises(Refused, match="over"):
        set_pace(
            host=host, gathering=again(gathering), pace="free", seen=again(gathering).stage.revision,
            now=timezone.now() + timedelta(hours=Gathering.Window.TWO_DAYS),
        )  # fmt: skip


def test_the_desk_says_who_talks_and_members_read_why_they_do_not(
    client: Client, host: Person, member: Person, gathering: Gathering
) -> None:
    client.force_login(host)
    address = reverse("gathering-pace", args=[gathering.pk])
    seen = again(gathering).stage.revision
    assert client.post(address, {"pace": "locked", "seen": seen}).status_code == 302
    assert '<option value="locked" selected>' in client.get(gathering.get_absolute_url()).text
    late = client.post(address, {"pace": "slow", "seen": seen})
    assert late.status_code == 409
    client.force_login(member)
    page = client.get(gathering.get_absolute_url()).text
    assert "those who lead the session or speak in it talk alone" in page
    assert address not in page
    assert '<p class="session-paced" role="status">' in page
