"""Communities that stand beside each other, for each reader those that they may know of."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from forum.communities.actions.opening import archive_community
from forum.communities.actions.partners import drop_partner, name_partner
from forum.communities.models import Change, Partnership, Role
from forum.communities.selectors import partners
from forum.communities.selectors.partners import partners_of
from forum.core.verdicts import Invalid, Refused
from forum.people.actors import is_person
from tests.factories import make_community, make_member, make_person, make_steward
from tests.forum.communities.people_of import EVERYONE, SHAPING, somebody

pytestmark = pytest.mark.django_db


def named_on(page: str) -> list[str]:
    """The partners in the aside of a community's page."""
    aside = page.split('aria-label="About this community"')[1] if "About this community" in page else ""
    listed = re.search(r'<ul class="partners">(.*?)</ul>', aside, re.S)
    return re.findall(r'<a href="/c/[^"]*">([^<]*)</a>', listed[1]) if listed else []


@pytest.mark.parametrize("kind", EVERYONE)
def test_those_who_shape_a_community_name_its_partners(client: Client, kind: str) -> None:
    community, partner = make_community(), make_community("Beside us")
    actor = somebody(kind, community)
    if is_person(actor):
        client.force_login(actor)
    answer = client.post(f"/c/{community.slug}/manage/partners/", {"partner": "beside US"})
    gone = client.post(f"/c/{community.slug}/manage/partners/{partner.slug}/drop/")
    verbs = list(Change.objects.filter(community=community).order_by("pk").values_list("verb", flat=True))
    if kind in SHAPING:
        assert (answer.status_code, gone.status_code, verbs[-2:]) == (302, 302, ["partnered", "unpartnered"])
    else:
        assert {answer.status_code, gone.status_code} == {302 if kind == "visitor" else 403}
        assert "partnered" not in verbs


def test_each_reader_sees_the_partners_that_they_may_know_of(client: Client) -> None:
    facilitator = make_person()
    community = make_community(facilitator=facilitator, visibility="open")
    known, hidden = (
        make_community("Known", domain="What they care about."),
        make_community("Unseen", visibility="hidden"),
    )
    old = make_community("Old")
    make_member(hidden, facilitator)
    for partner in (known, hidden, old):
        name_partner(namer=facilitator, community=community, partner=partner)
    archive_community(archiver=make_steward(), community=old)
    member = make_member(community)
    seen = []
    for person in (None, member, facilitator, make_steward()):
        if person:
            client.force_login(person)
        seen.append(named_on(client.get(community.get_absolute_url()).content.decode()))
    assert seen == [["Known"], ["Known"], ["Known", "Unseen"], ["Known", "Unseen"]]
    page = client.get(community.get_absolute_url()).content.decode()
    assert "What they care about." in page


def test_a_partner_that_hides_is_gone_from_pages_that_were_kept(client: Client) -> None:
    facilitator = make_person()
    community, partner = (
        make_community(facilitator=facilitator, visibility="open"),
        make_community("Beside us"),
    )
    name_partner(namer=facilitator, community=community, partner=partner)
    member = Client()
    member.force_login(make_member(community))
    both = [client, member]
    assert [named_on(each.get(community.get_absolute_url()).content.decode()) for each in both] == [
        ["Beside us"]
    ] * 2
    type(partner).objects.filter(pk=partner.pk).update(visibility="hidden")
    assert [named_on(each.get(community.get_absolute_url()).content.decode()) for each in both] == [[], []]


def test_a_hidden_community_answers_like_none_to_who_names_it(client: Client) -> None:
    facilitator = make_person()
    community, hidden = make_community(facilitator=facilitator), make_community("Unseen", visibility="hidden")
    client.force_login(facilitator)
    answers = [
        client.post(f"/c/{community.slug}/manage/partners/", {"partner": words})
        for words in ("Unseen", hidden.slug, "No such one")
    ]
    said = [re.findall(r'id="id_partner_error">(.*?)</ul>', each.content.decode(), re.S) for each in answers]
    assert ([each.status_code for each in answers], len({str(each) for each in said})) == ([422] * 3, 1)
    assert f">{hidden.name}<" not in answers[2].content.decode()
    with pytest.raises(Refused):
        name_partner(namer=facilitator, community=community, partner=hidden)
    assert Partnership.objects.count() == 0


def test_a_page_holds_so_many_and_the_limit_tells_nothing_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forum.communities.actions.partners.MOST_PARTNERS", 2)
    facilitator = make_person()
    community = make_community(facilitator=facilitator)
    hidden = [make_community(visibility="hidden") for _ in range(2)]
    for partner in hidden:
        name_partner(namer=make_steward(), community=community, partner=partner)
    for _ in range(2):
        name_partner(namer=facilitator, community=community, partner=make_community())
    with pytest.raises(Invalid, match="A page holds 2 partners"):
        name_partner(namer=facilitator, community=community, partner=make_community())
    assert len(partners_of(facilitator, community)) == 2
    assert partners.MOST_PARTNERS == 12


def test_a_partner_is_named_once_and_is_never_oneself() -> None:
    facilitator = make_person()
    community, partner = make_community(facilitator=facilitator), make_community()
    for _ in range(2):
        name_partner(namer=facilitator, community=community, partner=partner)
    with pytest.raises(Refused, match="not its own partner"):
        name_partner(namer=facilitator, community=community, partner=community)
    assert Partnership.objects.count() == 1
    for _ in range(2):
        drop_partner(dropper=facilitator, community=community, partner=partner)
    assert Partnership.objects.count() == 0
    assert (
        list(Change.objects.filter(community=community).values_list("verb", flat=True)).count("partnered")
        == 1
    )


def test_the_log_names_a_hidden_partner_to_those_only_who_know_of_it(client: Client) -> None:
    facilitator, moderator = make_person(), make_person()
    community, hidden = make_community(facilitator=facilitator), make_community("Unseen", visibility="hidden")
    make_member(hidden, facilitator)
    make_member(community, moderator, role=Role.MODERATOR)
    name_partner(namer=facilitator, community=community, partner=hidden)
    seen = []
    for person in (moderator, facilitator):
        client.force_login(person)
        page = client.get(f"/c/{community.slug}/manage/log/").content.decode()
        seen.append(("Unseen" in page, "a community that you do not see" in page))
    assert seen == [(False, True), (True, False)]
