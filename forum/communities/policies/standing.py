"""Who may speak in a community, as far as their standing decides it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from forum.communities.models import Community, Membership
from forum.communities.selectors.standing import memberships_of
from forum.core.verdicts import YES, Verdict, no
from forum.people.actors import Actor, is_person


def may_speak(actor: Actor, community: Community) -> Verdict:
    """Writing anything at all here, as far as standing decides it."""
    if not is_person(actor):
        return no(_("Sign in to take part."))
    if community.archived_at:
        return no(_("This community is archived. It can be read, not added to."))
    return may_be_heard(actor, community)


def may_be_heard(actor: Actor, community: Community) -> Verdict:
    """Whether no measure silences the actor here, archived or not: for acts that take something from here elsewhere."""
    membership = memberships_of(actor).get(community.pk)
    if membership is None:
        return YES
    now = timezone.now()
    if membership.is_suspended(now):
        return no(suspended_sentence(membership, community))
    if membership.is_muted(now):
        return no(
            _("You are muted in %(community)s until %(end)s; you can read along.")
            % {"community": community.name, "end": _moment(membership.muted_until)}
        )
    return YES


def may_reword(
    actor: Actor, community: Community, words: Iterable[str], *, known: Iterable[str] = ()
) -> Verdict:
    """Saying something in a community's name, as in a description: nobody who is silenced there says there what is not
    said already; settings without words they go on changing.
    """
    return may_be_heard(actor, community) if _is_new(words, known) else YES


def may_reword_on(
    actor: Actor,
    community: Community,
    board: tuple[int, str],
    words: Iterable[str],
    *,
    known: Iterable[str] = (),
) -> Verdict:
    """The same in the name of one of its boards, by id and name, from which somebody may be kept alone."""
    return may_be_heard_on(actor, community, *board) if _is_new(words, known) else YES


def _is_new(words: Iterable[str], known: Iterable[str]) -> bool:
    return bool(set(words) - {*known, ""})


def may_speak_on(actor: Actor, community: Community, board_id: int, board_name: str) -> Verdict:
    """The same on one board of the community, from which somebody may be kept alone. Boards live above."""
    standing = may_speak(actor, community)
    return may_be_heard_on(actor, community, board_id, board_name) if standing else standing


def may_be_heard_on(actor: Actor, community: Community, board_id: int, board_name: str) -> Verdict:
    """`may_be_heard`, on one board of the community."""
    standing = may_be_heard(actor, community)
    membership = memberships_of(actor).get(community.pk)
    if not standing or membership is None or not membership.boards_muted:
        return standing
    until = membership.muted_on_board_until(board_id, timezone.now())
    if until is None:
        return YES
    return no(
        _("You are muted on %(board)s until %(end)s; you can read along.")
        % {"board": board_name, "end": _moment(until)}
    )


def may_be_present(actor: Actor, community: Community) -> Verdict:
    """Following what happens there live: whoever reads it, but for the suspended; these read pages, as others do."""
    membership = memberships_of(actor).get(community.pk)
    if membership is not None and membership.is_suspended(timezone.now()):
        return no(suspended_sentence(membership, community))
    return YES


def is_measured(actor: Actor, community: Community) -> bool:
    """True where a mute or a suspension holds about the actor in the community or on a board of it; known already."""
    membership, now = memberships_of(actor).get(community.pk), timezone.now()
    if membership is None:
        return False
    boards = any(membership.muted_on_board_until(int(key), now) for key in membership.boards_muted)
    return membership.is_suspended(now) or membership.is_muted(now) or boards


def suspended_sentence(membership: Membership, community: Community) -> str:
    """Tells a suspended person so, and until when."""
    return str(
        _("Your membership in %(community)s is suspended until %(end)s.")
        % {"community": community.name, "end": _moment(membership.suspended_until)}
    )


def _moment(value: object) -> str:
    return date_format(timezone.localtime(value), "DATETIME_FORMAT")  # type: ignore[arg-type]  # never None here
