"""Who may speak in a community, as far as their standing decides it."""

from __future__ import annotations

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


def suspended_sentence(membership: Membership, community: Community) -> str:
    """Tells a suspended person so, and until when."""
    return str(
        _("Your membership in %(community)s is suspended until %(end)s.")
        % {"community": community.name, "end": _moment(membership.suspended_until)}
    )


def _moment(value: object) -> str:
    return date_format(timezone.localtime(value), "DATETIME_FORMAT")  # type: ignore[arg-type]  # never None here
