"""Several remove something at once, decide about it, bring it back or let its words go."""

from __future__ import annotations

from functools import partial

import pytest
from django.core.cache import cache

from forum.communities.models import Change, Role, Verb
from forum.core.verdicts import Refused
from forum.discussions.actions.whole_topics import remove_topic, restore_topic
from forum.discussions.models import Topic
from forum.invariants.selectors import breaches
from forum.moderation.actions.appealing import overturn_decision, uphold_decision
from forum.moderation.models import Appeal
from forum.moderation.selectors.appeals import appeal_with
from forum.notifications.models import Notice
from tests.factories import make_board, make_community, make_member, make_topic
from tests.forum.moderation.removed_things import MESSAGE, QUESTION, SAID, TOPIC, Kind, fresh, kept, says
from tests.forum.people_anew import again
from tests.races.together import together

pytestmark = [pytest.mark.django_db(transaction=True)]
ROUNDS = 8


@pytest.fixture(params=[MESSAGE, TOPIC, QUESTION], ids=["message", "topic", "question"])
def kind(request: pytest.FixtureRequest) -> Kind:
    return request.param


def test_it_is_decided_once_however_many_decide_and_bring_it_back(kind: Kind) -> None:
    board = make_board(make_community())
    first, *others = (make_member(board.community, role=Role.MODERATOR) for _ in range(4))
    for number in range(ROUNDS):
        cache.clear()
        author = make_member(board.community)
        thing = kind.removed(first, author, board)
        appeal = appeal_with(kind.ask(author, thing).pk)
        results = together([
            partial(overturn_decision, decider=again(others[0]), appeal=appeal, reason="It may stand here."),
            partial(uphold_decision, decider=again(others[1]), appeal=appeal, reason="It may not stand."),
            partial(kind.restore, others[2], thing),
        ])  # fmt: skip
        assert {type(each) for each in results} <= {Appeal, type(thing), Refused}, results
        verbs = [Verb.APPEAL_OVERTURNED, Verb.APPEAL_UPHELD]
        decided = Change.objects.filter(verb__in=verbs, person=author).count()
        state = Appeal.objects.get(person=author).state
        assert (decided, state == Appeal.State.GONE) in [(1, False), (0, True)], number
        assert says(thing) == SAID
    assert breaches() == []


def test_who_asks_twice_at_once_has_asked_once_and_words_that_go_meanwhile_do_not_come_back(
    kind: Kind,
) -> None:
    board = make_board(make_community())
    first, other = (make_member(board.community, role=Role.MODERATOR) for _ in range(2))
    for _round in range(ROUNDS):
        cache.clear()
        author = make_member(board.community)
        thing = kind.removed(first, author, board)
        results = together([partial(kind.ask, author, thing)] * 4)
        assert sorted(type(each).__name__ for each in results) == ["Appeal", *["Refused"] * 3]
        appeal = appeal_with(Appeal.objects.get(person=author).pk)
        together([
            partial(kind.forget, author, thing),
            partial(overturn_decision, decider=again(other), appeal=appeal, reason="It may stand here."),
        ])  # fmt: skip
        overturned = Appeal.objects.get(person=author).state == Appeal.State.OVERTURNED
        assert (says(thing) if overturned else kept(thing)) == (SAID if overturned else "")
        assert (fresh(thing).removed_at is None) == overturned
    assert breaches() == []


def test_a_topic_is_removed_once_brought_back_once_and_told_of_once_each_time() -> None:
    board = make_board(make_community())
    moderators = [make_member(board.community, role=Role.MODERATOR) for _ in range(4)]
    author = make_member(board.community)
    topic = make_topic(board, author=author)
    for number in range(ROUNDS):
        cache.clear()
        removing = [
            partial(remove_topic, moderator=again(each), topic=fresh(topic), reason="No.") for each in moderators
        ]  # fmt: skip
        results = together(removing)
        assert sorted(type(each).__name__ for each in results) == [*["Refused"] * 3, "Topic"]
        restoring = [partial(restore_topic, moderator=again(each), topic=fresh(topic)) for each in moderators]
        results = together(restoring)
        assert sorted(type(each).__name__ for each in results) == [*["Refused"] * 3, "Topic"]
        told = sorted(Notice.objects.filter(recipient=author).values_list("kind", flat=True))
        assert told == [*["topic-removed"] * (number + 1), *["topic-restored"] * (number + 1)]
    assert Topic.objects.get(pk=topic.pk).removed_at is None
    assert breaches() == []
