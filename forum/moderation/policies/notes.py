"""Who reports notes, of moderators and of those who carry topics, and who is asked about one."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.communities.models import Rank
from forum.communities.selectors.members import has_another_facilitator
from forum.communities.selectors.ranks import is_below, rank_of_decider
from forum.core.verdicts import YES, Verdict, no
from forum.crossposting.policies.answering import may_name_board, may_see
from forum.discussions.models import Placement, StaffNote
from forum.discussions.policies.staff_notes import may_read_note
from forum.discussions.policies.topics import may_read_topic
from forum.moderation.models import Case
from forum.moderation.places import Note, board_of_note, whose, writers_of
from forum.moderation.policies.practice_notes import level_where_somebody_is
from forum.people.actors import Actor, is_person

Level = Case.Level
_NONE = _("There is no such note.")


def may_report_note(actor: Actor, note: Note) -> Verdict:
    """Reporting a note: whoever reads it, but for whose it is. What moderators say among themselves is not."""
    if not is_person(actor):
        return no(_("Sign in to report this."))
    if not (_reads_note(actor, note) if isinstance(note, StaffNote) else _reads_carried(actor, note)):
        return no(_NONE)
    if whose(note).pk == actor.pk:
        return no(_("This is your own."))
    return YES


def _reads_note(actor: Actor, note: StaffNote) -> bool:
    return note.is_for_readers and note.removed_at is None and bool(may_read_note(actor, note, note.topic))


def _reads_carried(actor: Actor, placement: Placement) -> bool:
    """Those whom it concerns; and where it stands, whoever reads it there."""
    if not placement.note or placement.proposed_by is None or not may_name_board(actor, placement):
        return False
    is_shown = placement.state == Placement.State.LIVE and placement.topic.removed_at is None
    return bool(may_see(actor, placement)) or (is_shown and bool(may_read_topic(actor, placement.topic)))


def first_asked(case: Case) -> Case.Level:
    """Who is asked first about a note: somebody above whoever wrote it as a moderator, or at least another facilitator;
    stewards, where there is none. About one by somebody who looks after nothing, moderators. About a practice note
    those who are asked already, where somebody else than those who wrote it is among them.
    """
    if case.practice_note is not None:
        return level_where_somebody_is(case, Level(case.level))
    writers, board = writers_of(case), board_of_note(case)
    assert board is not None
    rank = max(rank_of_decider(writer, [(board.community, board.pk)]) for writer in writers)
    if case.placement is not None and rank < Rank.BOARD_MODERATOR:
        return Level.MODERATORS
    if rank == Rank.STEWARD or not has_another_facilitator(board.community, *writers):
        return Level.STEWARDS
    return Level.FACILITATORS


def is_by_somebody_above(actor: Actor, case: Case) -> bool:
    """Whether whoever wrote a reported note ranks above the actor where it stands, by now."""
    board = board_of_note(case)
    if board is None:
        return False
    return any(is_below(actor, writer, [(board.community, board.pk)]) for writer in writers_of(case))
