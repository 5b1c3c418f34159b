"""Who is told of what remains of a live session, and that they are not once they may not read it."""

from __future__ import annotations

from uuid import uuid4

import pytest

from forum.communities.models import Community, Role
from forum.discussions.models import Board
from forum.gatherings.actions.coming import answer_whether_one_comes
from forum.gatherings.actions.leading import end_gathering, start_gathering
from forum.gatherings.actions.questions import ask_question
from forum.gatherings.models import Coming, Question
from forum.notifications.selectors.inbox import notices_of, unread_notices
from forum.people.models import Person
from forum.recaps.actions.carrying import let_question_go_on
from forum.recaps.actions.recaps import RecapWords, sign_recap
from tests.factories import expel, make_member, make_person, make_reply
from tests.forum.gatherings.going_on import near
from tests.forum.gatherings.meeting import again
from tests.forum.people_anew import again as anew

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]


def told(person: Person) -> list[str]:
    kinds = [notice.kind for notice in notices_of(anew(person)).notices]
    assert unread_notices(anew(person)) == len(kinds)
    return sorted(kinds)


def test_who_asked_and_who_came_are_told_while_they_read_it(community: Community, board: Board) -> None:
    host = make_member(community, make_person("Ada"), role=Role.FACILITATOR)
    member, other = make_member(community), make_member(community)
    gathering = near(host, community)
    answer_whether_one_comes(person=member, gathering=gathering, comes=Coming.State.COMING)
    start_gathering(host=host, gathering=again(gathering))
    ask_question(asker=member, gathering=again(gathering), words="How long?", client_id=uuid4())
    end_gathering(host=host, gathering=again(gathering))
    question = Question.objects.select_related("gathering").get()
    topic = let_question_go_on(host=host, question=question, board=board)
    assert [told(each) for each in (member, other, host)] == [["live-goes-on"], [], []]
    make_reply(topic, author=other)
    sign_recap(host=host, gathering=again(gathering), words=RecapWords("Recap", "We wait.", board, 0))
    assert told(member) == ["live-answered", "live-goes-on", "live-recap"]
    assert ("live-recap" in told(other), "live-recap" in told(host)) == (False, False)
    expel(member, community)
    assert told(member) == []
