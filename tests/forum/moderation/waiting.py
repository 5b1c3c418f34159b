"""One thing of each kind that waits in a community, for tests of the list of what waits."""

from __future__ import annotations

from dataclasses import dataclass

from forum.communities.actions.joining import ask_to_join
from forum.communities.actions.measures import warn_person
from forum.communities.models import Community, JoiningRequest, Role
from forum.core.claims import Kind
from forum.crossposting.actions.homes import offer_home
from forum.crossposting.models import HomeChange
from forum.discussions.models import Board, HeldPost, Placement, Post
from forum.gatherings.actions.joint import ask_to_take_part
from forum.gatherings.models import Joint
from forum.moderation.actions.appealing import appeal_measure
from forum.moderation.actions.reporting import report_post
from forum.moderation.models import Appeal, Case
from forum.people.models import Person
from tests.factories import (
    Crossing,
    hold_reply,
    make_board,
    make_community,
    make_crossing,
    make_member,
    make_person,
    make_reply,
    make_topic,
)
from tests.forum.gatherings.meeting import meeting


@dataclass(frozen=True, slots=True)
class Waiting:
    """A community where all of it waits, and who looks after it."""

    community: Community
    board: Board
    facilitator: Person
    moderator: Person
    held: HeldPost
    placement: Placement
    change: HomeChange
    request: JoiningRequest
    case: Case
    reported: Post
    appeal: Appeal
    joint: Joint

    def things(self) -> dict[Kind, int]:
        """The id of each of them."""
        return {
            Kind.HELD: self.held.pk,
            Kind.CARRIED: self.placement.pk,
            Kind.HOME: self.change.pk,
            Kind.ASKING: self.request.pk,
            Kind.REPORTED: self.case.pk,
            Kind.APPEAL: self.appeal.pk,
            Kind.JOINT: self.joint.pk,
        }


def make_waiting() -> Waiting:
    """All of it, waiting in the order in which `things` names it."""
    community = make_community(visibility="open", joining="request")
    board = make_board(community, approval=Board.Approval.EVERYTHING)
    calm = make_board(community, inbound=Board.Inbound.ASK)
    held = hold_reply(make_topic(board), body="May I come in?")
    placement = _carried_to(calm).propose()
    offering = _carried_to(calm)
    change = offer_home(moderator=offering.home_moderator, topic=offering.topic, to=calm, note="It is yours.")
    request = ask_to_join(person=make_person(), community=community, questions=[], answers=["I teach."])
    reported = make_reply(make_topic(calm), author=make_member(community), body="Buy my course.")
    report = report_post(reporter=make_member(community), post=reported, reason="commercial")
    warned, stern = make_member(community), make_member(community, role=Role.MODERATOR)
    measure = warn_person(moderator=stern, person=warned, community=community, reason="Be kind.")
    appeal = appeal_measure(person=warned, measure=measure, words="I was.")
    return Waiting(
        community=community, board=board, facilitator=make_member(community, role=Role.FACILITATOR),
        moderator=make_member(community, role=Role.MODERATOR), held=held, placement=placement, change=change,
        request=request, case=report.case, reported=reported, appeal=appeal,
        joint=_asked_to_take_part(community),
    )  # fmt: skip


def _asked_to_take_part(community: Community) -> Joint:
    """By a community whose facilitator prepares a session."""
    other = make_community(visibility="open")
    host = other.memberships.get().person
    session = meeting(host, other, title="Case of the month")
    return ask_to_take_part(host=host, gathering=session, community=community, note="It is yours, too.")


def _carried_to(board: Board) -> Crossing:
    """A topic of another open community, its broker and its author at home in this one as well."""
    made = make_crossing("open", "open")
    for person in (made.broker, made.author):
        make_member(board.community, person)
    return Crossing(
        home=made.home, there=board, topic=made.topic, author=made.author, broker=made.broker,
        home_moderator=made.home_moderator, there_moderator=made.there_moderator, reader=made.reader,
    )  # fmt: skip
