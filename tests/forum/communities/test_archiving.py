"""Archiving a community, and taking it back into use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from forum.communities.actions.invitations import invite_by_link
from forum.communities.actions.joining import ask_to_join
from forum.communities.actions.members import join_community
from forum.communities.actions.opening import archive_community, restore_community
from forum.communities.models import Change, Community, Role, Verb
from forum.core.verdicts import Refused
from forum.discussions.actions.deciding import decline_held, let_through
from forum.discussions.actions.edits import edit_post
from forum.discussions.actions.marks import accept_answer, react
from forum.discussions.actions.replies import post_reply
from forum.discussions.actions.starting import start_topic
from forum.invariants.selectors import breaches
from forum.people.actors import is_person
from forum.people.models import Person
from tests.factories import (
    hold_reply,
    make_board,
    make_community,
    make_member,
    make_person,
    make_reply,
    make_steward,
    make_topic,
    place_topic,
)
from tests.forum.communities.people_of import EVERYONE, SHAPING, somebody

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", EVERYONE)
def test_those_who_shape_a_community_archive_and_restore_it(client: Client, kind: str) -> None:
    community = make_community(visibility="open")
    actor = somebody(kind, community)
    if is_person(actor):
        client.force_login(actor)
    url, states, statuses = (
        f"/c/{community.slug}/manage/archive/",
        [],
        [client.get(f"/c/{community.slug}/manage/archive/").status_code],
    )
    for wish in ("archive", "restore"):
        statuses.append(client.post(url, {"wish": wish}).status_code)
        community.refresh_from_db()
        states.append(community.archived_at is not None)
    if kind in SHAPING:
        assert (statuses, states) == ([200, 302, 302], [True, False])
        verbs = Change.objects.filter(community=community).order_by("-pk").values_list("verb", flat=True)
        assert list(verbs[:2]) == [Verb.RESTORED, Verb.ARCHIVED]
    else:
        assert (statuses, states) == ([302 if kind == "visitor" else 403] * 3, [False, False])


def test_what_waits_is_named_before_and_afterwards_the_page_says_what_can_be_done(client: Client) -> None:
    facilitator = make_person()
    community = make_community(facilitator=facilitator, visibility="open", joining="request")
    client.force_login(facilitator)
    url = f"/c/{community.slug}/manage/archive/"
    ways = ("wait for a moderator", "asked to join", "invitations are open")
    assert [words in client.get(url).content.decode() for words in ways] == [False] * 3
    topic = make_topic(make_board(community, approval="everything"))
    held = [hold_reply(topic) for _each in range(2)]
    ask_to_join(person=make_person(), community=community)
    for _each in range(3):
        invite_by_link(inviter=facilitator, community=community, most_uses=5)
    page = client.get(url).content.decode()
    assert [
        words in page
        for words in (
            "2 posts wait for a moderator and go on waiting",
            "1 person has asked to join and cannot be let in any more.",
            "3 invitations are open; nobody can come in by them meanwhile.",
        )
    ] == [True] * 3
    seen = []
    for wish in ("restore", "archive"):
        if wish == "archive":
            client.post(url, {"wish": wish})
        page = client.get(reverse("held-posts", args=[community.slug])).content.decode()
        asked = client.get(reverse("community-requests", args=[community.slug])).content.decode()
        seen.append((
            "so nothing can be let through now" in page,
            'name="through"' in page,
            'name="decline"' in page,
            "so nobody can be let in now" in asked,
        ))  # fmt: skip
    assert seen == [(False, True, True, False), (True, False, True, True)]
    with pytest.raises(Refused):
        let_through(moderator=facilitator, held=held[0], revision=held[0].revision)
    decline_held(moderator=facilitator, held=held[0], revision=held[0].revision, reason="We close.")


def test_once_is_enough() -> None:
    steward, community = make_steward(), make_community()
    with pytest.raises(Refused, match="in use already"):
        restore_community(restorer=steward, community=community)
    archive_community(archiver=steward, community=community)
    with pytest.raises(Refused, match="archived already"):
        archive_community(archiver=steward, community=community)


ACTS: dict[str, Callable[..., Any]] = {
    "start": lambda person, topic: start_topic(
        author=person, board=topic.home_board, title="New", body="Words."
    ),
    "reply": lambda person, topic: post_reply(author=person, topic=topic, body="Words."),
    "react": lambda person, topic: react(person=person, post=topic.posts.get(number=1), kind="thanks"),
    "edit": lambda person, topic: edit_post(
        editor=topic.author, post=topic.posts.get(number=1), body="Other words.", revision=1
    ),
    "accept": lambda person, topic: accept_answer(person=topic.author, post=topic.posts.get(number=2)),
    "join": lambda person, topic: join_community(person=make_person(), community=topic.home_board.community),
}


@pytest.mark.parametrize("act", ACTS)
def test_nobody_writes_in_an_archive_and_everyone_again_afterwards(act: str) -> None:
    steward, community = make_steward(), make_community(visibility="open")
    author, person = make_member(community), make_member(community)
    topic = make_topic(make_board(community), author=author, type="question")
    make_reply(topic)
    stale = Community.objects.get(pk=community.pk)
    archive_community(archiver=steward, community=community)
    topic.home_board.community = stale  # what an act was begun with
    with pytest.raises(Refused, match="archived"):
        ACTS[act](person, topic)
    restore_community(restorer=steward, community=community)
    ACTS[act](person, topic)
    assert breaches() == []


def test_whoever_replies_from_elsewhere_does_not_write_in_an_archive() -> None:
    home, guests = make_community(visibility="open"), make_community(visibility="open")
    topic = make_topic(make_board(home))
    place_topic(topic, make_board(guests))
    person = make_member(guests)
    archive_community(archiver=make_steward(), community=home)
    with pytest.raises(Refused, match="archived"):
        post_reply(author=person, topic=topic, body="Words.")


def test_an_archive_is_read_found_by_its_members_and_listed_for_nobody_else(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    community = make_community("Old Ward", visibility="open")
    member, facilitator = make_member(community), make_member(community, role=Role.FACILITATOR)
    make_topic(make_board(community), title="From old times")
    pages = {None: Client(), member: Client(), facilitator: Client()}
    for person, browser in pages.items():
        if person:
            browser.force_login(person)
        assert "Old Ward" in browser.get("/communities/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        archive_community(archiver=facilitator, community=community)
    seen = []
    for browser in pages.values():
        listed = browser.get("/communities/").content.decode().split("<main")[1]
        archived = browser.get("/communities/?which=archived").content.decode().split("<main")[1]
        rail = browser.get("/").content.decode().split("<main")[0]
        page = browser.get(community.get_absolute_url()).content.decode()
        there = ("Archived" in page, "From old times" in page, f"/c/{community.slug}/join/" in page)
        seen.append(("Old Ward" in listed, "Old Ward" in archived, "Old Ward" in rail, there))
    assert seen == [
        (False, False, False, (True, True, False)),
        (False, True, False, (True, True, False)),
        (False, True, False, (True, True, False)),
    ]


def test_pages_that_were_kept_open_no_longer_offer_to_write() -> None:
    community = make_community(visibility="open")
    member = make_member(community)
    topic = make_topic(make_board(community))
    browser = Client()
    browser.force_login(Person.objects.get(pk=member.pk))
    pages = [topic.get_absolute_url(), topic.home_board.get_absolute_url()]
    before = [browser.get(url) for url in pages]
    archive_community(archiver=make_steward(), community=community)
    after = [
        browser.get(url, headers={"if-none-match": answer.headers.get("ETag", "")})
        for url, answer in zip(pages, before, strict=True)
    ]
    marks = [f'action="/t/{topic.pk}/reply/"', "/start/"]
    found = [
        [mark in answer.content.decode() for answer, mark in zip(answers, marks, strict=True)]
        for answers in (before, after)
    ]
    assert found == [[True, True], [False, False]]
