"""How much somebody may write who has just come into a community: enough to take part, too little to flood it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.communities.selectors.invitations import came_by_invitation
from forum.communities.selectors.standing import memberships_of
from forum.core.durations import duration_in_words
from forum.core.markup import addressed_handles, render_markdown
from forum.core.verdicts import YES, Verdict, no
from forum.discussions.models import Board
from forum.discussions.policies.boards import moderates
from forum.discussions.selectors.holding import posts_standing_in
from forum.discussions.selectors.newcomers import moments_written_in
from forum.people.models import Person


@dataclass(frozen=True, slots=True)
class Bounds:
    """Who is a newcomer (in the first `days`, with fewer than `posts` that stand), and what they may."""

    days: int
    posts: int
    links: int
    mentions: int
    posts_an_hour: int


NEWCOMERS = Bounds(days=2, posts=10, links=2, mentions=3, posts_an_hour=6)
_LINK = re.compile(r'<a [^>]*href="((?:https?|mailto):[^"]+)"', re.IGNORECASE)
_SIGNS = ("@", ".", "://", "&")  # without one of these words hold neither a link nor a name
_HOUR = timedelta(hours=1)


def is_newcomer(author: Person, board: Board, *, now: datetime) -> bool:
    """Whether the bounds hold for somebody on a board: not for moderators, nor for whom a facilitator has invited."""
    membership = memberships_of(author).get(board.community_id)
    since = membership.joined_at if membership else author.joined_at
    if now - since >= timedelta(days=NEWCOMERS.days) or moderates(author, board):
        return False
    if posts_standing_in(author, board.community_id, most=NEWCOMERS.posts) >= NEWCOMERS.posts:
        return False
    return not came_by_invitation(author, board.community_id)


def may_say_as_newcomer(author: Person, board: Board, words: str, *, now: datetime) -> Verdict:
    """Whether words hold no more links and names than a newcomer may write."""
    if not any(sign in words for sign in _SIGNS) or not is_newcomer(author, board, now=now):
        return YES
    links = set(_LINK.findall(render_markdown(words)))
    if len(links) > NEWCOMERS.links:
        return no(_too_many_links())
    if len(addressed_handles(words)) > NEWCOMERS.mentions:
        return no(_too_many_mentions())
    return YES


def may_write_so_soon(author: Person, board: Board, *, now: datetime) -> Verdict:
    """Whether a newcomer has not written too much in this hour."""
    if not is_newcomer(author, board, now=now):
        return YES
    written = moments_written_in(author, board.community_id, since=now - _HOUR)
    if len(written) < NEWCOMERS.posts_an_hour:
        return YES
    wait = ceil((written[-NEWCOMERS.posts_an_hour] + _HOUR - now).total_seconds())
    return no(
        _(
            "Whoever has just come in here writes at most %(most)d posts in an hour. You can post again in %(time)s."
        )
        % {"most": NEWCOMERS.posts_an_hour, "time": duration_in_words(max(wait, 1))}
    )


def _too_many_links() -> str:
    return ngettext(
        "In your first days here a post takes %(most)d link. Keep the one that matters most.",
        "In your first days here a post takes %(most)d links. Keep those that matter most.",
        NEWCOMERS.links,
    ) % {"most": NEWCOMERS.links}


def _too_many_mentions() -> str:
    return ngettext(
        "In your first days here a post names %(most)d person. Name those whom it is for.",
        "In your first days here a post names %(most)d people. Name those whom it is for.",
        NEWCOMERS.mentions,
    ) % {"most": NEWCOMERS.mentions}
