"""Who has just come in: how much they may write, and that nobody posts the same words everywhere."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from forum.communities.models import Invitation, InvitationUse, Role
from forum.core.verdicts import Refused
from forum.discussions.actions.bounding import Repeated
from forum.discussions.actions.edits import edit_post
from forum.discussions.actions.submitting import submit_reply, submit_topic
from forum.discussions.models import Board, Post, Topic
from forum.discussions.policies.newcomers import NEWCOMERS
from forum.people.models import Person
from tests.factories import make_board, make_community, make_member, make_topic

pytestmark = pytest.mark.django_db

LINKS = " ".join(f"https://site-{number}.example/page" for number in range(NEWCOMERS.links + 1))
NAMES = " ".join(f"@person{number}" for number in range(NEWCOMERS.mentions + 1))
LONG = (
    "We have run this course for three years now, with twelve residents each time, and what surprised us most was that "
    "those who had failed the first station did better in the last one than those who had passed it at once."
)


@pytest.fixture
def topic() -> Topic:
    return make_topic()


def newcomer(board: Board) -> Person:
    return make_member(board.community, since=timezone.now() - timedelta(hours=1))


def say(author: Person, topic: Topic, body: str, now: datetime | None = None) -> Post:
    sent = submit_reply(author=author, topic=topic, body=body, now=now)
    assert isinstance(sent, Post)
    return sent


@pytest.mark.parametrize(("body", "sentence"), [(LINKS, "takes 2 links"), (NAMES, "names 3 people")])
def test_a_newcomers_post_takes_few_links_and_names(topic: Topic, body: str, sentence: str) -> None:
    author = newcomer(topic.home_board)
    with pytest.raises(Refused, match=sentence):
        say(author, topic, body)
    post = say(author, topic, "A word first.")
    with pytest.raises(Refused, match=sentence):
        edit_post(editor=author, post=post, body=body, revision=1)
    fewer = " ".join(body.split()[:-1])
    assert edit_post(editor=author, post=post, body=fewer, revision=1).source == fewer
    assert say(make_member(topic.home_board.community), topic, body).source == body


@pytest.mark.parametrize(
    "link",
    [
        "[here](HTTPS://site-{}.example/page)",
        "[here](https://site{}%2Eexample/page)",
        "[here](https://site{}。example/page)",
        "[here](https://203011307{}/page)",
        "[here](https&#58;//site-{}/page)",
    ],
)
def test_a_link_counts_however_it_is_spelt(topic: Topic, link: str) -> None:
    author = newcomer(topic.home_board)
    links = [link.format(number) for number in range(NEWCOMERS.links + 1)]
    with pytest.raises(Refused, match="takes 2 links"):
        say(author, topic, " ".join(links))
    assert say(author, topic, " ".join(links[:-1])).html.count("<a ") == NEWCOMERS.links


def test_a_newcomer_writes_so_much_in_an_hour_and_is_told_when_it_goes_on(topic: Topic) -> None:
    author, now = newcomer(topic.home_board), timezone.now()
    for number in range(NEWCOMERS.posts_an_hour):
        say(author, topic, f"Word {number}.", now - timedelta(minutes=30 - number))
    with pytest.raises(Refused, match=r"at most 6 posts in an hour\. You can post again in 30 minutes"):
        say(author, topic, "One more.", now)
    assert say(author, topic, "One more.", now + timedelta(minutes=31)).number == NEWCOMERS.posts_an_hour + 2
    other = make_member(topic.home_board.community)
    for number in range(NEWCOMERS.posts_an_hour + 1):
        say(other, topic, f"Word {number}.", now)


def test_whom_others_know_is_no_newcomer(topic: Topic) -> None:
    community = topic.home_board.community
    known = newcomer(topic.home_board)
    old = timezone.now() - timedelta(days=3)
    for number in range(NEWCOMERS.posts):
        say(known, topic, f"Word {number}.", old + timedelta(minutes=15 * number))
    invited = newcomer(topic.home_board)
    invitation = Invitation.objects.create(
        community=community, token="a" * 43, most_uses=1, expires_at=timezone.now() + timedelta(days=1)
    )
    InvitationUse.objects.create(invitation=invitation, person=invited)
    moderator = make_member(community, role=Role.MODERATOR, since=timezone.now())
    for author in (known, invited, moderator):
        assert say(author, topic, LINKS).source == LINKS


def test_the_same_words_are_posted_once_in_a_day_and_lead_to_where_they_stand(topic: Topic) -> None:
    author = make_member(topic.home_board.community)
    board = make_board(make_community())
    make_member(board.community, author)
    first = say(author, topic, LONG)
    elsewhere = make_topic(board)
    for body in (LONG, "> quoted from somebody\n\n" + LONG.upper() + " Indeed."):
        with pytest.raises(Repeated) as told:
            say(author, elsewhere, body)
        assert told.value.post == first
    with pytest.raises(Repeated):
        submit_topic(author=author, board=board, title="Again", body=LONG)
    assert say(author, topic, LONG).number == 3  # in the same topic one may say it again
    assert say(author, elsewhere, LONG, timezone.now() + timedelta(days=1, minutes=1)).source == LONG


def test_short_or_other_words_and_those_of_moderators_may_stand_in_many_topics(topic: Topic) -> None:
    author = make_member(topic.home_board.community)
    moderator = make_member(topic.home_board.community, role=Role.MODERATOR)
    elsewhere = make_topic(topic.home_board)
    for body in ("Thank you, that helped a lot.", LONG):
        say(moderator, topic, body)
        say(moderator, elsewhere, body)
    say(author, topic, "Thank you, that helped a lot.")
    say(author, elsewhere, "Thank you, that helped a lot.")
    say(author, topic, LONG)
    say(author, elsewhere, "On another matter: " + " ".join(reversed(LONG.split())))


def test_the_page_links_to_where_the_words_stand(topic: Topic) -> None:
    author = make_member(topic.home_board.community)
    first = say(author, topic, LONG)
    elsewhere = make_topic(topic.home_board)
    client = Client()
    client.force_login(author)
    page = client.post(f"/t/{elsewhere.pk}/reply/", {"text": LONG})
    assert page.status_code == 403
    assert f'href="/t/{topic.pk}/-/{first.number}/"' in page.content.decode()
