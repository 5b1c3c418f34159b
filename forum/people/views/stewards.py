"""The door of every page of stewards, in whatever feature it stands: lets them in and nobody else."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from forum.people.actors import signed_in
from forum.people.models import Person
from forum.people.policies.stewards import may_steward


def steward_or_404(request: HttpRequest) -> Person:
    """The steward who asks; to all others these pages are not there."""
    if not may_steward(request.user):
        raise Http404
    return signed_in(request.user)
