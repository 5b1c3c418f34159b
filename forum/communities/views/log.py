"""The log of a community for those who look after it, and that of the network for stewards."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forum.communities.models import Change
from forum.communities.policies.shaping import may_read_log
from forum.communities.selectors.log import (
    changes_in,
    changes_of_network,
    latest_changes_in,
    latest_changes_of_network,
)
from forum.communities.views.looked_after import about
from forum.communities.views.places import known_community
from forum.communities.views.telling import Told, told
from forum.core.numbers import whole_number
from forum.core.spreadsheets import as_spreadsheet
from forum.core.verdicts import require
from forum.people.actors import signed_in
from forum.people.models import Person
from forum.people.views.stewards import steward_or_404


@require_safe
@login_required
def log(request: HttpRequest, slug: str) -> HttpResponse:
    """What was done in the community with power, the latest first."""
    community = known_community(request.user, slug)
    require(may_read_log(request.user, community))
    person, after = signed_in(request.user), _after(request)
    page = changes_in(person, community, after=after)
    context = about(request, community) | {
        "changes": told(person, page.changes),
        "older": page.older,
        "is_first_page": not after,
    }
    return render(request, "communities/log.html", context)


@require_safe
@login_required
def network_log(request: HttpRequest) -> HttpResponse:
    """What was done for the whole network with power. To all but stewards it is not there."""
    steward, after = steward_or_404(request), _after(request)
    page = changes_of_network(steward, after=after)
    context = {
        "changes": told(steward, page.changes),
        "older": page.older,
        "is_first_page": not after,
    }
    return render(request, "stewards/log.html", context)


@require_safe
@login_required
def log_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The same log as a file."""
    community = known_community(request.user, slug)
    require(may_read_log(request.user, community))
    person = signed_in(request.user)
    return _as_file(person, f"log-{community.slug}", latest_changes_in(person, community))


@require_safe
@login_required
def network_log_file(request: HttpRequest) -> HttpResponse:
    """The log of the network as a file."""
    steward = steward_or_404(request)
    return _as_file(steward, "log", latest_changes_of_network(steward))


def _as_file(reader: Person, name: str, changes: list[Change]) -> HttpResponse:
    heads = [_("when"), _("who"), _("what"), _("whom"), _("about"), _("before and after"), _("why")]
    return as_spreadsheet(name, heads, (_cells(line) for line in told(reader, changes)))


def _cells(line: Told) -> list[str]:
    """A line as it is told to this reader: nothing is in the file that the page would not say."""
    left = _("someone who has left")
    who = line.actor.display_name if line.actor else left
    person = line.person.display_name if line.person else left
    what = f"{line.sentence} {person}{line.ending}" if line.names_person else line.sentence
    facts = [
        f"{each.label}: {each.before} → {each.after}" if each.before else f"{each.label}: {each.after}"
        for each in line.differences
    ]
    whom = person if line.person or line.names_person else ""
    about_topic = line.topic[0] if line.topic else ""
    return [
        line.moment.isoformat(timespec="seconds"),
        who,
        what,
        whom,
        about_topic,
        "; ".join(facts),
        line.reason,
    ]


def _after(request: HttpRequest) -> int:
    return whole_number(request.GET.get("after", ""), digits=18) or 0
