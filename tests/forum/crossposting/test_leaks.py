"""What is not for somebody's eyes is shown to them nowhere, while a topic stands elsewhere and once it no longer does.

Everything carries a mark. A topic of the network stands on a board of a community that others do not even know of; in a
second world, which the rules never let come about, its home is as hidden: what protects one side must not rest on the
other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from forum.communities.models import Role
from forum.core.verdicts import Refused
from forum.crossposting.actions.ending import end_placement
from forum.crossposting.actions.tending import hide_post
from forum.discussions.actions.edits import edit_post
from forum.discussions.actions.files import attachment_markdown, store_upload
from forum.discussions.actions.following import follow_topic
from forum.discussions.actions.marks import bookmark_post
from forum.discussions.models import Attachment, Board, Placement, Post, Topic
from forum.discussions.selectors.topics import topic_with_placements
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
    suspend,
)
from tests.forum.discussions.uploads import picture

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MARK = re.compile(r"mk-[a-z]+-km")
HOME = {"mk-home-km", "mk-homeat-km"}  # the names of the board and of its community
THERE = {"mk-there-km", "mk-thereat-km", "mk-note-km", "mk-local-km", "mk-beside-km"}
WORDS = {"mk-title-km", "mk-body-km", "mk-reply-km", "mk-tag-km"}
# Of a reply that the receiving board hides: what it says, said before, and its file.
HIDDEN = {"mk-hidden-km", "mk-before-km", "mk-file-km"}
ROLES = (
    "visitor", "stranger", "of home", "of both", "of there", "suspended", "moderator of home",
    "moderator of there", "broker", "steward",
)  # fmt: skip


@dataclass(slots=True)
class World:
    """A topic, the boards on which it stands, and everybody who might look at it."""

    home: Board
    there: Board
    topic: Topic
    hidden: Post
    placement: Placement
    file: Attachment
    people: dict[str, Person]

    def may_read(self, role: str, *, stands: bool = True) -> set[str]:
        """The marks that somebody in the role may see."""
        reads_home, reads_there = self.reads(role)
        found = set(HOME) if reads_home else set()
        if reads_there:
            found |= THERE
        if reads_home or (reads_there and stands):
            found |= WORDS
        if self.home.community.visibility != "hidden":
            found.add("mk-homeat-km")  # everybody knows of it
        if role == "of there":
            found.add("mk-reply-km")  # their own, which they may still take back
        return found | HIDDEN if reads_home else found

    def reads(self, role: str) -> tuple[bool, bool]:
        is_closed = self.home.community.visibility == "hidden"
        at_home = role in {"of home", "of both", "moderator of home", "broker", "steward"}
        there = role in {"of both", "of there", "moderator of there", "broker", "steward"}
        return at_home or (not is_closed and role != "visitor"), there


def make_world(visibility: str) -> World:
    home_at = make_community("mk-homeat-km", visibility=visibility)
    there_at = make_community("mk-thereat-km", visibility="hidden")
    home, there = make_board(home_at, name="mk-home-km"), make_board(there_at, name="mk-there-km")
    author, steward = make_member(home_at, make_person("Author")), make_steward()
    people = {"author": author, "steward": steward, "stranger": make_person()}
    for role, places in {
        "of home": [home_at], "of there": [there_at], "of both": [home_at, there_at],
        "suspended": [home_at, there_at], "broker": [home_at, there_at],
    }.items():  # fmt: skip
        people[role] = make_person()
        for community in places:
            make_member(community, people[role])
    people["moderator of home"] = make_member(home_at, role=Role.MODERATOR)
    people["moderator of there"] = make_member(there_at, role=Role.MODERATOR)
    topic = make_topic(home, author=author, title="mk-title-km", body="mk-body-km", tags=["mk-tag-km"])
    make_topic(there, author=people["of there"], title="mk-beside-km")
    placement = place_topic(topic, there)
    Placement.objects.filter(pk=placement.pk).update(
        proposed_by=people["broker"], note="mk-note-km", tags=["mk-local-km"]
    )
    file = store_upload(owner=author, upload=picture_called("mk-file-km.png"))
    hidden = make_reply(topic, author=author, body=f"mk-before-km {attachment_markdown(file)}")
    edit_post(editor=author, post=hidden, body=f"mk-hidden-km {attachment_markdown(file)}", revision=1)
    make_reply(topic, author=people["of there"] if visibility == "hidden" else author, body="mk-reply-km")
    hide_post(moderator=people["moderator of there"], placement=placement, post=hidden, reason="No.")
    world = World(home, there, topic, Post.objects.get(pk=hidden.pk), placement, file, people)
    _look_at_it(world)
    for community in (home_at, there_at):
        suspend(people["suspended"], community)
    return world


def picture_called(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture())


def _look_at_it(world: World) -> None:
    """Everybody who may follows the topic and keeps what they may read."""
    for role in ROLES[1:]:
        person = Person.objects.get(pk=world.people[role].pk)
        for act in (
            lambda person=person: follow_topic(person=person, topic=as_it_is(world.topic)),
            lambda person=person: bookmark_post(person=person, post=post_as_it_is(world.hidden)),
        ):
            try:
                act()
            except Refused:
                continue


def as_it_is(topic: Topic) -> Topic:
    found = topic_with_placements(topic.pk)
    assert found is not None
    return found


def post_as_it_is(post: Post) -> Post:
    found = Post.objects.get(pk=post.pk)
    found.topic = as_it_is(found.topic)
    return found


def addresses(world: World) -> Iterator[tuple[str, dict[str, object]]]:
    """Every page on which the topic, its boards or what is written in it could be seen, or a trace of them."""
    topic, home, there = world.topic, world.home, world.there
    for board in (0, home.pk, there.pk, there.pk + 9999):
        named = {"in": board} if board else {}
        yield reverse("topic", args=[topic.pk, topic.slug]), named
        yield reverse("topic", args=[topic.pk, topic.slug]), named | {"order": "time"}
        yield reverse("topic", args=[topic.pk, topic.slug]), named | {"branch": 1}
        yield reverse("topic", args=[topic.pk, topic.slug]), named | {"reply": 2, "quote": 1}
        for number in (1, 2, 3):
            yield reverse("post", args=[topic.pk, topic.slug, number]), named
        yield reverse("unread", args=[topic.pk, topic.slug]), named
    for name in ("topic-title", "topic-move", "topic-carry", "topic-standing"):
        yield reverse(name, args=[topic.pk]), {}
    for post in topic.posts.order_by("number"):
        for name in ("post-acts", "post-history", "quotation", "post-edit", "post-remove"):
            yield reverse(name, args=[post.pk]), {}
    yield reverse("file", args=[world.file.pk, world.file.name]), {}
    for name in ("home", "communities", "counts", "bookmarks", "following", "new-topic", "drafts"):
        yield reverse(name), {}
    for role in ("author", "broker", "of there"):
        yield reverse("person", args=[world.people[role].handle]), {}
    for board in (home, there):
        yield board.get_absolute_url(), {}
        yield board.get_absolute_url(), {"sort": "new"}
        yield board.community.get_absolute_url(), {}
        yield reverse("community-people", args=[board.community.slug]), {}
    for place in ({"topic": topic.pk}, {"board": home.pk}, {"board": there.pk}):
        yield reverse("mentions"), place | {"q": "Auth"}


def marks_at(client: Client, address: str, query: dict[str, object]) -> set[str]:
    response = client.get(address, query, follow=True)
    assert response.status_code < 500, address
    body = b"".join(response) if response.streaming else response.content
    shown = set(MARK.findall(body.decode(errors="replace"))) | set(MARK.findall(str(dict(response.headers))))
    told = {address, *(where for where, _status in response.redirect_chain)}
    if response.status_code == 200:
        shown |= set(MARK.findall(" ".join(told)))
    return shown - set(MARK.findall(address))


def signed_in(world: World, role: str) -> Client:
    client = Client()
    if role != "visitor":
        client.force_login(Person.objects.get(pk=world.people[role].pk))
    return client


def everything_shown_to(world: World, role: str) -> set[str]:
    client = signed_in(world, role)
    found: set[str] = set()
    for address, query in addresses(world):
        shown = marks_at(client, address, query)
        not_theirs = shown - world.may_read(role, stands=_stands(world))
        assert not not_theirs, (role, address, query, not_theirs)
        found |= shown
    return found


def _stands(world: World) -> bool:
    return Placement.objects.get(pk=world.placement.pk).state == Placement.State.LIVE


@pytest.mark.parametrize("visibility", ["network", "hidden"])
@pytest.mark.parametrize("role", ROLES)
def test_everybody_sees_what_is_theirs_and_nothing_else(role: str, visibility: str) -> None:
    world = make_world(visibility)
    everything_shown_to(world, "steward")  # what others were shown just before is kept
    shown = everything_shown_to(world, role)
    assert world.may_read(role) - shown - HIDDEN == set()
    if role != "visitor":
        client = signed_in(world, role)
        assert client.get(reverse("file", args=[world.file.pk, world.file.name])).status_code == (
            200 if world.reads(role)[0] else 404
        )
    end_placement(person=world.people["moderator of there"], placement=world.placement, reason="Enough.")
    shown = everything_shown_to(world, role)
    assert not shown - world.may_read(role, stands=False)
