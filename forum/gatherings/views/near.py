"""Sessions that are near, as pieces of other pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.template.loader import render_to_string

from forum.communities.models import Community
from forum.core.markup import safe
from forum.gatherings.models import Gathering
from forum.gatherings.selectors.near import next_in, soon_for
from forum.gatherings.views.showing import clock_of, hour_by, is_now
from forum.people.actors import Actor
from forum.people.models import Person


def near_in_html(actor: Actor, community: Community, now: datetime) -> str:
    """The next sessions of a community that the actor may read, as items of a list; "" for none. One query."""
    return _items(actor, next_in(actor, community, now=now), now)


def soon_html(person: Person, now: datetime) -> str:
    """Those of the coming week wherever the person belongs, as items of a list; "" for none. One query."""
    return _items(person, soon_for(person, now=now), now)


def _items(actor: Actor, gatherings: Sequence[Gathering], now: datetime) -> str:
    clock = clock_of(actor)
    rows = [
        {"gathering": each, "at": hour_by(clock, each), "is_now": is_now(each, now)} for each in gatherings
    ]
    return safe("".join(render_to_string("gatherings/near.html", {"row": row}) for row in rows))
