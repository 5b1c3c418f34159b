"""Who leaves notes as a moderator, for whom, and who reads them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from forum.communities.models import Community
from forum.communities.policies.standing import may_speak
from forum.core.verdicts import YES, Verdict, no
from forum.discussions.models import StaffNote, Topic
from forum.discussions.policies.boards import may_write_on, moderates
from forum.discussions.policies.topics import live_boards, may_read_topic
from forum.people.actors import Actor


def sides_of(actor: Actor, topic: Topic) -> list[Community]:
    """The communities for whose boards the actor looks after the topic, that of its home first."""
    found = {board.community_id: board.community for board in live_boards(topic) if moderates(actor, board)}
    return list(found.values())


def may_note(actor: Actor, topic: Topic) -> Verdict:
    """Leaving a note: whoever looks after a board on which the topic stands."""
    if not may_read_topic(actor, topic):
        return may_read_topic(actor, topic)
    sides = sides_of(actor, topic)
    if not sides:
        return no(_("Only moderators of a board on which this topic stands leave notes here."))
    if all(side.archived_at is not None for side in sides):
        return no(_("This community is archived. It can be read, not added to."))
    return YES


def may_note_for(actor: Actor, topic: Topic, audience: str, community: Community) -> Verdict:
    """Leaving one for these: for readers the moderators of its home speak, for each other those of every side."""
    if not may_note(actor, topic):
        return may_note(actor, topic)
    if community.archived_at is not None:
        return no(_("This community is archived. It can be read, not added to."))
    if audience == StaffNote.Audience.READERS:
        may = _speaks_for_home(actor, topic)
    else:
        may = _looks_after(actor, topic, community.pk)
    return may and _may_be_heard(actor, topic, audience, community)


def may_read_note(actor: Actor, note: StaffNote, topic: Topic) -> Verdict:
    """Reading a note in a topic that the actor reads."""
    if note.is_for_readers:
        return may_read_topic(actor, topic)
    return _looks_after(actor, topic, note.community_id)


def may_change_note(actor: Actor, note: StaffNote, topic: Topic) -> Verdict:
    """Changing or removing a note: those who look after the place it speaks for, whoever of them wrote it."""
    if note.is_for_readers and topic.home_board.community.archived_at is not None:
        return no(_("This community is archived. It can be read, not added to."))
    if note.is_for_readers:
        return _speaks_for_home(actor, topic)
    return _looks_after(actor, topic, note.community_id)


def may_reword_note(actor: Actor, note: StaffNote, topic: Topic) -> Verdict:
    """Giving a note other words: whoever may change it and is not kept from writing there."""
    return may_change_note(actor, note, topic) and _may_be_heard(actor, topic, note.audience, note.community)


def notes_read_by(actor: Actor, topic: Topic, notes: Iterable[StaffNote]) -> list[StaffNote]:
    """Those of the topic's notes that the actor reads."""
    return [note for note in notes if may_read_note(actor, note, topic)]


def _may_be_heard(actor: Actor, topic: Topic, audience: str, community: Community) -> Verdict:
    """A muted moderator writes nothing that others read, in whatever form."""
    if audience == StaffNote.Audience.READERS:
        return may_write_on(actor, topic.home_board)
    return may_speak(actor, community)


def _speaks_for_home(actor: Actor, topic: Topic) -> Verdict:
    if moderates(actor, topic.home_board):
        return YES
    return no(_("Only moderators of its home board speak to all readers of this topic."))


def _looks_after(actor: Actor, topic: Topic, community_id: int) -> Verdict:
    if community_id in {side.pk for side in sides_of(actor, topic)}:
        return YES
    return no(_("This is for those who look after this topic there."))
