"""A newcomer's first steps in a community: what they are for this person, where each is done, and which are done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.models import Community, Membership, Role
from forum.communities.policies.standing import may_speak
from forum.communities.selectors.standing import memberships_of
from forum.core.markup import safe
from forum.discussions.models import Board, Placement, Topic
from forum.discussions.policies.boards import may_reply_through, may_start_topic
from forum.discussions.selectors.first_steps import StepsTaken, steps_taken
from forum.people.models import Person

SHOWN_FOR = timedelta(days=180)  # whoever has not taken them by then reads on in their own way


@dataclass(frozen=True, slots=True)
class Step:
    """Something small to do: `words` say what, `url` is where, by the name `place`."""

    words: str
    url: str
    place: str
    is_done: bool


def first_steps_html(
    person: Person, community: Community, boards: Sequence[Board], topics: Sequence[Placement]
) -> str:
    """The list for the community's page; "" for all who are no newcomers, have done it all or put it away.

    `boards` are those that the person reads here, `topics` what moved last on them. One query for newcomers.
    """
    if not _is_new(memberships_of(person).get(community.pk), community):
        return ""
    steps = steps_for(person, community, boards, topics)
    if all(step.is_done for step in steps):
        return ""
    context = {"steps": steps, "community": community}
    return safe(render_to_string("communities/first_steps.html", context))


def steps_for(
    person: Person, community: Community, boards: Sequence[Board], topics: Sequence[Placement]
) -> list[Step]:
    """The steps that are open to the person here, done ones too, in one query."""
    taken = steps_taken(person, community)
    steps = _reading_steps(person, community, [placement.topic for placement in topics], taken)
    return steps + _writing_steps(person, [board for board in boards if board.archived_at is None], taken)


def _is_new(membership: Membership | None, community: Community) -> bool:
    if membership is None or community.archived_at is not None:
        return False
    now = timezone.now()
    if membership.settled_at is not None or membership.role > Role.MEMBER or membership.is_suspended(now):
        return False
    return membership.role == Role.GUEST or membership.joined_at > now - SHOWN_FOR


def _reading_steps(
    person: Person, community: Community, topics: Sequence[Topic], taken: StepsTaken
) -> list[Step]:
    """What takes no words of one's own; nothing where nobody else has said anything yet."""
    others = [topic for topic in topics if topic.author_id != person.pk]
    if not others:
        return []
    said = [topic for topic in others if topic.type != Topic.Type.ANNOUNCEMENT] or others
    newest, fullest = said[0], max(said, key=lambda topic: topic.post_count)
    question = next((topic for topic in said if topic.type == Topic.Type.QUESTION), newest)
    read = _("Read a conversation that interests you.")
    if community.welcome.strip():
        read = _("Read the welcome, and a conversation that interests you.")
    follow = _("Follow a topic whose course you would like to know.")
    steps = [
        Step(read, fullest.get_absolute_url(), fullest.title, taken.read),
        Step(follow, newest.get_absolute_url(), newest.title, taken.followed),
    ]
    if may_speak(person, community):
        react = _("Say “Same question” or “Tried it here” to a post, or thank somebody for one.")
        url = f"{question.get_absolute_url()}#post-1"
        steps.append(Step(react, url, question.title, taken.reacted))
    return steps


def _writing_steps(person: Person, boards: Sequence[Board], taken: StepsTaken) -> list[Step]:
    steps = []
    door = next((board for board in boards if _is_door(person, board)), None)
    if door is not None:
        url = reverse("start-topic", args=[door.community.slug, door.slug])
        words = _("Introduce yourself. One line is plenty.")
        steps.append(Step(words, url, door.name, taken.introduced))
    corridor = _corridor([board for board in boards if _may_write_on(person, board)])
    if corridor is not None:
        words = _("Answer somebody, or ask what you would ask a colleague in the corridor.")
        steps.append(Step(words, corridor.get_absolute_url(), corridor.name, taken.wrote))
    return steps


def _is_door(person: Person, board: Board) -> bool:
    return board.kind == Board.Kind.INTRODUCTIONS and bool(may_start_topic(person, board))


def _may_write_on(person: Person, board: Board) -> bool:
    if board.kind in (Board.Kind.INTRODUCTIONS, Board.Kind.ANNOUNCEMENTS):
        return False
    return bool(may_start_topic(person, board)) or bool(may_reply_through(person, board))


def _corridor(boards: Sequence[Board]) -> Board | None:
    """Where asking is easiest: the first board for questions, else the first of all."""
    questions = [board for board in boards if board.kind == Board.Kind.QUESTIONS]
    return next(iter([*questions, *boards]), None)
