"""What a case is about, where that stands, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass

from forum.chat.models import Message
from forum.communities.models import Community
from forum.discussions.models import Board, Placement, Post, StaffNote
from forum.gatherings.models import Question
from forum.moderation.models import Case, Report
from forum.people.models import Person
from forum.repertoire.models import PracticeNote
from forum.repertoire.policies.quotes import was_agreed_to

Reason = Report.Reason


@dataclass(frozen=True, slots=True)
class Place:
    """A board, a room, a live session or a practice note in which it stands: its community, its name, and the board, if
    it is one.
    """

    community: Community
    name: str
    board: Board | None


Note = StaffNote | Placement  # of moderators to readers; or with which somebody carried a topic to a board
Reportable = Post | Message | Person | Note | Question | PracticeNote

_OF_TWO = (Reason.PATIENT, Reason.UNKIND, Reason.HARASSING, Reason.COMMERCIAL, Reason.SPAM, Reason.OTHER)
_OF_PEOPLE = (Reason.IMPOSTOR, Reason.UNKIND, Reason.PATIENT, Reason.COMMERCIAL, Reason.SPAM, Reason.OTHER)


def subject_of(case: Case) -> Reportable:
    """The post, message, person, note, question or practice note that was reported."""
    of_talk = case.post or case.message or case.question
    subject = of_talk or case.person or case.note or case.placement or case.practice_note
    assert subject is not None
    return subject


def author_of(case: Case) -> Person:
    """Whose words, or whose page, it is about; of a note with a topic, who had carried it when that was reported."""
    return case.carrier or whose(subject_of(case))


def writers_of(case: Case) -> list[Person]:
    """Whose words it is about: of a note of moderators, whoever changed it last as well; of a practice note these, by
    now and when it was reported, and whoever agreed to be quoted there: who is asked, or says no, has not.
    """
    writers = [author_of(case), case.note.edited_by if case.note is not None else None]
    if case.practice_note is not None:
        writers += [case.practice_note.changed_by, case.last_changed_by]
        quotes = [each for each in case.practice_note.quotes.all() if was_agreed_to(each)]
        writers += [each.message.author for each in quotes if each.message]
    return [each for each in writers if each is not None]


def authors_of(case: Case) -> list[Person]:
    """Whom one tells what became of it: its author; of a practice note, whoever had changed it last as well."""
    author = author_of(case)
    changer = case.last_changed_by
    return [author] if changer is None or changer == author else [author, changer]


def whose(subject: Reportable) -> Person:
    """Who wrote it; of a person, they themselves."""
    if isinstance(subject, Person):
        return subject
    if isinstance(subject, Placement):
        assert subject.proposed_by is not None  # a note is somebody's
        return subject.proposed_by
    if isinstance(subject, PracticeNote):
        drafter = subject.drafted_by or subject.changed_by
        assert drafter is not None
        return drafter
    return subject.asker if isinstance(subject, Question) else subject.author


def is_said_alone(subject: Reportable) -> bool:
    """Whether one of two said it to the other, where nobody else reads."""
    return isinstance(subject, Message) and subject.room.is_direct


def is_for_stewards(subject: Reportable) -> bool:
    """Whether stewards are asked from the beginning: no community looks after people, or after what two say alone."""
    return isinstance(subject, Person) or is_said_alone(subject)


def reasons_for(subject: Reportable) -> list[Report.Reason]:
    """Which reasons make sense for it."""
    if isinstance(subject, Person):
        return list(_OF_PEOPLE)
    if is_said_alone(subject):
        return list(_OF_TWO)
    return [each for each in Reason if each != Reason.IMPOSTOR]


def places_of(case: Case) -> list[Place]:
    """Its home board; then the board it came through, where that is of another community; or its room. Of a note of
    moderators the home of its topic, for which it speaks; of one with a carried topic the board to which that came.
    Of a question the session, in the community that holds it; of a practice note itself, in that which keeps it.
    """
    if case.practice_note is not None:
        return [Place(case.practice_note.community, case.practice_note.title, None)]
    if case.question is not None:
        return [Place(case.question.gathering.community, case.question.gathering.title, None)]
    if case.post is not None:
        home, via = case.post.topic.home_board, case.post.via_board
        boards = [home] if via.community_id == home.community_id else [home, via]
        return [Place(board.community, board.name, board) for board in boards]
    board = board_of_note(case)
    if board is not None:
        return [Place(board.community, board.name, board)]
    room = case.message.room if case.message is not None else None
    return (
        [Place(room.community, room.title, None)] if room is not None and room.community is not None else []
    )


def board_of_note(case: Case) -> Board | None:
    """The board on which a reported note stands; None of all else."""
    if case.note is not None:
        return case.note.topic.home_board
    return case.placement.board if case.placement is not None else None


def communities_of(case: Case) -> list[int]:
    """Ids of the communities in whose boards or room it stands."""
    return [place.community.pk for place in places_of(case)]
