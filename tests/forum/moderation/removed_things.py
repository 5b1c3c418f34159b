"""Each kind of thing that moderators remove: how it comes to be removed, and what is done with it then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.urls import reverse

from forum.chat.actions.taking_down import (
    clear_removed_messages,
    forget_removed_message,
    restore_message,
    take_down_message,
)
from forum.chat.models import Message, MessageRemoval, Room
from forum.communities.selectors.members import facilitators_of
from forum.discussions.actions.taking_down import (
    clear_removed_posts,
    forget_removed_post,
    restore_post,
    take_down_post,
)
from forum.discussions.actions.whole_topics import (
    clear_removed_topics,
    forget_own_in_removed_topic,
    remove_topic,
    restore_topic,
)
from forum.discussions.models import Board, Post, Removal, Topic
from forum.gatherings.actions.questions import ask_question
from forum.gatherings.actions.taking_down import (
    clear_removed_questions,
    forget_removed_question,
    restore_question,
    take_question_down,
)
from forum.gatherings.models import Gathering, Question, QuestionRemoval
from forum.moderation.actions.appealing import (
    appeal_removal,
    appeal_removed_message,
    appeal_removed_question,
    appeal_removed_topic,
)
from forum.moderation.models import Appeal
from forum.people.models import Person
from tests.factories import make_reply, make_topic
from tests.forum.chat.test_sending import say
from tests.forum.gatherings.going_on import begun
from tests.forum.people_anew import again

SAID, WHY, PLEA = "What I said.", "We sell nothing here.", "I sell nothing."

Thing = Post | Message | Topic | Question


@dataclass(frozen=True, slots=True)
class Kind:
    """What is done with something that can be removed: said by somebody and removed by another one; asked about;
    brought back; let go of by its author; and by night. `word` is what logs and copies call it.
    """

    word: str
    removed: Callable[[Person, Person, Board], Thing]
    ask: Callable[..., Appeal]
    restore: Callable[[Person, Thing], object]
    forget: Callable[[Person, Thing], object]
    clear: Callable[..., int]
    pages: Callable[[Thing], tuple[str, str]]  # why it was removed, and where one asks others to look again
    address: Callable[[Thing], str]  # where it stood


def fresh(thing: Thing) -> Thing:
    """As it is now, with what policies decide from."""
    if isinstance(thing, Topic):
        return Topic.objects.select_related("home_board__community", "author").get(pk=thing.pk)
    if isinstance(thing, Question):
        return Question.objects.select_related("gathering__community", "asker", "removal").get(pk=thing.pk)
    if isinstance(thing, Message):
        return Message.objects.select_related("room__community", "author").get(pk=thing.pk)
    rows = Post.objects.select_related("topic__home_board__community", "via_board__community", "author")
    return rows.get(pk=thing.pk)


def says(thing: Thing) -> str:
    """What others read of it; "" where it is removed."""
    now = fresh(thing)
    if now.removed_at is not None:
        return ""
    if isinstance(now, Question):
        return now.words
    return now.posts.get(number=1).source if isinstance(now, Topic) else now.source


def kept(thing: Thing) -> str:
    """What is kept of what it said while it is removed."""
    now = fresh(thing)
    return now.posts.get(number=1).source if isinstance(now, Topic) else now.removal.source


def removed_since(thing: Thing, moment: datetime) -> None:
    """Let it have been removed at that moment."""
    if isinstance(thing, Question):
        QuestionRemoval.objects.filter(question=thing.pk).update(removed_at=moment)
        return
    type(thing)._default_manager.filter(pk=thing.pk).update(removed_at=moment)
    Removal.objects.filter(post=thing.pk if isinstance(thing, Post) else None).update(removed_at=moment)
    rows = MessageRemoval.objects.filter(message=thing.pk if isinstance(thing, Message) else None)
    rows.update(removed_at=moment)


def _removed_post(by: Person, author: Person, board: Board) -> Thing:
    post = make_reply(make_topic(board), author=author, body=SAID)
    take_down_post(moderator=again(by), post=fresh(post), reason=WHY)
    return fresh(post)


def removed_message(by: Person, author: Person, board: Board) -> Thing:
    """In the room of the community whose board it is."""
    room = Room.objects.select_related("community").get(community=board.community)
    message = say(again(author), room, SAID)
    take_down_message(moderator=again(by), message=fresh(message), reason=WHY)
    return fresh(message)


def removed_topic(by: Person, author: Person, board: Board) -> Thing:
    """With a reply by somebody else."""
    topic = make_topic(board, author=author, title="Courses of ours", body=SAID)
    make_reply(topic, body="How much?")
    remove_topic(moderator=again(by), topic=fresh(topic), reason=WHY)
    return fresh(topic)


def removed_question(by: Person, author: Person, board: Board) -> Thing:
    """In a live session of the community whose board it is."""
    gathering = Gathering.objects.filter(community=board.community).first()
    if gathering is None:
        gathering = begun(again(facilitators_of(board.community)[0].person), board.community)
    question = ask_question(asker=again(author), gathering=gathering, words=SAID, client_id=uuid4())
    take_question_down(moderator=again(by), question=question, reason=WHY)
    return fresh(question)


def _pages_of_question(thing: Thing) -> tuple[str, str]:
    assert isinstance(thing, Question)
    key = [thing.gathering_id, thing.pk]
    return reverse("question-removal", args=key), reverse("question-removal-appeal", args=key)


def _address_of_question(thing: Thing) -> str:
    assert isinstance(thing, Question)
    return thing.gathering.get_absolute_url()


def _pages_of_message(thing: Thing) -> tuple[str, str]:
    assert isinstance(thing, Message)
    key = [thing.room_id, thing.pk]
    return reverse("message-removal", args=key), reverse("message-removal-appeal", args=key)


def _address_of_message(thing: Thing) -> str:
    assert isinstance(thing, Message)
    return reverse("room", args=[thing.room_id])


POST = Kind(
    word="post",
    removed=_removed_post,
    ask=lambda person, post, words=PLEA: appeal_removal(person=again(person), post=post, words=words),
    restore=lambda by, post: restore_post(moderator=again(by), post=post),
    forget=lambda author, post: forget_removed_post(author=again(author), post=post),
    clear=clear_removed_posts,
    pages=lambda post: (
        reverse("post-removal", args=[post.pk]),
        reverse("removal-appeal", args=[post.pk]),
    ),
    address=lambda post: post.topic.get_absolute_url(),
)
MESSAGE = Kind(
    word="message",
    removed=removed_message,
    ask=lambda person, message, words=PLEA: appeal_removed_message(
        person=again(person), message=message, words=words
    ),
    restore=lambda by, message: restore_message(moderator=again(by), message=message),
    forget=lambda author, message: forget_removed_message(author=again(author), message=message),
    clear=clear_removed_messages,
    pages=_pages_of_message,
    address=_address_of_message,
)
TOPIC = Kind(
    word="topic",
    removed=removed_topic,
    ask=lambda person, topic, words=PLEA: appeal_removed_topic(
        person=again(person), topic=topic, words=words
    ),
    restore=lambda by, topic: restore_topic(moderator=again(by), topic=topic),
    forget=lambda author, topic: forget_own_in_removed_topic(author=again(author), topic=topic),
    clear=clear_removed_topics,
    pages=lambda topic: (
        reverse("topic-removal", args=[topic.pk]),
        reverse("topic-removal-appeal", args=[topic.pk]),
    ),
    address=lambda topic: topic.get_absolute_url(),
)
QUESTION = Kind(
    word="question",
    removed=removed_question,
    ask=lambda person, question, words=PLEA: appeal_removed_question(
        person=again(person), question=question, words=words
    ),
    restore=lambda by, question: restore_question(moderator=again(by), question=question),
    forget=lambda author, question: forget_removed_question(asker=again(author), question=question),
    clear=clear_removed_questions,
    pages=_pages_of_question,
    address=_address_of_question,
)
KINDS = {kind.word: kind for kind in (POST, MESSAGE, TOPIC, QUESTION)}
