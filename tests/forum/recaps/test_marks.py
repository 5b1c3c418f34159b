"""On the page of a session, questions that went on are marked with their topic, for who may read that."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.communities.models import Community
from forum.discussions.actions.marks import accept_answer
from forum.discussions.models import Board
from forum.gatherings.models import Gathering
from forum.people.models import Person
from forum.recaps.actions.carrying import let_question_go_on
from forum.recaps.models import GoingOn
from tests.factories import make_community, make_member, make_reply
from tests.forum.gatherings.going_on import joined
from tests.forum.recaps.over import asked, ended

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]


def marked(client: Client, person: Person, gathering: Gathering) -> list[str]:
    """What stands beside its questions, for this person."""
    client.force_login(person)
    page = client.get(gathering.get_absolute_url()).content.decode()
    return [part.split("</p>")[0] for part in page.split("data-goes-on>")[1:]]


def test_it_is_marked_with_its_topic_and_whether_it_was_answered_there(
    client: Client, host: Person, member: Person, gathering: Gathering, board: Board
) -> None:
    one, other = asked(member, gathering, "How long?"), asked(member, gathering, "How often?")
    asked(member, gathering, "For whom?")
    ended(gathering, host)
    assert marked(client, member, gathering) == []
    topics = [let_question_go_on(host=host, question=each, board=board) for each in (one, other)]
    accept_answer(person=host, post=make_reply(topics[0], author=member))
    found = marked(client, member, gathering)
    assert [("answered there" in each, topic.get_absolute_url() in each, topic.title in each)
            for each, topic in zip(found, topics, strict=True)] == [(True,) * 3, (False, True, True)]  # fmt: skip


def test_who_does_not_read_the_topic_learns_nothing_of_it(
    client: Client, host: Person, member: Person, gathering: Gathering, board: Board
) -> None:
    outside: Community = make_community("Whistle blowers", visibility="private")
    joined(gathering, outside)
    guest = make_member(outside)
    question = asked(member, gathering, "How long?")
    ended(gathering, host)
    topic = let_question_go_on(host=host, question=question, board=board)
    assert [topic.get_absolute_url() in each for each in marked(client, member, gathering)] == [True]
    client.force_login(guest)
    page = client.get(gathering.get_absolute_url()).content.decode()
    assert "How long?" in page and "Goes on" not in page and topic.get_absolute_url() not in page


def test_one_query_marks_them_all(
    client: Client, host: Person, member: Person, gathering: Gathering, board: Board
) -> None:
    questions = [asked(member, gathering, f"Question {number}?") for number in range(4)]
    ended(gathering, host)
    counts = []
    for question in questions:
        let_question_go_on(host=host, question=question, board=board)
        client.force_login(member)
        client.get(gathering.get_absolute_url())
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(gathering.get_absolute_url())
        counts.append(len(queries))
    assert GoingOn.objects.count() == 4 and len(set(counts)) == 1
