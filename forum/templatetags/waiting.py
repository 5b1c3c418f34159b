"""Tells the tabs of a community how many people wait to be let in, on whichever page they stand."""

from __future__ import annotations

from django import template

from forum.communities.models import Community
from forum.communities.selectors.joining import how_many_wait

register = template.Library()


@register.simple_tag
def requests_waiting(community: Community) -> int:
    """How many requests to join wait, in one query. For pages of the community's facilitators."""
    return how_many_wait(community)
