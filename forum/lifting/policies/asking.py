"""Who must be asked before words are taken to a board, who may answer, and who reads them there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from forum.chat.models import Message, Room
from forum.communities.models import Community
from forum.communities.selectors.log import free_since
from forum.core.editions import edition_of
from forum.core.verdicts import YES, Verdict, no
from forum.discussions.models import Board, Level, Topic
from forum.discussions.policies.topics import live_boards
from forum.discussions.readers import reading_level
from forum.lifting.models import Lift, LiftedMessage
from forum.lifting.selectors.boards import board_now
from forum.lifting.selectors.lifts import kept_back_among
from forum.people.actors import Actor, is_person
from forum.people.models import Person

_OPEN = Community.Visibility.OPEN


@dataclass(frozen=True, slots=True)
class Consent:
    """What taking messages to boards needs: `asked` must agree; `unasked` cannot, so theirs is not taken."""

    asked: list[Person] = field(default_factory=list)
    unasked: list[Person] = field(default_factory=list)


def consent_for(lifter: Person, room: Room, boards: Iterable[Board], messages: Sequence[Message]) -> Consent:
    """Who must agree. The lifter's own words ask nobody. Where words go freely, those are asked who said theirs while
    they did not, if they can be: what an archive brought was promised nothing here. So are those who have declined, or
    taken the same words out again: a rule for everybody does not speak louder than they did.
    """
    since = free_since(room.community) if room.community is not None and _is_free(room, boards) else None
    kept_back = kept_back_among(messages) if since is not None else frozenset()
    others: dict[int, Person] = {}
    for message in messages:
        is_own = message.author_id == lifter.pk
        goes_freely = (since is not None and message.pk not in kept_back) and (
            message.from_archive or message.created_at >= since or not can_answer(message.author)
        )
        if not is_own and not goes_freely:
            others[message.author.pk] = message.author
    asked = [person for person in others.values() if can_answer(person)]
    return Consent(asked, [person for person in others.values() if not can_answer(person)])


def _is_free(room: Room, boards: Iterable[Board]) -> bool:
    """True where the community lets its words go freely and nobody reads them there who does not read the room."""
    community = room.community
    if community is None or community.taking != Community.Taking.FREE:
        return False
    return all(board.community_id == community.pk and not _is_wider(board, community) for board in boards)


def can_answer(person: Person) -> bool:
    """True for people who have an account; a name of an archive and whoever has left cannot be asked."""
    return person.kind == Person.Kind.HUMAN and person.is_active


def boards_for(board: Board | None, topic: Topic | None) -> list[Board]:
    """Where words would stand: a new topic on its board, or where that was merged; a reply wherever its topic does."""
    if topic is not None:
        return live_boards(topic)
    return [board_now(board)] if board is not None else []


def audience_of(boards: Iterable[Board]) -> str:
    """The edition of who reads what stands on these boards. People agree to it, and not to another one."""
    read = sorted(
        (board.community_id, int(reading_level(board)), board.community.visibility) for board in boards
    )
    return edition_of(read)


def may_look_at(actor: Actor, lift: Lift, rows: Iterable[LiftedMessage]) -> Verdict:
    """Seeing what is to be taken where: the lifter, and everybody whose words it takes."""
    if is_person(actor) and (lift.lifter_id == actor.pk or any(row.author_id == actor.pk for row in rows)):
        return YES
    return no(_("There is no such page."))


def may_answer(actor: Actor, lift: Lift, rows: Iterable[LiftedMessage]) -> Verdict:
    """Saying whether one's words may be taken: whose they are, while somebody waits for it."""
    if not is_person(actor) or not any(row.author_id == actor.pk for row in rows):
        return no(_("This is not yours to decide."))
    if lift.lifter_id == actor.pk:
        return no(_("You take your own words along; nobody asks you."))
    return _goes_on(lift)


def _goes_on(lift: Lift) -> Verdict:
    """Whether it still waits."""
    if lift.state == Lift.State.ASKING:
        return YES
    return no(_OVER[Lift.State(lift.state)])


def may_end(actor: Actor, lift: Lift) -> Verdict:
    """Publishing what was agreed, or taking the question back: whoever asked."""
    if not is_person(actor) or lift.lifter_id != actor.pk:
        return no(_("Only who asked can do that."))
    return _goes_on(lift)


_OVER = {
    Lift.State.PUBLISHED: _("This stands on the board already."),
    Lift.State.WITHDRAWN: _("The question was taken back in the meantime. Nothing was taken."),
    Lift.State.EXPIRED: _("This waited for two weeks and is over. Nothing was taken."),
}


def _is_wider(board: Board, community: Community) -> bool:
    """Rooms are read by people who have signed in; an open community's boards by anyone."""
    return community.visibility == _OPEN and board.read_from == Level.READERS
