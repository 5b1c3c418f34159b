"""Who may do what with a topic. A topic is asked about together with its placements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from math import ceil

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.communities.policies.ranks import may_bring_back_of
from forum.core.durations import duration_in_words
from forum.core.verdicts import YES, Sentence, Verdict, no
from forum.discussions.models import Board, Placement, Post, Topic
from forum.discussions.policies.boards import may_read_board, may_reply_through, may_write_on, moderates
from forum.discussions.readers import is_read_by_more
from forum.people.actors import Actor, is_person


def may_read_topic(actor: Actor, topic: Topic) -> Verdict:
    """Reading a topic: some board on which it stands live can be read. Twin: `topics_visible_to`."""
    if topic.removed_at is None and any(may_read_board(actor, board) for board in live_boards(topic)):
        return YES
    return no(_("There is no such topic."))


def may_reply(
    actor: Actor, topic: Topic, seen: Sequence[Board] = (), *, now: datetime | None = None
) -> Verdict:
    """Answering a topic through any of its boards, at the moment `now`.

    `seen` are those on which the actor sees it stand, that by which they read it first: why not is said of that one.
    """
    if not may_read_topic(actor, topic):
        return may_read_topic(actor, topic)
    if not is_person(actor):
        return no(_("Sign in to reply."))
    if topic.is_locked(now or timezone.now()):
        return no(why_locked(topic, now or timezone.now()))
    suspension = may_write_on(actor, topic.home_board)
    if not suspension:
        return suspension
    open_ones = open_boards(topic)
    verdicts = [may_reply_through(actor, board) for board in open_ones]
    return next((verdict for verdict in verdicts if verdict), _why_not(actor, topic, seen))


def why_locked(topic: Topic, now: datetime) -> Sentence:
    """Why nobody can answer a locked topic, and what to do where it only fell quiet."""
    quiet_at = topic.falls_quiet_at
    if quiet_at is not None and quiet_at <= now and quiet_at == topic.closes_at:
        return _(
            "Nobody replied here for %(time)s, so this topic has closed. Start a new one with a link to it, "
            "or ask its moderators to open it again."
        ) % {"time": duration_in_words(ceil((quiet_at - topic.last_post_at).total_seconds()))}
    if topic.is_over(now):
        return _("This topic was open until a certain day, which is past. It can be read, not answered.")
    return _("This topic is locked. It can be read, not answered.")


def _why_not(actor: Actor, topic: Topic, seen: Sequence[Board]) -> Verdict:
    """What would let the actor answer, of the boards that they see: by the first of them that is open."""
    seen = seen or boards_seen(actor, topic)
    board = board_to_answer_by(topic, seen)
    if board is not None:
        return may_reply_through(actor, board)
    names = _(", ").join(each.name for each in seen)
    return no(
        _("This topic is locked on %(boards)s. It can be read, not answered there.") % {"boards": names}
    )


def board_to_answer_by(topic: Topic, seen: Sequence[Board]) -> Board | None:
    """The first of the boards on which somebody sees the topic stand that is not locked there; None where all are."""
    open_ones = open_boards(topic)
    return next((board for board in seen if board in open_ones), None)


def boards_to_reply_through(actor: Actor, topic: Topic, *, now: datetime | None = None) -> list[Board]:
    """The boards through which the actor may answer, home first; empty where they may not."""
    if not may_reply(actor, topic, now=now):
        return []
    return [board for board in open_boards(topic) if may_reply_through(actor, board)]


def may_react(actor: Actor, topic: Topic) -> Verdict:
    """The small acts that a guest may do too: react. Bookmarking takes reading alone."""
    if not may_read_topic(actor, topic):
        return may_read_topic(actor, topic)
    if not is_person(actor):
        return no(_("Sign in to react."))
    verdicts = [may_write_on(actor, board) for board in live_boards(topic) if may_read_board(actor, board)]
    return next((verdict for verdict in verdicts if not verdict), YES)


def may_bookmark(actor: Actor, topic: Topic) -> Verdict:
    """Keeping a post for later."""
    if not may_read_topic(actor, topic):
        return may_read_topic(actor, topic)
    return YES if is_person(actor) else no(_("Sign in to keep a bookmark."))


def may_follow(actor: Actor, topic: Topic) -> Verdict:
    """Following a topic's course: whoever reads it and is signed in, wherever they belong."""
    if not may_read_topic(actor, topic):
        return may_read_topic(actor, topic)
    return YES if is_person(actor) else no(_("Sign in to follow this topic."))


