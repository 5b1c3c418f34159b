"""Changing who reads a community: what is said before, and what holds at once afterwards."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from forum.communities.actions.opening import change_visibility
from forum.communities.models import Change, Community, Role, Verb
from forum.core.editions import ChangedMeanwhile
from forum.core.verdicts import Invalid, Refused
from forum.discussions.actions.files import attachment_markdown, store_upload
from forum.discussions.actions.following import follow_topic
from forum.discussions.actions.marks import bookmark_post
from forum.discussions.actions.visibility import change_visibility_as_shown
from forum.discussions.models import Attachment, Level, Placement, Post, Topic
from forum.discussions.selectors.visibility import effects_for
from forum.invariants.selectors import breaches
from forum.people.actors import is_person
from forum.people.models import Person
from tests.factories import (
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


def with_file(topic_board: Any, author: Person, **fields: Any) -> tuple[Topic, Attachment]:
    """A topic whose first post holds a file."""
    upload = SimpleUploadedFile("notes.txt", b"Kept between us.")
    file = store_upload(owner=author, upload=upload)
    return make_topic(topic_board, author=author, body=f"See {attachment_markdown(file)}", **fields), file


def confirm(person: Person, community: Community, visibility: str, **more: Any) -> Community:
    """Change who reads it, as someone does who has just looked."""
    effects = effects_for(person, Community.objects.get(pk=community.pk), visibility)
    return change_visibility_as_shown(
        changer=person, community=community, visibility=visibility, seen=effects.edition,
        typed_name=community.name, **more,
    )  # fmt: skip


# Who may ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", EVERYONE)
def test_those_who_shape_a_community_change_who_reads_it(client: Client, kind: str) -> None:
    community = make_community(visibility="open")
    actor = somebody(kind, community)
    if is_person(actor):
        client.force_login(actor)
    url = f"/c/{community.slug}/manage/visibility/"
    page = client.get(f"{url}?to=private")
    shown = re.search(r'name="seen" value="(\w+)"', page.content.decode())
    answer = client.post(url, {"to": "private", "seen": shown[1] if shown else "x"})
    community.refresh_from_db()
    if kind in SHAPING:
        assert (page.status_code, answer.status_code, community.visibility) == (200, 302, "private")
    else:
        refused = 302 if kind == "visitor" else 403
        assert (page.status_code, answer.status_code, community.visibility) == (refused, refused, "open")


# What is said before ------------------------------------------------------------------------------------


def test_closing_says_what_and_whom_it_takes_from_the_page(client: Client) -> None:
    facilitator = make_person()
    community = make_community(facilitator=facilitator, visibility="open")
    board = make_board(community)
    topic, _file = with_file(board, facilitator)
    make_reply(topic)
    make_topic(make_board(community, read_from=Level.MEMBERS))
    follower, keeper, both, member = make_person(), make_person(), make_person(), make_member(community)
    for person in (follower, both, member, make_steward()):
        follow_topic(person=person, topic=topic)
    for person in (keeper, both):
        bookmark_post(person=person, post=topic.posts.get(number=1))
    for _ in range(2):
        place_topic(topic, make_board(make_community(visibility="open")))
    effects = effects_for(facilitator, community, "private")
    facts = (
        effects.topics,
        effects.posts,
        effects.files,
        effects.outsiders,
        effects.ended,
        effects.is_widening,
    )
    assert facts == (1, 2, 1, 3, 2, False)
    client.force_login(facilitator)
    page = " ".join(client.get(f"/c/{community.slug}/manage/visibility/?to=private").content.decode().split())
    said = (
        "1 topic,",
        "2 posts",
        "1 file",
        "3 people who do not belong",
        "stand in 2 places",
        "Make it private",
    )
    assert [words in page for words in said] == [True] * len(said)
    assert "To confirm, type the name" not in page


def test_opening_up_says_who_wrote_since_fewer_read_it(client: Client) -> None:
    """Three wrote while it was open, one of them and another one since it is private."""
    facilitator = make_person()
    community = make_community(facilitator=facilitator, visibility="open")
    opened, closed = datetime(2026, 2, 1, 12, tzinfo=UTC), datetime(2026, 2, 3, 12, tzinfo=UTC)
    topic = make_topic(make_board(community), author=make_member(community))
    for _each in range(2):
        make_reply(topic)
    Post.objects.update(created_at=opened)
    change_visibility(changer=facilitator, community=community, visibility="private", now=closed)
    community.refresh_from_db()
    client.force_login(facilitator)
    url = f"/c/{community.slug}/manage/visibility/?to=open"
    nobody = effects_for(facilitator, community, "open")
    assert (nobody.posts, nobody.authors, nobody.since) == (3, 0, closed)
    assert "Nobody has written here since 3 Feb 2026" in client.get(url).content.decode()
    for author in (topic.author, make_member(community)):
        make_reply(topic, author=author)
    effects = effects_for(facilitator, community, "open")
    assert (effects.topics, effects.posts, effects.authors, effects.since, effects.is_widening) == (
        1, 5, 2, closed, True,
    )  # fmt: skip
    page = client.get(url).content.decode()
    said = (
        "2 people wrote here for fewer readers.</strong> They did so since 3 Feb 2026",
        "To confirm, type the name",
        "Open it to everyone",
    )
    assert [words in page for words in said] == [True] * len(said)


def test_where_as_many_never_read_it_all_who_wrote_are_counted(client: Client) -> None:
    """It was for the network once, which is fewer than everyone: the same change back to the network asks less."""
    facilitator = make_person()
    community = make_community(facilitator=facilitator, visibility="network")
    topic = make_topic(make_board(community), author=make_member(community))
    make_reply(topic)
    Post.objects.update(created_at=datetime(2026, 2, 1, tzinfo=UTC))
    moment = datetime(2026, 2, 3, 12, tzinfo=UTC)
    for visibility in ("private", "hidden"):
        change_visibility(changer=facilitator, community=community, visibility=visibility, now=moment)
    community.refresh_from_db()
    found = [effects_for(facilitator, community, each) for each in ("open", "network")]
    assert [(each.authors, each.since) for each in found] == [(2, None), (0, moment)]
    client.force_login(facilitator)
    page = client.get(f"/c/{community.slug}/manage/visibility/?to=open").content.decode()
    assert "So many have never read it before." in page


@pytest.mark.parametrize(
    ("now", "then", "button"),
    [
        ("open", "private", "Make it private"),
        ("open", "hidden", "Hide it"),
        ("open", "network", "Let only the network read it"),
        ("hidden", "private", "Make it private"),
        ("private", "network", "Open it to the network"),
        ("private", "open", "Open it to everyone"),
    ],
)
def test_the_button_says_who_reads_it_then(client: Client, now: str, then: str, button: str) -> None:
    facilitator = make_person()
    community = make_community(facilitator=facilitator, visibility=now)
    client.force_login(facilitator)
    page = client.get(f"/c/{community.slug}/manage/visibility/?to={then}").content.decode()
    assert f'is-danger">{button}</button>' in page


def test_a_place_that_the_facilitator_cannot_see_is_not_counted_but_ends() -> None:
    facilitator = make_person()
    community = make_community(facilitator=facilitator, visibility="open")
    topic = make_topic(make_board(community))
    unseen = place_topic(topic, make_board(make_community(visibility="hidden")))
    assert effects_for(facilitator, community, "private").ended == 0
    assert effects_for(make_steward(), community, "private").ended == 1
    confirm(facilitator, community, "private")
    unseen.refresh_from_db()
    assert unseen.state == Placement.State.WITHDRAWN


def test_opening_up_needs_the_name_to_be_typed(client: Client) -> None:
    facilitator = make_person()
    community = make_community("Ward  7", facilitator=facilitator, visibility="private")
    client.force_login(facilitator)
    shown = effects_for(facilitator, community, "network").edition
    form = {"to": "network", "seen": shown, "typed_name": "Ward 8"}
    answer = client.post(f"/c/{community.slug}/manage/visibility/", form)
    assert (answer.status_code, "Ward 8" in answer.content.decode()) == (422, True)
    with pytest.raises(Invalid):
        change_visibility_as_shown(changer=facilitator, community=community, visibility="network", seen=shown)
    community.refresh_from_db()
    assert community.visibility == "private"
    answer = client.post(f"/c/{community.slug}/manage/visibility/", form | {"typed_name": " ward 7 "})
    community.refresh_from_db()
    assert (answer.status_code, community.visibility) == (302, "network")
    change = Change.objects.get(verb=Verb.OPENED_UP)
    assert change.details == {"visibility": {"before": "private", "after": "network"}}


def test_between_private_and_hidden_the_same_people_read() -> None:
    facilitator = make_person()
    community = make_community(facilitator=facilitator, visibility="private")
    topic = make_topic(make_board(community))
    make_reply(topic)
    there, back = (effects_for(facilitator, community, "hidden"), None)
    assert (there.topics, there.posts, there.changes_reading, there.is_widening) == (0, 0, False, False)
    confirm(facilitator, community, "hidden")
    community.refresh_from_db()
    back = effects_for(facilitator, community, "private")
    assert (back.changes_reading, back.is_widening) == (False, True)


def test_what_has_changed_since_is_shown_before_it_is_done(client: Client) -> None:
    facilitator = make_person()
    community = make_community("Ward 7", facilitator=facilitator, visibility="private")
    board = make_board(community)
    client.force_login(facilitator)
    url = f"/c/{community.slug}/manage/visibility/"

    def shown(page: str) -> str:
        found = re.search(r'name="seen" value="(\w+)"', page)
        assert found is not None
        return found[1]

    first = shown(client.get(f"{url}?to=open").content.decode())
    make_topic(board, title="Only for us")
    answer = client.post(url, {"to": "open", "seen": first, "typed_name": "Ward 7"})
    page = answer.content.decode()
    community.refresh_from_db()
    assert (answer.status_code, community.visibility) == (409, "private")
    assert ("Something has changed since you looked." in page, "1 topic," in page, 'value="Ward 7"' in page) == (
        True, True, True,
    )  # fmt: skip
    assert client.post(url, {"to": "open", "seen": shown(page), "typed_name": "Ward 7"}).status_code == 302


def test_two_who_decide_at_once_are_told_of_each_other() -> None:
    facilitator, steward = make_person(), make_steward()
    community = make_community(facilitator=facilitator, visibility="open")
    shown = effects_for(facilitator, community, "private").edition
    confirm(steward, community, "network")
    with pytest.raises(ChangedMeanwhile):
        change_visibility_as_shown(changer=facilitator, community=community, visibility="private", seen=shown)
    with pytest.raises(Refused):
        change_visibility_as_shown(changer=facilitator, community=community, visibility="network", seen=shown)


@pytest.mark.parametrize("wished", ["", "secret", "open", "%27"])
def test_what_is_no_change_shows_the_choice_alone(client: Client, wished: str) -> None:
    facilitator = make_person()
    community = make_community(facilitator=facilitator, visibility="open")
    client.force_login(facilitator)
    url = f"/c/{community.slug}/manage/visibility/"
    assert 'name="seen"' not in client.get(f"{url}?to={wished}").content.decode()
    assert client.post(url, {"to": wished}).status_code == 422


# What holds afterwards ----------------------------------------------------------------------------------


def test_access_is_lost_at_once_by_every_door_that_was_warm(django_capture_on_commit_callbacks: Any) -> None:
    facilitator = make_person()
    community = make_community("Ward 7", facilitator=facilitator, visibility="open")
    board = make_board(community, name="Rounds")
    topic, file = with_file(board, facilitator, title="Between us soon")
    make_member(community, make_person("Inner Member", handle="inner-member"))
    guests = make_board(make_community("Guests", visibility="open"))
    place_topic(topic, guests)
    stranger, visitor = make_member(guests.community), Client()
    reader = Client()
    reader.force_login(stranger)
    bookmark_post(person=stranger, post=topic.posts.get(number=1))
    doors = {
        topic.get_absolute_url(): 404,
        f"{topic.get_absolute_url()}1/": 404,
        board.get_absolute_url(): 404,
        file.get_absolute_url(): 404,
        f"/c/{community.slug}/people/": 403,
        community.get_absolute_url(): 200,
        guests.get_absolute_url(): 200,
        guests.community.get_absolute_url(): 200,
        "/": 200, "/communities/": 200, "/bookmarks/": 200, "/following/": 200,
        f"/people/{facilitator.handle}/": 200,
        f"/mentions/?place=topic:{topic.pk}&q=inn": 404,
    }  # fmt: skip
    browsers = (reader, visitor)
    before = {(url, each): each.get(url) for url in doors for each in browsers}
    assert sum("Between us soon" in text_of(answer) for answer in before.values()) >= 12
    with django_capture_on_commit_callbacks(execute=True):
        confirm(facilitator, community, "private")
    for (url, each), old in before.items():
        tag = old.headers.get("ETag", "")
        answer = each.get(url, headers={"if-none-match": tag} if tag else {})
        allowed = {doors[url]} | ({302, 403, 404} if each is visitor else set())
        assert answer.status_code in allowed, url
        said = text_of(answer)
        leaks = [
            words
            for words in ("Between us soon", "Rounds", "Kept between us", "inner-member")
            if words in said
        ]
        assert leaks == [], url
    assert breaches() == []


def text_of(answer: Any) -> str:
    """All that an answer says."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return bytes(content).decode(errors="replace") + str(answer.headers)


