"""Who is told that a whole topic was removed, or brought back."""

from __future__ import annotations

import pytest

from forum.communities.models import Role
from forum.discussions.actions.whole_topics import remove_topic, restore_topic
from forum.discussions.models import Topic
from forum.notifications.selectors.inbox import notices_of, unread_notices
from forum.people.models import Person
from tests.factories import expel, make_board, make_community, make_member, make_topic
from tests.forum.people_anew import again

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]


def told(person: Person) -> list[str]:
    kinds = [notice.kind for notice in notices_of(again(person)).notices]
    assert unread_notices(again(person)) == len(kinds)
    return kinds


def test_whose_topic_was_removed_is_told_until_it_is_back_and_then_of_that_while_they_read_it() -> None:
    board = make_board(make_community(visibility="hidden"))
    moderator = make_member(board.community, role=Role.MODERATOR)
    author, member = make_member(board.community), make_member(board.community)
    topic = make_topic(board, author=author)
    rows = Topic.objects.select_related("home_board__community", "author")
    remove_topic(moderator=again(moderator), topic=rows.get(pk=topic.pk), reason="We sell nothing here.")
    assert [told(each) for each in (author, member, moderator)] == [["topic-removed"], [], []]
    restore_topic(moderator=again(moderator), topic=rows.get(pk=topic.pk))
    assert [told(each) for each in (author, member, moderator)] == [["topic-restored"], [], []]
    expel(author, board.community)
    assert told(author) == []
