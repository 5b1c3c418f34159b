"""Who may ask to join a community, who answers, and when one may ask again."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from forum.communities.models import Community, JoiningRequest
from forum.communities.policies.communities import may_know_of, may_shape_community
from forum.communities.policies.standing import suspended_sentence
from forum.communities.selectors.joining import requests_of
from forum.communities.selectors.standing import memberships_of
from forum.core.verdicts import YES, Verdict, no
from forum.people.actors import Actor, is_person

State = JoiningRequest.State
UNTIL_ASKING_AGAIN = timedelta(days=14)
ARCHIVED = _("This community is archived; nobody can join it any more.")


def may_ask_to_join(actor: Actor, community: Community) -> Verdict:
    """Asking the facilitators to be let in; once at a time, and some days after they have declined."""
    way = _is_way_in(actor, community)
    if not way:
        return way
    latest = requests_of(actor).get(community.pk)
    if latest is not None and latest.state == State.WAITING:
        return no(_("You have asked to join already. A facilitator answers."))
    again = asking_again_at(latest, timezone.now())
    if again is not None:
        day = date_format(timezone.localtime(again), "DATE_FORMAT")
        return no(_("A facilitator declined your request. You can ask again from %s on.") % day)
    return YES


def _is_way_in(actor: Actor, community: Community) -> Verdict:
    known = may_know_of(actor, community)
    if not known:
        return known
    if not is_person(actor):
        return no(_("Sign in to ask to join this community."))
    membership = memberships_of(actor).get(community.pk)
    if membership is not None:
        is_out = membership.is_suspended(timezone.now())
        return no(
            suspended_sentence(membership, community)
            if is_out
            else _("You belong to this community already.")
        )
    if community.archived_at:
        return no(ARCHIVED)
    if community.joining == Community.Joining.OPEN:
        return no(_("Nobody has to ask here: join on the page of the community."))
    if community.joining == Community.Joining.INVITATION:
        return no(_("People join this community by invitation from one of its facilitators."))
    return YES


def asking_again_at(latest: JoiningRequest | None, now: datetime) -> datetime | None:
    """From when on a person may ask again, while that is still to come; None where they may."""
    if latest is None or latest.state != State.DECLINED or latest.decided_at is None:
        return None
    again = latest.decided_at + UNTIL_ASKING_AGAIN
    return again if again > now else None


def may_withdraw_request(actor: Actor, request: JoiningRequest) -> Verdict:
    """Taking one's own request back while it waits."""
    if actor.pk != request.person_id:
        return no(_("Only who asked can take a request back."))
    if request.state != State.WAITING:
        return no(_("This request waits no more; look how it was answered."))
    return YES


def may_decline_request(actor: Actor, request: JoiningRequest) -> Verdict:
    """Answering a request with no. Whoever comes second is told who was first."""
    shapes = may_shape_community(actor, request.community)
    if not shapes:
        return shapes
    if request.state == State.WITHDRAWN:
        return no(_("The request was taken back meanwhile."))
    if request.state != State.WAITING:
        return no(_already_answered(request))
    return YES


def may_accept_request(actor: Actor, request: JoiningRequest) -> Verdict:
    """Answering a request with yes."""
    may_answer = may_decline_request(actor, request)
    if not may_answer:
        return may_answer
    if request.community.archived_at:
        return no(ARCHIVED)
    if not request.person.is_active:
        return no(_("This account is no longer in use."))
    return YES


def _already_answered(request: JoiningRequest) -> str:
    said = {"how": request.get_state_display(), "name": ""}
    if request.decided_by is None:
        return str(_("This request was answered already: %(how)s.") % said)
    said["name"] = request.decided_by.display_name
    return str(_("%(name)s has answered this request already: %(how)s.") % said)