def test_closing_ends_what_stands_elsewhere_and_what_is_on_its_way_there() -> None:
    facilitator = make_person()
    community = make_community(facilitator=facilitator, visibility="open")
    home, beside = make_board(community), make_board(community)
    topic = make_topic(home)
    make_reply(topic)
    elsewhere = [make_board(make_community(visibility="open")) for _ in range(3)]
    live, pending, declined = (
        place_topic(topic, board, state=state)
        for board, state in zip(elsewhere, ("live", "pending", "declined"), strict=True)
    )
    within = place_topic(topic, beside)
    versions = {board.pk: board.version for board in (home, *elsewhere)}
    version = Topic.objects.get(pk=topic.pk).version
    assert breaches() == []
    confirm(facilitator, community, "hidden")
    for row in (live, pending, declined, within):
        row.refresh_from_db()
    assert [row.state for row in (live, pending, declined, within)] == [
        "withdrawn",
        "withdrawn",
        "declined",
        "live",
    ]
    for board in (home, *elsewhere):
        board.refresh_from_db()
        assert board.version > versions[board.pk]
    assert (elsewhere[0].topic_count, elsewhere[0].post_count) == (0, 0)
    assert Topic.objects.get(pk=topic.pk).version > version
    assert breaches() == []


def test_opening_up_asks_anew_for_what_has_fewer_readers_at_home() -> None:
    facilitator = make_person()
    community = make_community(facilitator=facilitator, visibility="private")
    board = make_board(community)
    rows = []
    for visibility in ("open", "network"):
        topic = make_topic(make_board(make_community(visibility=visibility)))
        rows.append(place_topic(topic, board))
    assert effects_for(facilitator, community, "network").asked_anew == 0
    assert effects_for(make_steward(), community, "open").asked_anew == 1
    confirm(facilitator, community, "open")
    for row in rows:
        row.refresh_from_db()
    assert [row.state for row in rows] == ["live", "pending"]
    assert breaches() == []


