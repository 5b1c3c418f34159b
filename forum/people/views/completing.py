"""What is asked and answered while somebody types a name that is completed."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from django.http import HttpRequest, JsonResponse

from forum.core.limits import COMPLETING, spend
from forum.people.models import Person

MOST_SHOWN = 8  # people
LONGEST_NAME = 60  # characters


def begun_name(request: HttpRequest, person: Person) -> str:
    """What is typed of a name, `q`; "" where nobody is called so. Raises TooMany where the person asks too often."""
    spend(COMPLETING, person.pk)
    text = request.GET.get("q", "").strip()
    return text if len(text) <= LONGEST_NAME else ""


def told_names(found: Iterable[Person], *, besides: Person) -> JsonResponse:
    """The first of those found, but for who asks: [{"handle", "name", "affiliation"}]."""
    others = (each for each in found if each.pk != besides.pk)
    shown = [
        {"handle": each.handle, "name": each.display_name, "affiliation": each.affiliation}
        for each in islice(others, MOST_SHOWN)
    ]
    answer = JsonResponse(shown, safe=False)
    answer["Cache-Control"] = "private, no-store"  # whom one is offered depends on who asks, and when
    return answer
