"""What others are asked to look at again: the lists of a community and of the network, one appeal, and the decision."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from forum.communities.policies.shaping import may_moderate_something
from forum.communities.views.looked_after import about
from forum.communities.views.member_page import measure_rows
from forum.communities.views.places import known_community
from forum.communities.views.removals import offer_replies
from forum.core.forms import act_on
from forum.core.markup import safe, typed_html
from forum.core.verdicts import require
from forum.discussions.models import Topic
from forum.discussions.selectors.posts import post_numbered
from forum.gatherings.models import Question
from forum.moderation.actions.appealing import overturn_decision, uphold_decision
from forum.moderation.forms import AppealDecisionForm
from forum.moderation.models import Appeal
from forum.moderation.policies.appeals import may_decide_appeal, may_see_appeal
from forum.moderation.policies.questions import appellant_told
from forum.moderation.selectors.appeals import (
    appeal_with,
    appeals_in,
    appeals_of_network,
    decided_appeals_in,
    decided_appeals_of_network,
    is_left_to_first,
)
from forum.moderation.selectors.deciders import communities_of_appeal
from forum.people.actors import signed_in
from forum.people.models import Person
from forum.people.policies.stewards import may_steward
from forum.people.views.stewards import steward_or_404


@require_safe
@login_required
def appeals(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits for one's decision in a community, and what was decided of late."""
    person, community = signed_in(request.user), known_community(request.user, slug)
    require(may_moderate_something(person, community))
    context = about(request, community) | {
        "waiting": _told(person, appeals_in(person, community)),
        "decided": _told(person, decided_appeals_in(person, community)),
    }
    return render(request, "moderation/appeals.html", context)


@never_cache
@require_safe
def of_network(request: HttpRequest) -> HttpResponse:
    """The same of what stewards decide. To all but stewards it is not there."""
    steward = steward_or_404(request)
    context = {
        "waiting": _told(steward, appeals_of_network(steward)),
        "decided": _told(steward, decided_appeals_of_network(steward)),
    }
    return render(request, "moderation/network_appeals.html", context)


def _told(person: Person, rows: Sequence[Appeal]) -> list[tuple[Appeal, Person | None]]:
    """Each with who asks, as far as the person may know that."""
    return [(row, appellant_told(person, row)) for row in rows]


@require_safe
@login_required
def appeal(request: HttpRequest, appeal_id: int) -> HttpResponse:
    """What was decided, what is said against it; for those who may, the decision."""
    person = signed_in(request.user)
    return _page(request, person, _appeal_for(person, appeal_id))


@require_POST
@login_required
def uphold(request: HttpRequest, appeal_id: int) -> HttpResponse:
    """Let it stay as it was decided."""
    return _done(request, appeal_id, uphold_decision, _("It stays as it was. Both sides read why."))


@require_POST
@login_required
def overturn(request: HttpRequest, appeal_id: int) -> HttpResponse:
    """Undo what was decided."""
    return _done(request, appeal_id, overturn_decision, _("It is undone. Both sides read why."))


def _done(request: HttpRequest, appeal_id: int, act: Callable[..., Appeal], said: str) -> HttpResponse:
    person = signed_in(request.user)
    row, form = _appeal_for(person, appeal_id), AppealDecisionForm(request.POST)
    done, status = act_on(form, lambda given: act(decider=person, appeal=row, reason=given["reason"]))
    if done is None:
        return _page(request, person, _appeal_for(person, appeal_id), form=form, status=status)
    messages.success(request, said)
    return redirect(done) if may_see_appeal(person, done) else redirect("home")


def _appeal_for(person: Person, appeal_id: int) -> Appeal:
    row = appeal_with(appeal_id)
    if row is None or not may_see_appeal(person, row):
        raise Http404
    return row


def _page(
    request: HttpRequest,
    person: Person,
    row: Appeal,
    *,
    form: AppealDecisionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    decides, is_open = may_decide_appeal(person, row), row.state == Appeal.State.OPEN
    removed, deciding = row.removed, form or AppealDecisionForm()
    context: dict[str, Any] = {
        "appeal": row,
        "removal": None if row.has_left else getattr(removed, "removal", None),
        "measure": measure_rows(person, [row.measure], timezone.now())[0] if row.measure else None,
        "community": _community_of(person, row),
        "html": html_of(row),
        "decides": decides,
        "refusal": "" if decides or not is_open else str(decides.reason),
        "is_left": is_open and row.decided_first_by_id == person.pk and is_left_to_first(row),
        "form": deciding,
        "appellant": appellant_told(person, row),
        "of_network": communities_of_appeal(row) == [None] and bool(may_steward(person)),
    }
    if decides:
        places = [place.pk for place in communities_of_appeal(row) if place is not None]
        context |= offer_replies(person, deciding, places)
    return render(request, "moderation/appeal.html", context, status=status)


def _community_of(person: Person, row: Appeal) -> Any:
    """Where its reader looks after what it is about."""
    if row.measure is not None:
        return row.measure.community
    places = communities_of_appeal(row)
    return next((each for each in places if each and may_moderate_something(person, each)), None)


def html_of(row: Appeal) -> Any:
    """What was removed said, while its words are kept; nothing of a topic that others look after now."""
    removed = row.removed
    if removed is None or row.has_left:
        return ""
    if isinstance(removed, Topic):
        opening = post_numbered(removed, 1)
        return safe(opening.html if opening is not None else "")
    removal = getattr(removed, "removal", None)
    if removal is not None:
        return safe(removal.html)
    return safe(typed_html(removed.words) if isinstance(removed, Question) else removed.html)
