"""Who is to be told of what has happened, and when that was."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from forum.chat.models import Message, MessageRemoval
from forum.communities.models import Change, JoiningRequest, Membership, Role
from forum.discussions.models import Board, HeldPost, Post, Removal
from forum.gatherings.models import Question, QuestionRemoval
from forum.moderation.models import Appeal, Case
from forum.moderation.places import places_of, writers_of
from forum.moderation.selectors.deciders import concerned_by, deciders_there, tells_who_asked
from forum.notifications.models import Notice
from forum.people.models import Person


def who_can_be_told(person_ids: Iterable[int | None], *, but_for: Iterable[int | None] = ()) -> list[int]:
    """Those of them whose account is in use, by id; without whoever did it. Nobody closes these accounts until the
    transaction ends. Whoever closes theirs at this moment is left out, and not waited for: they may wait for us.
    """
    wanted = sorted({key for key in person_ids if key} - set(but_for))
    if not wanted:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_CAN_BE_TOLD, [wanted])
        return [person_id for (person_id,) in cursor.fetchall()]


_CAN_BE_TOLD = """
SELECT id FROM forum_person WHERE id = ANY(%s) AND is_active AND kind = 'human'
ORDER BY id FOR KEY SHARE SKIP LOCKED
"""


def asked_about(case: Case) -> list[int]:
    """Ids of those who are asked about a case by a role of their own, but for whose words it is about.

    Whether they read it still is asked when they look. Twin: `moderation.policies.looks_after`.
    """
    writers = {writer.pk for writer in writers_of(case)}
    if case.level == Case.Level.STEWARDS:
        two = case.message.room.two if case.message is not None else ()
        people = Person.objects.filter(is_steward=True).exclude(pk__in=[*writers, *two])
        return list(people.order_by("pk").values_list("pk", flat=True))
    is_up = case.level == Case.Level.FACILITATORS
    roles = Q()
    for place in places_of(case):
        least = Role.FACILITATOR if is_up else Role.MODERATOR
        roles |= Q(community=place.community, role__gte=least)
        if place.board is not None and not is_up:
            named = Q(role__gte=Role.MEMBER, boards_moderated__contains=[place.board.pk])
            roles |= Q(community=place.community) & named
    if not roles:
        return []
    rows = Membership.objects.filter(roles).exclude(person__in=writers)
    rows = rows.exclude(suspended_until__gt=timezone.now())
    return sorted(set(rows.values_list("person_id", flat=True)))


def asked_to_look(appeal: Appeal) -> list[int]:
    """Ids of those who may decide an appeal by a role of their own; stewards where it is about the network, or nobody
    else is there. Where one could guess from that whose question without a name it is, stewards as well. Whether they
    may still is asked when they look. Twin: `moderation.policies.appeals`.
    """
    there = deciders_there(appeal)
    if there and not tells_who_asked(appeal):
        return there
    stewards = set(Person.objects.filter(is_steward=True).values_list("pk", flat=True))
    return sorted({*there, *stewards} - concerned_by(appeal))


def latest_removal_noticed(kind: str, thing: Post | Message | Question, person_id: int) -> int:
    """The id of the last notice of this kind that told the author of a removal; 0 where there is none any more. A whole
    topic is told of by its opening post.
    """
    about = {str(thing._meta.model_name): thing.pk}
    rows = Notice.objects.filter(recipient=person_id, key__startswith=f"{kind}:", **about)
    return rows.order_by("-pk").values_list("pk", flat=True).first() or 0


def removal_of_message_with(message_id: int) -> MessageRemoval | None:
    """Why a message is removed, with the message; None where it stands."""
    return MessageRemoval.objects.filter(message=message_id).select_related("message").first()


def removal_of_question_with(question_id: int) -> QuestionRemoval | None:
    """Why a question is removed, with the question; None where it stands."""
    return QuestionRemoval.objects.filter(question=question_id).select_related("question").first()


def question_with(question_id: int) -> Question | None:
    """A question of a live session."""
    return Question.objects.filter(pk=question_id).first()


def message_with(message_id: int) -> Message | None:
    """A message."""
    return Message.objects.filter(pk=message_id).first()


def last_change(verb: str, *, person_id: int, community_id: int) -> Change | None:
    """The latest line of a community's log that says so of this person."""
    rows = Change.objects.filter(community=community_id, person=person_id, verb=verb)
    return rows.order_by("-pk").first()


def removal_with(post_id: int) -> Removal | None:
    """Why a post is removed, with the post; None where it stands."""
    return Removal.objects.filter(post=post_id).select_related("post").first()


def held_with(held_id: int) -> HeldPost | None:
    """Words that had to wait."""
    return HeldPost.objects.filter(pk=held_id).first()


def request_with(request_id: int) -> JoiningRequest | None:
    """A request to join."""
    return JoiningRequest.objects.filter(pk=request_id).first()


def board_with(board_id: int) -> Board:
    """A board."""
    return Board.objects.get(pk=board_id)


def who_was_told_of(post: Post) -> list[int]:
    """Ids of those whom the post names or answers, or who follow its topic, and who were told of it for that."""
    rows = Notice.objects.filter(post=post, key=f"post:{post.pk}")
    return list(rows.values_list("recipient", flat=True))


def who_is_told_already(kind: str, **about: int) -> list[int]:
    """Ids of those who were told so of this one thing, and have not read it."""
    rows = Notice.objects.filter(kind=kind, read_at=None, **about)
    return list(rows.values_list("recipient", flat=True))


def post_with(post_id: int) -> Post | None:
    """A post with the board through which it came."""
    return Post.objects.filter(pk=post_id).select_related("via_board").first()


def opening_post(topic_id: int) -> Post | None:
    """The post that opens a topic, with that."""
    return Post.objects.filter(topic=topic_id, number=1).select_related("topic").first()
