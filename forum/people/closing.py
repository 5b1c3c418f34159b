"""What someone reads who signs in and is not let in, and for how long their browser knows that it was them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from forum.core.asked_above import AskedAbove
from forum.people.models import Person

STANDING = "account_standing"  # in a session: what the page says to whoever cannot come in
# Others may come to the same browser: it says so no longer than somebody needs to read it and to write an appeal.
KEPT_SECONDS = 900


def _nothing(_person: Person, /) -> dict[str, Any]:
    return {}


# Plain values for a session: the reason, until when, and whether they can appeal; {} where nobody has closed it.
closed_account = AskedAbove(_nothing)


def remember_standing(request: HttpRequest, standing: dict[str, Any], person: Person | None = None) -> None:
    """Keep what the page says, in the place of what it said to anybody before; `person` has shown who they are.

    Under a new key: who knew that of the session before does not know it now.
    """
    request.session.cycle_key()
    kept_until = timezone.now().timestamp() + KEPT_SECONDS
    shown = {"person": person.pk if person is not None else 0, "kept_until": kept_until}
    request.session[STANDING] = standing | shown


def standing_kept(request: HttpRequest) -> dict[str, Any]:
    """What the page says still; {} where nobody was told anything of late."""
    known: dict[str, Any] = request.session.get(STANDING, {})
    return known if known.get("kept_until", 0) > timezone.now().timestamp() else {}


def who_is_shut_out(request: HttpRequest) -> int:
    """The id of who has shown of late, in this browser, that they are the one who is not let in; 0 for nobody."""
    return 0 if request.user.is_authenticated else int(standing_kept(request).get("person", 0))


def forget_who_is_shut_out(request: HttpRequest) -> None:
    """They have done what they were known for: the page says no more than until when, and that they have asked."""
    known = standing_kept(request)
    request.session[STANDING] = known | {"person": 0, "reason": "", "can_appeal": False}


def forget_standing(request: HttpRequest) -> None:
    """Somebody has signed in here, whoever it was that could not."""
    request.session.pop(STANDING, None)
