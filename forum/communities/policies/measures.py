"""Who gives measures to whom, who lifts them, and whom they keep from coming back."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from forum.communities.models import Community, Measure, Role
from forum.communities.selectors.measures import (
    boards_looked_after,
    rank_in,
    running_mute,
    running_suspension,
)
from forum.communities.selectors.members import has_another_facilitator
from forum.communities.selectors.ranks import rank_of
from forum.communities.selectors.standing import memberships_of
from forum.core.verdicts import YES, Verdict, no
from forum.people.actors import Actor, is_person
from forum.people.models import Person

Kind = Measure.Kind


def may_warn_or_mute(
    actor: Actor, community: Community, person: Person, board_key: int | None = None
) -> Verdict:
    """Warning or muting someone here, or on one board: whoever moderates it, over people of a lower role alone."""
    rank = rank_in(actor, community, board_key)
    if not rank:
        return no(_("Only those who look after this place can do that."))
    if board_key is not None and board_key not in dict(boards_looked_after(actor, community)):
        return no(_("Choose a board of this community that you moderate."))
    return _is_above(actor, rank, community, person)


def may_suspend(actor: Actor, community: Community, person: Person) -> Verdict:
    """Letting someone's membership grant nothing: moderators and above; a facilitator always stays."""
    may = may_warn_or_mute(actor, community, person)
    if not may:
        return may
    membership = memberships_of(person).get(community.pk)
    is_facilitator = membership is not None and membership.role == Role.FACILITATOR
    if is_facilitator and not has_another_facilitator(community, person):
        return no(_("This is the last facilitator who can act here. Let someone else take over first."))
    return YES


def may_measure_somewhere(actor: Actor, community: Community, person: Person) -> Verdict:
    """Whether there is anything that the actor could give the person in the community, be it on one board."""
    boards = boards_looked_after(actor, community)
    may = may_warn_or_mute(actor, community, person)
    if may or not boards:
        return may
    return may_warn_or_mute(actor, community, person, boards[0][0])


def _is_above(actor: Actor, rank: int, community: Community, person: Person) -> Verdict:
    if is_person(actor) and actor.pk == person.pk:
        return no(_("This is you."))
    if person.kind != Person.Kind.HUMAN:
        return no(_("This is not an account that somebody signs in with."))
    if rank <= rank_of(person, community):
        return no(
            _("%(name)s has the same role here as you, or a higher one. Ask someone above them.")
            % {"name": person.display_name}
        )
    return YES


def may_see_measure(actor: Actor, measure: Measure) -> Verdict:
    """Reading a measure: whom it is about, and those who look after the place. Twin: `measures_looked_after`."""
    if is_person(actor) and actor.pk == measure.person_id:
        return YES
    if measure.community is not None and rank_in(actor, measure.community, measure.board_key):
        return YES
    return no(_("There is no such measure."))


def may_lift(actor: Actor, measure: Measure) -> Verdict:
    """Ending a measure early, or taking it back: whoever could give it, and is not below who gave it."""
    if measure.community is None:
        return no(_("Stewards open the network to someone again on the page of the account."))
    may = may_change(actor, measure)
    if not may:
        return may
    if measure.lifted_at is not None:
        return no(_("Somebody has lifted this already."))
    if measure.replaced_by_id is not None:
        return no(_("Another measure took the place of this one."))
    return YES


def may_overturn(actor: Actor, measure: Measure) -> Verdict:
    """Taking back a measure that somebody else was asked to look at again, whatever the person is there by now."""
    assert measure.community is not None
    if not measure.stands or (is_person(actor) and actor.pk == measure.person_id):
        return no(_("This holds no longer; there is nothing to look at again."))
    if rank_in(actor, measure.community, measure.board_key) < measure.given_as:
        return no(_("Only someone of the same role as who gave it, or above, decides that."))
    return YES


def may_change(actor: Actor, measure: Measure) -> Verdict:
    """Lifting a measure or putting another one in its place, as far as rank decides it."""
    assert measure.community is not None
    rank = rank_in(actor, measure.community, measure.board_key)
    if rank < measure.given_as:
        return no(
            _("This was given by a %(role)s. Only someone of that role or above changes it.")
            % {"role": measure.get_given_as_display()}
        )
    return _is_above(actor, rank, measure.community, measure.person)


def may_come_back(person: Person, community: Community, *, now: datetime | None = None) -> Verdict:
    """Whether no suspension keeps from joining who does not belong. Said to themselves; one query."""
    suspension = running_suspension(person, community, now or timezone.now())
    if suspension is None:
        return YES
    return no(
        _("You are suspended in %(community)s until %(end)s: “%(reason)s” Until then you cannot join.")
        % {"community": community.name, "end": moment_of(suspension), "reason": suspension.reason}
    )


def may_be_let_in(person: Person, community: Community, *, now: datetime | None = None) -> Verdict:
    """The same, said to somebody who looks after the community."""
    suspension = running_suspension(person, community, now or timezone.now())
    if suspension is None:
        return YES
    return no(
        _("%(name)s is suspended here until %(end)s. Lift that first, with a reason.")
        % {"name": person.display_name, "end": moment_of(suspension)}
    )


def may_speak_from_outside(actor: Actor, community: Community, board_key: int | None = None) -> Verdict:
    """Whether no measure silences who does not belong any more, in the community or on a board of it. For acts that
    need no membership there; a query or two for who has none.
    """
    if not is_person(actor) or community.pk in memberships_of(actor):
        return YES
    now = timezone.now()
    held = running_mute(actor, community, now, board_key) or running_suspension(actor, community, now)
    if held is None:
        return YES
    return no(
        _("You cannot take part in %(community)s until %(end)s; you can read along.")
        % {"community": community.name, "end": moment_of(held)}
    )


def moment_of(measure: Measure) -> str:
    """When it ends, in words."""
    return date_format(timezone.localtime(measure.ends_at), "DATETIME_FORMAT")