def test_what_ended_is_no_longer_counted_as_new(django_capture_on_commit_callbacks: Any) -> None:
    facilitator = make_person()
    community = make_community(facilitator=facilitator, visibility="open")
    guests = make_board(make_community("Guests", visibility="open"))
    reader = Client()
    reader.force_login(make_member(guests.community))
    place_topic(make_topic(make_board(community), title="New to them"), guests)
    unread = re.compile(r'href="/c/[^"]*"[^>]*>.*?<span class="count[^"]*"[^>]*>(.*?)</span>', re.S)
    assert unread.search(reader.get("/").content.decode().split("<main")[0])
    with django_capture_on_commit_callbacks(execute=True):
        confirm(facilitator, community, "private")
    assert not unread.search(reader.get("/").content.decode().split("<main")[0])


def test_members_read_on_and_moderators_keep_their_boards() -> None:
    facilitator = make_person()
    community = make_community(facilitator=facilitator, visibility="open")
    topic = make_topic(make_board(community))
    browsers = [Client(), Client()]
    for browser, role in zip(browsers, (Role.GUEST, Role.MODERATOR), strict=True):
        browser.force_login(make_member(community, role=role))
    for visibility in ("network", "private", "hidden", "open"):
        confirm(facilitator, community, visibility)
        community.refresh_from_db()
        assert [browser.get(topic.get_absolute_url()).status_code for browser in browsers] == [200, 200]