def may_accept_answer(actor: Actor, topic: Topic) -> Verdict:
    """Marking the answer of a question: the asker, or a moderator of its home; neither while they are muted there."""
    if not is_person(actor):
        return no(_("Sign in to accept an answer."))
    if not may_read_topic(actor, topic):
        return may_read_topic(actor, topic)
    if topic.type != Topic.Type.QUESTION:
        return no(_("Only questions have an accepted answer."))
    if topic.author_id == actor.pk or moderates(actor, topic.home_board):
        return may_write_on(actor, topic.home_board)
    return no(_("Only the person who asked and moderators can accept an answer."))


def may_retitle(actor: Actor, topic: Topic) -> Verdict:
    """Changing title, type and tags: the author while the topic is open, or a moderator of its home; neither muted."""
    if not is_person(actor):
        return no(_("Sign in to edit."))
    if not may_read_topic(actor, topic):
        return may_read_topic(actor, topic)
    if moderates(actor, topic.home_board):
        return may_write_on(actor, topic.home_board)
    if topic.author_id != actor.pk:
        return no(_("Only its author and moderators can change the title of this topic."))
    if topic.is_locked(timezone.now()):
        return no(_("This topic is locked. Its title can no longer be changed."))
    return may_write_on(actor, topic.home_board)


def may_moderate_topic(actor: Actor, topic: Topic) -> Verdict:
    """Locking a topic everywhere, which belongs to the moderators of its home."""
    if moderates(actor, topic.home_board) and may_read_topic(actor, topic):
        return YES
    return no(_("Only moderators of its home board can do that."))


def may_remove_topic(actor: Actor, topic: Topic) -> Verdict:
    """Taking a topic off every board with all that was said in it."""
    if topic.home_board.community.archived_at is not None:
        return no(_("This community is archived. It can be read, not added to."))
    return may_moderate_topic(actor, topic)


def may_restore_topic(actor: Actor, topic: Topic) -> Verdict:
    """Bringing a removed topic back, as long as its words are kept. The topic is one that its reader may not read."""
    if not moderates(actor, topic.home_board):
        return no(_("Only moderators of its home board can do that."))
    if topic.home_board.community.archived_at is not None:
        return no(_("This community is archived. It can be read, not added to."))
    if topic.removed_at is None:
        return no(_("This topic stands already."))
    if topic.post_count == 0:
        return no(_("Nothing is left of this topic that could be brought back."))
    home = topic.home_board
    return may_bring_back_of(actor, topic.removed_by, [(home.community, home.pk)], author_id=topic.author_id)


def may_split(actor: Actor, topic: Topic, post: Post) -> Verdict:
    """Making a topic of its own of a reply and what answers it: moderators of its home whom nothing keeps from writing
    there, for they give it a title.
    """
    if not may_remove_topic(actor, topic):
        return may_remove_topic(actor, topic)
    if post.is_opening or post.removed_at is not None:
        return no(_("Choose a reply that is still there; it becomes the first post of the new topic."))
    return may_write_on(actor, topic.home_board)


def may_unite(actor: Actor, topic: Topic, into: Topic) -> Verdict:
    """Letting everything said in one topic stand in another: never where other people read that one."""
    for each in (topic, into):
        if not may_remove_topic(actor, each):
            return may_remove_topic(actor, each)
    if topic.pk == into.pk:
        return no(_("Choose another topic."))
    here, there = topic.home_board, into.home_board
    if is_read_by_more(here, than=there) or is_read_by_more(there, than=here):
        return no(
            _("Other people read that topic than this one, so what was written here cannot stand there.")
        )
    return YES


def boards_seen(actor: Actor, topic: Topic) -> list[Board]:
    """The boards on which the actor may see the topic stand, home first: never another."""
    return [placement.board for placement in placements_seen(actor, topic)]


def live_boards(topic: Topic) -> list[Board]:
    """The boards on which a topic stands live, home first."""
    return [placement.board for placement in live_placements_of(topic)]


def open_boards(topic: Topic) -> list[Board]:
    """Those of them whose moderators have not locked it there."""
    return [placement.board for placement in live_placements_of(topic) if placement.locked_at is None]


def live_placements_of(topic: Topic) -> list[Placement]:
    """Where a topic stands live, home first. Reads `placements` once where they were fetched before."""
    rows = [placement for placement in topic.placements.all() if placement.state == placement.State.LIVE]
    return sorted(rows, key=lambda row: (row.board_id != topic.home_board_id, row.board_id))


def placements_seen(actor: Actor, topic: Topic) -> list[Placement]:
    """Where the actor may see the topic stand, home first."""
    return [placement for placement in live_placements_of(topic) if may_read_board(actor, placement.board)]
