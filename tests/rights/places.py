"""Where they try: a community with one of everything that an act needs."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile

from forum.chat.actions.direct import open_direct_room
from forum.chat.actions.rooms import close_room, describe_room, open_room
from forum.chat.models import Message, Room
from forum.communities.actions.invitations import invite_by_link, invite_by_mail
from forum.communities.models import Community, Invitation, JoiningRequest
from forum.discussions.actions.edits import edit_post
from forum.discussions.actions.files import attachment_markdown, store_upload
from forum.discussions.models import Attachment, Board, HeldPost, Level, Placement, Post, Topic
from forum.lifting.models import Lift
from forum.people.models import Person
from tests.factories import (
    hold_reply,
    make_board,
    make_community,
    make_member,
    make_person,
    make_reply,
    make_topic,
    place_topic,
)
from tests.forum.chat.test_sending import say
from tests.forum.lifting.lifted import lift

VISIBILITIES = tuple(Community.Visibility.values)


@dataclass(frozen=True)
class Place:
    """A community, its first facilitator and a member, and what they have made there. `topic` is a question."""

    community: Community
    facilitator: Person
    member: Person
    board: Board
    other_board: Board
    moderators_board: Board
    topic: Topic
    post: Post
    file: Attachment
    locked: Topic
    elsewhere: Topic
    waiting: JoiningRequest
    mailed: Invitation
    link: Invitation
    held: HeldPost
    message: Message
    moderators_room: Room
    closed_room: Room
    between_two: Message
    lift: Lift
    coming: Placement
    guest_post: Post
    going: Placement


def make_place(visibility: str) -> Place:
    """A community of this visibility that people join by a click."""
    community = make_community(f"Place {visibility}", visibility=visibility)
    facilitator = community.memberships.get().person
    member = make_member(community)
    board, other = make_board(community), make_board(community)
    closed = make_board(community, read_from=30)
    topic = make_topic(board, author=member, type=Topic.Type.QUESTION)
    file = store_upload(owner=member, upload=SimpleUploadedFile("list.txt", b"what we use"))
    post = make_reply(topic, author=member, body=f"As here: {attachment_markdown(file)}")
    edit_post(editor=member, post=post, body=f"As there: {attachment_markdown(file)}", revision=1)
    locked = make_topic(board, author=member)
    Topic.objects.filter(pk=locked.pk).update(locked_at=locked.created_at)
    waiting = JoiningRequest.objects.create(community=community, person=make_person())
    mailed = invite_by_mail(inviter=facilitator, community=community, email="open@b.example")
    link = invite_by_link(inviter=facilitator, community=community, most_uses=100)
    return Place(
        community, facilitator, member, board, other, closed, topic, post, file, locked, make_topic(other),
        waiting, mailed, link, _held_on(board, topic), *_said_in_rooms(community, facilitator, member),
        _asked(board, facilitator, member), *_carried_to(board), _carried_from(topic),
    )  # fmt: skip


def _said_in_rooms(
    community: Community, facilitator: Person, member: Person
) -> tuple[Message, Room, Room, Message]:
    """Something in the common room, two rooms beside it, and something that a member said to the facilitator alone."""
    message = say(member, Room.objects.select_related("community").get(community=community))
    rows = [open_room(opener=facilitator, community=community, name=name) for name in ("Backstage", "Closed")]
    describe_room(facilitator=facilitator, room=rows[0], write_from=Level.MODERATORS)
    close_room(facilitator=facilitator, room=rows[1])
    alone = say(member, open_direct_room(person=member, other=facilitator))
    return message, rows[0], rows[1], alone


def _asked(board: Board, facilitator: Person, member: Person) -> Lift:
    """Something else that the member said, and that the facilitator would like to take to the board."""
    room = Room.objects.select_related("community").get(community=board.community, kind=Room.Kind.STANDING)
    return lift(facilitator, [say(member, room)], board)


def _carried_to(board: Board) -> tuple[Placement, Post]:
    """A topic of another community, open to all, that somebody would carry to the board, and a reply in it."""
    home = make_board(make_community(visibility="open"))
    topic = make_topic(home)
    return _carried(topic, board), make_reply(topic)


def _carried_from(topic: Topic) -> Placement:
    """The topic on its way to a board in another community that members alone read."""
    return _carried(topic, make_board(make_community(visibility="private")))


def _carried(topic: Topic, board: Board) -> Placement:
    placement = place_topic(topic, board, state=Placement.State.PENDING)
    Placement.objects.filter(pk=placement.pk).update(proposed_at=topic.created_at, proposed_by=make_person())
    return placement


def _held_on(board: Board, topic: Topic) -> HeldPost:
    """A newcomer's reply from a time when the board held them; it waits still."""
    Board.objects.filter(pk=board.pk).update(approval=Board.Approval.EVERYTHING)
    held = hold_reply(topic)
    Board.objects.filter(pk=board.pk).update(approval=Board.Approval.NONE)
    return held
