"""Who asks to be let in: for stewards, and for themselves."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db.models import Exists, F, OuterRef, QuerySet

from forum.core.paging import cut
from forum.people.actors import Actor, is_steward
from forum.people.models import Application, Person

APPLICATIONS_ON_A_PAGE = 20
CLOSED = "closed"
State = Application.State


def applications_visible_to(actor: Actor) -> QuerySet[Application]:
    """All applications with their people and who decided, for stewards. Twin of `may_see_applications`.

    `is_confirmed` says that the applicant has shown the address to be theirs.
    """
    if not is_steward(actor):
        return Application.objects.none()
    confirmed = EmailAddress.objects.filter(
        user=OuterRef("person_id"), email__iexact=OuterRef("person__email"), verified=True
    )
    rows = Application.objects.select_related("person", "decided_by")
    return rows.annotate(is_confirmed=Exists(confirmed), address=F("person__email"))


@dataclass(frozen=True, slots=True)
class ApplicationPage:
    """A page of applications, and the id to ask the next page with (0 on the last)."""

    applications: list[Application]
    more: int


def waiting_applications_page(actor: Actor, *, after: int = 0) -> ApplicationPage:
    """Who waits, longest first, behind the application `after`."""
    rows = applications_visible_to(actor).filter(state=State.WAITING)
    return _page(rows.filter(pk__gt=after).order_by("pk"))


def decided_applications_page(actor: Actor, *, before: int = 0) -> ApplicationPage:
    """Who was let in or turned away, the newest applications first, from before the application `before`."""
    rows = applications_visible_to(actor).exclude(state=State.WAITING)
    return _page((rows.filter(pk__lt=before) if before else rows).order_by("-pk"))


def answered_to(person: Person) -> tuple[str, str]:
    """Where somebody stands who cannot come in, and the steward's answer: for nobody but themselves."""
    row = Application.objects.filter(person=person).exclude(state=State.ACCEPTED).first()
    return (row.state, row.answer) if row is not None else (CLOSED, "")


def application_of(person_id: int) -> Application | None:
    """What somebody asked and was answered, with their person. For the mail to them."""
    return Application.objects.select_related("person").filter(person=person_id).first()


def _page(rows: QuerySet[Application]) -> ApplicationPage:
    shown, has_more = cut(rows, APPLICATIONS_ON_A_PAGE)
    return ApplicationPage(shown, shown[-1].pk if has_more else 0)
