"""Who is told where they belong and what they are there; and what becomes of notices where somebody leaves."""

from __future__ import annotations

from forum.communities.events import RequestAnswered, RoleGiven
from forum.communities.models import Change, Community, Role, Verb
from forum.discussions.events import BoardModeratorNamed
from forum.discussions.models import Board
from forum.notifications import kinds
from forum.notifications.actions.tidying import forget_notices_of, forget_notices_of_own_posts
from forum.notifications.handlers.telling import tell
from forum.notifications.selectors.addressees import board_with, last_change, request_with
from forum.people.events import AccountClosed, PlaceholderAdopted


def tell_who_asked_to_join(event: RequestAnswered) -> None:
    """Whoever asked to join a community."""
    request = request_with(event.request_id)
    if request is not None:
        by = [request.decided_by_id]
        tell(kinds.REQUEST_ANSWERED, [request.person_id], but_for=by, about=request, at=request.decided_at)


def tell_who_moderates_now(event: RoleGiven) -> None:
    """Who was made a moderator or facilitator, by somebody else."""
    if event.role < Role.MODERATOR:
        return
    change = last_change(Verb.ROLE_GIVEN, person_id=event.person_id, community_id=event.community_id)
    if change is not None and change.community is not None:
        kind = kinds.MADE_FACILITATOR if event.role == Role.FACILITATOR else kinds.MADE_MODERATOR
        _tell(kind, change, event.person_id, about=change.community)


def tell_board_moderator(event: BoardModeratorNamed) -> None:
    """Who was made a moderator of one board, by somebody else."""
    board = board_with(event.board_id)
    change = last_change(Verb.BOARD_MODERATOR, person_id=event.person_id, community_id=board.community_id)
    if change is not None:
        _tell(kinds.MADE_BOARD_MODERATOR, change, event.person_id, about=board)


def _tell(kind: str, change: Change, person_id: int, *, about: Community | Board) -> None:
    """Whom the change is about, unless they made it themselves; each is an occasion of its own."""
    by = [change.actor_id]
    tell(kind, [person_id], but_for=by, about=about, occasion=change.pk, at=change.created_at)


def forget_notices(event: AccountClosed) -> None:
    """Whoever leaves is told of nothing any more."""
    forget_notices_of(person_id=event.person_id)


def forget_own_posts(event: PlaceholderAdopted) -> None:
    """Posts that were imported under a name are one's own from now on."""
    forget_notices_of_own_posts(person_id=event.person_id)
