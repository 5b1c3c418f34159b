"""The log of a community, and that of the network."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forum.communities.actions.batches import invite_many
from forum.communities.actions.invitations import (
    accept_invitation,
    invite_by_link,
    invite_by_mail,
    revoke_invitation,
)
from forum.communities.actions.log import note_change
from forum.communities.actions.members import give_role
from forum.communities.actions.opening import change_visibility
from forum.communities.actions.roles import take_out_member
from forum.communities.models import Change, Invitation, Role, Verb
from forum.communities.selectors import log
from forum.communities.views import telling
from forum.communities.views.telling import Difference, differences, told
from forum.discussions.actions.deciding import let_through
from forum.discussions.actions.moving import move_topics
from forum.discussions.models import Topic
from forum.people.actors import is_person
from tests.factories import (
    hold_reply,
    make_board,
    make_community,
    make_member,
    make_person,
    make_steward,
    make_topic,
)
from tests.forum.communities.people_of import EVERYONE, LOOKING_AFTER, somebody

pytestmark = pytest.mark.django_db


def lines(page: str) -> list[str]:
    """The lines of a log as text."""
    rows = re.findall(r'<li id="change-\d+">(.*?)</li>', page, re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


@pytest.mark.parametrize("kind", EVERYONE)
def test_those_who_look_after_a_community_read_its_log(client: Client, kind: str) -> None:
    community = make_community(visibility="open")
    actor = somebody(kind, community)
    if is_person(actor):
        client.force_login(actor)
    answer = client.get(f"/c/{community.slug}/manage/log/")
    expected = 200 if kind in LOOKING_AFTER else 302 if kind == "visitor" else 403
    assert (answer.status_code, "opened the community" in answer.content.decode()) == (
        expected,
        expected == 200,
    )


@pytest.mark.parametrize("kind", EVERYONE)
def test_stewards_alone_read_the_log_of_the_network(client: Client, kind: str) -> None:
    community = make_community()
    note_change(
        Verb.FOUNDING_DECLINED,
        by=make_steward("Ada"),
        about="Gardeners",
        person=make_person("Bea"),
        reason="No.",
    )
    actor = somebody(kind, community)
    if is_person(actor):
        client.force_login(actor)
    answer = client.get("/stewards/log/")
    expected = 200 if kind == "steward" else 302 if kind == "visitor" else 404
    assert answer.status_code == expected
    if expected == 200:
        (line,) = lines(answer.content.decode())
        assert line.startswith("Ada did not agree to “Gardeners”, proposed by Bea No.")


def test_what_was_done_reads_as_sentences(client: Client) -> None:
    facilitator = make_person("Ada")
    community = make_community("Ward 7", facilitator=facilitator, visibility="network")
    person = make_member(community, make_person("Bea"))
    Change.objects.all().delete()
    give_role(giver=facilitator, person=person, community=community, role=Role.MODERATOR)
    take_out_member(taker=facilitator, person=person, community=community, reason="Asked to <go>.")
    change_visibility(changer=facilitator, community=community, visibility="private")
    client.force_login(facilitator)
    page = client.get(f"/c/{community.slug}/manage/log/").content.decode()
    assert lines(page)[0].startswith("Ada changed who reads the community Who reads it Network")
    assert "Network: anyone who is signed in can read → Private: only members can read" in lines(page)[0]
    assert lines(page)[1].startswith("Ada ended the membership of Bea Asked to &lt;go&gt;.")
    assert lines(page)[2].startswith("Ada made Bea a moderator, who was a member before ")


def test_what_was_given_out_says_who_came_by_it(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "NAMED", 2)
    ada = make_person("Ada", email="ada@a.example")
    community = make_community("Ward 7", facilitator=ada)
    Change.objects.all().delete()
    link = invite_by_link(inviter=ada, community=community, most_uses=5)
    mail = invite_by_mail(inviter=ada, community=community, email="m@a.example", role=Role.GUEST)
    lost = invite_by_link(inviter=ada, community=community, most_uses=1)
    invite_many(inviter=ada, community=community, name="Team", text="x@a.example\ny@a.example")
    listed = Invitation.objects.get(email="y@a.example")
    for name, invitation in [("Bea", link), ("Cal", link), ("Dee", link), ("Eve", mail), ("Fay", listed)]:
        accept_invitation(person=make_person(name), invitation=invitation)
    revoke_invitation(facilitator=ada, invitation=lost)
    client.force_login(ada)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(f"/c/{community.slug}/manage/log/").content.decode()
    assert [re.sub(r" \d+ \w+ 2\d{3}, .*", "", line) for line in lines(page)] == [
        "Ada took a link back, by which nobody had come",
        "Ada invited 2 people by a list, each as a member Came in by it: Fay",
        "Ada made a link that lets one person in, as a member",
        "Ada invited one person by mail, as a guest Came in by it: Eve",
        "Ada made a link that lets 5 people in, each as a member Came in by it: Bea , Cal and others",
    ]
    assert sum("invitationuse" in str(query["sql"]) for query in queries) == 1
    assert "@a.example" not in page.partition("<main")[2]


def test_a_topic_is_named_and_linked_for_who_may_read_it_and_for_nobody_else(client: Client) -> None:
    ada = make_person("Ada")
    community = make_community("Ward 7", facilitator=ada)
    here, there = (
        make_board(community, name="Here"),
        make_board(community, name="There", approval="everything"),
    )
    topic, bea = make_topic(here, title="Between us"), make_member(community, make_person("Bea"))
    Change.objects.all().delete()
    move_topics(mover=ada, topics=[topic], to=there)
    topic.refresh_from_db()
    held = hold_reply(topic, bea)
    let_through(moderator=ada, held=held, revision=held.revision)
    client.force_login(ada)
    url = f"/c/{community.slug}/manage/log/"
    page = client.get(url).content.decode()
    assert [line.rpartition(": Between us")[0] for line in lines(page)] == [
        "Ada let a post by Bea through on the board “There”",
        "Ada moved a topic from “Here” to “There”",
    ]
    assert f'href="{reverse("post", args=[topic.pk, topic.slug, 2])}#post-2">Between us</a>' in page
    assert f'href="{topic.get_absolute_url()}">Between us</a>' in page
    Topic.objects.update(removed_at=timezone.now())
    page = client.get(url).content.decode()
    assert (len(lines(page)), "Between us" in page, f"/t/{topic.pk}/" in page) == (2, False, False)


def test_what_was_not_set_before_was_as_installed() -> None:
    ada = make_steward("Ada")
    for verb in (Verb.NETWORK_CHANGED, Verb.DESCRIBED):
        note_change(verb, by=ada, details={"before": {"name": None}, "after": {"name": "Weave"}})
    found = [line.differences for line in told(ada, Change.objects.order_by("pk"))]
    assert found == [[Difference("Name", "as installed", "Weave")], [Difference("Name", "nothing", "Weave")]]


def test_whoever_has_left_is_not_named_and_the_sentence_stays_whole() -> None:
    ada = make_steward("Ada")
    note_change(Verb.REQUEST_ACCEPTED, by=ada, about="guest")
    (line,) = told(ada, Change.objects.all())
    html = render_to_string(
        "communities/log_lines.html", {"changes": [line], "older": 0, "is_first_page": True}
    )
    assert "Ada accepted the request of someone who has left to join, as a guest" in lines(html)[0]


def test_lines_stand_by_the_moment_at_which_it_was_done(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "CHANGES_ON_A_PAGE", 2)
    steward = make_steward("Ada")
    for day in (3, 1, 4, 2):
        moment = datetime(2026, 2, day, tzinfo=UTC)
        note_change(Verb.JOB_RETRIED, by=steward, about=f"day {day}", now=moment)
    client.force_login(steward)
    first = client.get("/stewards/log/").content.decode()
    older = re.search(r'href="(\?after=\d+)"', first)
    assert older is not None
    second = client.get(f"/stewards/log/{older[1]}").content.decode()
    days = [re.findall(r"“day (\d)”", page) for page in (first, second)]
    assert days == [["4", "3"], ["2", "1"]]


def test_every_verb_can_be_told() -> None:
    community, actor, person = make_community(), make_person("Ada"), make_person("Bea")
    Change.objects.all().delete()
    for verb in Verb:
        note_change(
            verb, by=actor, community=community, about="Something", person=person, details={"partner": 0}
        )
    sentences = [line.sentence for line in told(actor, Change.objects.order_by("pk"))]
    assert len(sentences) == len(Verb)
    assert all(sentence and "%(" not in sentence for sentence in sentences)


def test_details_are_told_however_they_were_noted() -> None:
    assert differences(
        {"hue": {"before": 10, "after": 20}, "count": 3, "names": ["a", "b"], "empty": []}
    ) == [
        Difference("Colour", "10", "20"),
        Difference("Count", "", "3"),
        Difference("Names", "", "a, b"),
        Difference("Empty", "", "nothing"),
    ]
    assert differences({"before": {"name": ""}, "after": {"name": "New", "open": True}}) == [
        Difference("Name", "nothing", "New"),
        Difference("Open", "nothing", "yes"),
    ]
    assert differences({"before": ["A", "B"], "after": ["B", "A"]}) == [Difference("Order", "A, B", "B, A")]


def test_who_may_on_a_board_is_told_in_words() -> None:
    (told,) = differences({"read_from": {"before": 0, "after": 20}})
    assert (told.label, told.before, told.after) == ("Who reads", "whoever can read the community", "members")


def test_the_log_goes_on_where_a_page_ended(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "CHANGES_ON_A_PAGE", 2)
    facilitator = make_person()
    community = make_community(facilitator=facilitator)
    Change.objects.all().delete()
    for number in range(5):
        note_change(Verb.BOARD_OPENED, by=facilitator, community=community, about=f"Board {number}")
    client.force_login(facilitator)
    url, seen = f"/c/{community.slug}/manage/log/", []
    page = client.get(url).content.decode()
    while True:
        seen.append([line.partition("Board ")[2][0] for line in lines(page)])
        older = re.search(r'href="(\?after=\d+)"', page)
        if older is None:
            break
        page = client.get(url + older[1]).content.decode()
    assert seen == [["4", "3"], ["2", "1"], ["0"]]


def test_the_log_costs_the_same_whatever_it_shows(client: Client) -> None:
    facilitator, counts = make_person(), []
    client.force_login(facilitator)
    for many in (1, 30):
        community = make_community(facilitator=facilitator)
        for _ in range(many):
            note_change(
                Verb.PARTNERED,
                by=make_person(),
                community=community,
                details={"partner": make_community().pk},
            )
        client.get("/settings/")  # fills the rail
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/c/{community.slug}/manage/log/").status_code == 200
        counts.append(len(queries))
    # Who asks, memberships, community, cases about notes of theirs, log, partners; what waits: seven.
    assert counts == [13, 13]


@pytest.mark.parametrize("after", ["x", "-1", "9" * 30, "%27"])
def test_hostile_cursors_are_harmless(client: Client, after: str) -> None:
    client.force_login(make_steward())
    assert client.get(f"/stewards/log/?after={after}").status_code == 200
