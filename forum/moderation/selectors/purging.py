"""What is to be purged, and whether that was done."""

from __future__ import annotations

from django.db.models import Prefetch

from forum.chat.models import Message
from forum.communities.models import Change, Verb
from forum.communities.selectors.log import in_logs_of
from forum.discussions.models import Post
from forum.gatherings.models import Question
from forum.gatherings.selectors.talk import sessions_to_ask
from forum.moderation.models import Case

Purgeable = Post | Message | Question


def post_to_purge(post_id: int) -> Post | None:
    """A post, standing or removed, with all that policies decide from."""
    with_all = ("author", "topic__home_board__community", "via_board__community")
    return Post.objects.select_related(*with_all).filter(pk=post_id).first()


def message_to_purge(room_id: int, message_id: int) -> Message | None:
    """The same of a message of this room."""
    rows = Message.objects.select_related("author", "room__community")
    return rows.filter(room=room_id, pk=message_id).first()


def was_reported(message: Message) -> bool:
    """Whether somebody has reported it to those who look after it, decided or not."""
    return Case.objects.filter(message=message).exists()


def case_of_message(message: Message) -> Case | None:
    """The latest case about it."""
    return Case.objects.filter(message=message).order_by("-pk").first()


def question_to_purge(gathering_id: int, question_id: int) -> Question | None:
    """The same of a question of this session."""
    rows = Question.objects.select_related("asker", "removal__removed_by")
    rows = rows.prefetch_related(Prefetch("gathering", sessions_to_ask()))
    return rows.filter(gathering=gathering_id, pk=question_id).first()


def communities_of_question(question: Question) -> list[int]:
    """Ids of the communities that hold its session, or were asked to take part, in their order."""
    session = question.gathering
    return sorted({session.community_id, *(joint.community_id for joint in session.joint.all())})


def thing_purged(subject: Purgeable) -> str:
    """What it is, as columns and the log call it."""
    return "post" if isinstance(subject, Post) else "message" if isinstance(subject, Message) else "question"


def was_purged(subject: Purgeable, community_ids: list[int]) -> bool:
    """Whether the logs of these communities say so; without any, that of the network."""
    thing = {thing_purged(subject): subject.pk}
    lines = Change.objects.filter(in_logs_of(community_ids), verb=Verb.PURGED)
    return lines.filter(details__contains=thing).exists()
