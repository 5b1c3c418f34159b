"""What is offered to be done with a post is what would not be refused."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from forum.communities.models import Community, Role
from forum.discussions.actions.edits import remove_post
from forum.discussions.actions.marks import bookmark_post, react
from forum.discussions.actions.topics import lock_topic
from forum.discussions.models import Post
from forum.discussions.policies.posts import may_edit, may_remove
from forum.discussions.selectors.posts import post_with_author
from forum.people.models import Person
from tests.factories import make_board, make_community, make_member, make_reply, make_topic, mute

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true"}


def sheet(post: Post) -> str:
    return reverse("post-acts", args=[post.pk])


@pytest.fixture
def post() -> Post:
    board = make_board(make_community(visibility="open"))
    return make_reply(make_topic(board), author=make_member(board.community))


def muted(post: Post) -> Person:
    mute(post.author, post.topic.home_board.community)
    return post.author


def after_locking(post: Post) -> Person:
    moderator = make_member(post.topic.home_board.community, role=Role.MODERATOR)
    lock_topic(moderator=moderator, topic=post.topic)
    return post.author


READERS: dict[str, tuple[Callable[[Post], Person], tuple[bool, bool]]] = {
    "author": (lambda post: post.author, (True, True)),
    "muted author": (muted, (False, True)),
    "author of a locked topic": (after_locking, (False, True)),
    "member": (lambda post: make_member(post.topic.home_board.community), (False, False)),
    "moderator": (
        lambda post: make_member(post.topic.home_board.community, role=Role.MODERATOR),
        (True, True),
    ),
}


@pytest.mark.parametrize("who", READERS)
def test_editing_and_removing_are_offered_to_whom_they_are_allowed(
    client: Client, post: Post, who: str
) -> None:
    find, wanted = READERS[who]
    reader = Person.objects.get(pk=find(post).pk)
    client.force_login(reader)
    page = client.get(sheet(post)).content.decode()
    offered = set(re.findall(rf'href="/posts/{post.pk}/(edit|remove)/"', page))
    asked = post_with_author(post.pk)
    assert asked is not None
    assert ("edit" in offered, "remove" in offered) == wanted
    assert (bool(may_edit(reader, asked)), bool(may_remove(reader, asked))) == wanted


def offers(client: Client, post: Post) -> dict[str, str]:
    """Address by words of everything on the sheet."""
    page = client.get(sheet(post), headers=PART).content.decode()
    return {words: url for url, words in re.findall(r'(?:href|formaction)="([^"]+)"[^>]*>([^<]+)<', page)}


def test_a_member_is_offered_what_the_foot_does_not_show(client: Client, post: Post) -> None:
    reader = make_member(post.topic.home_board.community)
    client.force_login(reader)
    react(person=post.author, post=post, kind="insight")
    top = post.get_absolute_url()
    assert offers(client, post) == {
        "Tried it here": f"/posts/{post.pk}/reactions/tried/",
        "Same question": f"/posts/{post.pk}/reactions/same/",
        "With you": f"/posts/{post.pk}/reactions/with-you/",
        "Quote and reply": f"{top}?reply=2&amp;quote=1#reply",
        "Report": f"/posts/{post.pk}/report/",
        "Bookmark": f"/posts/{post.pk}/bookmark/",
        "Link to this post": f"{top}#post-2",
    }
    bookmark_post(person=reader, post=post)
    assert offers(client, post)["Drop the bookmark"] == f"/posts/{post.pk}/bookmark/remove/"


def test_without_script_the_same_is_a_page(client: Client, post: Post) -> None:
    client.force_login(make_member(post.topic.home_board.community))
    part, page = client.get(sheet(post), headers=PART), client.get(sheet(post))
    assert part.content.decode().strip().startswith("<div")
    assert part.content.decode().strip() in page.content.decode()
    assert page.content.decode().startswith("<!doctype html>")
    assert "HX-Request" in page["Vary"]


def test_an_act_of_a_script_is_answered_by_the_foot_as_it_is_now(client: Client, post: Post) -> None:
    client.force_login(make_member(post.topic.home_board.community))
    thanks = reverse("reaction", args=[post.pk, "thanks"])
    foot = client.post(thanks, headers=PART).content.decode()
    page = client.get(post.topic.get_absolute_url()).content.decode()
    assert 'aria-pressed="true">Thanks <b>1</b>' in foot
    assert f"<footer>{foot}</footer>" in page
    assert client.post(thanks).status_code == 302


def test_a_script_learns_of_a_refusal_in_a_sentence(client: Client, post: Post) -> None:
    reader = make_member(post.topic.home_board.community)
    mute(reader, post.topic.home_board.community)
    client.force_login(reader)
    answer = client.post(reverse("reaction", args=[post.pk, "thanks"]), headers=PART)
    assert answer.status_code == 403
    assert "muted" in answer.json()["say"]
    assert "Thanks" not in offers(client, post)


def test_nothing_is_offered_with_what_is_gone_or_hidden(client: Client, post: Post) -> None:
    stranger = make_member(make_community())
    client.force_login(stranger)
    assert client.get(sheet(post)).status_code == 200
    Community.objects.filter(pk=post.topic.home_board.community_id).update(visibility="private")
    assert client.get(sheet(post)).status_code == 404
    client.force_login(post.author)
    assert client.get(sheet(post)).status_code == 200
    remove_post(author=post.author, post=post)
    assert client.get(sheet(post)).status_code == 404


def test_a_visitor_signs_in_first(client: Client, post: Post) -> None:
    assert client.get(sheet(post))["Location"].startswith(reverse("account_login"))
