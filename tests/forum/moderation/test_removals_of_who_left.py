"""Of who has closed their account nothing is kept that others remove: nobody could read it, or let it go."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from forum.chat.actions.taking_down import take_down_message
from forum.chat.models import Message
from forum.communities.models import Role
from forum.core.verdicts import Refused
from forum.discussions.actions.taking_down import take_down_post
from forum.discussions.models import Board, Post
from forum.gatherings.actions.answering import decline_question, pin_question
from forum.gatherings.actions.taking_down import take_question_down
from forum.gatherings.models import Question
from forum.people.models import Person
from tests.factories import make_board, make_community, make_member, make_person, make_reply, make_topic
from tests.forum.chat.test_sending import say
from tests.forum.gatherings.going_on import begun
from tests.forum.leaving import ada, leave
from tests.forum.lifting.lifted import room_of
from tests.forum.moderation.removed_things import KINDS, fresh, kept
from tests.forum.people_anew import again, signed_in
from tests.forum.recaps.over import asked

__all__ = ["ada"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
SAID, WHY = "I sell courses for your ward.", "We sell nothing here."
Thing = Post | Message | Question


@pytest.fixture
def facilitator() -> Person:
    return make_person("Bea Quist")


@pytest.fixture
def board(facilitator: Person) -> Board:
    return make_board(make_community("Ward teaching", facilitator=facilitator))


def _post(author: Person, board: Board, _facilitator: Person) -> Post:
    return make_reply(make_topic(board), author=author, body=SAID)


def _message(author: Person, board: Board, _facilitator: Person) -> Message:
    return say(again(author), room_of(board.community), SAID)


def _question(author: Person, board: Board, facilitator: Person) -> Question:
    question = asked(author, begun(facilitator, board.community), SAID)
    pin_question(host=facilitator, question=question)
    decline_question(host=facilitator, question=question, seen="open", reason="Not here.")
    return question


def _take_down(moderator: Person, thing: Thing) -> None:
    if isinstance(thing, Post):
        take_down_post(moderator=again(moderator), post=fresh(thing), reason=WHY)
    elif isinstance(thing, Message):
        take_down_message(moderator=again(moderator), message=fresh(thing), reason=WHY)
    else:
        take_question_down(moderator=again(moderator), question=fresh(thing), reason=WHY)


def _page_to_remove(thing: Thing) -> str:
    if isinstance(thing, Post):
        return reverse("post-remove", args=[thing.pk])
    if isinstance(thing, Message):
        return reverse("message-remove", args=[thing.room_id, thing.pk])
    return reverse("question-take-away", args=[thing.gathering_id, thing.pk])


@pytest.mark.parametrize(("word", "said"), [("post", _post), ("message", _message), ("question", _question)])
def test_what_is_removed_of_who_is_here_is_kept_and_of_who_left_it_is_not(
    word: str, said: Callable[[Person, Board, Person], Thing], ada: Person, board: Board, facilitator: Person
) -> None:
    moderator, here = make_member(board.community, role=Role.MODERATOR), make_member(board.community)
    make_member(board.community, ada)
    theirs, hers = said(here, board, facilitator), said(ada, board, facilitator)
    leave(ada, "keep")
    shown = [signed_in(moderator).get(_page_to_remove(each)).content.decode() for each in (theirs, hers)]
    assert ["This is final" in each for each in shown] == [False, True]
    assert ["For 30 days" in each for each in shown] == [True, False]
    _take_down(moderator, theirs)
    assert kept(theirs) == SAID
    done = signed_in(moderator).post(_page_to_remove(hers), {"reason": WHY}, follow=True)
    assert "nothing of its words is kept" in done.content.decode()
    assert (fresh(hers).removed_at is not None, kept(hers), fresh(hers).removal.reason) == (True, "", WHY)
    with pytest.raises(Refused):
        KINDS[word].restore(facilitator, hers)
