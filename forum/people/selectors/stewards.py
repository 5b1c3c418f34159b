"""What stewards see of everybody's accounts, to look after them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from forum.core.paging import cut
from forum.people.models import Application, Person

PEOPLE_ON_A_PAGE = 30
STEWARDS, WAITING, SHUT_OUT = "stewards", "waiting", "shut-out"
Kind = Person.Kind
_waiting = Application.objects.filter(person=OuterRef("pk")).exclude(state=Application.State.ACCEPTED)


def has_another_steward(person: Person) -> bool:
    """True where someone else who can sign in is a steward too."""
    others = Person.objects.filter(is_steward=True, is_active=True, kind=Kind.HUMAN)
    return others.exclude(pk=person.pk).exists()


def waits_to_be_let_in(person: Person) -> bool:
    """True for someone whose wish to join the network was not granted, or not yet."""
    asked = Application.objects.filter(person=person).exclude(state=Application.State.ACCEPTED)
    return not person.is_active and asked.exists()


def accounts_for_stewards() -> QuerySet[Person]:
    """Everyone with an account to sign in with. `is_waiting` where they are not let in (yet). For stewards."""
    return Person.objects.filter(kind=Kind.HUMAN).annotate(is_waiting=Exists(_waiting))


def account_for_stewards(person_id: int) -> Person | None:
    """One of them. For stewards."""
    return accounts_for_stewards().filter(pk=person_id).first()


@dataclass(frozen=True, slots=True)
class AccountPage:
    """A page of accounts, and the key to ask the next page with (0 on the last)."""

    people: list[Person]
    more: int


def account_page(*, words: str = "", state: str = "", after: int = 0) -> AccountPage:
    """Those whose name, handle or address holds each of `words`, the newest first, from behind the key `after` on.

    `state` narrows to `STEWARDS`, `WAITING` or `SHUT_OUT`. For stewards.
    """
    rows = _in_state(accounts_for_stewards(), state)
    for word in words.split()[:4]:
        named = Q(display_name__icontains=word) | Q(handle__icontains=word.removeprefix("@"))
        rows = rows.filter(named | Q(email__icontains=word))
    if after:
        rows = rows.filter(pk__lt=after)
    shown, has_more = cut(rows.order_by("-pk"), PEOPLE_ON_A_PAGE)
    return AccountPage(shown, shown[-1].pk if has_more else 0)


def _in_state(rows: QuerySet[Person], state: str) -> QuerySet[Person]:
    asked = Exists(_waiting)
    if state == STEWARDS:
        return rows.filter(is_steward=True)
    if state == WAITING:
        return rows.filter(asked, is_active=False)
    if state == SHUT_OUT:
        return rows.filter(~asked, is_active=False)
    return rows


def account_named(text: str) -> Person | None:
    """The account with this handle or mail address, in whatever case. For whoever runs commands."""
    wished = text.removeprefix("@")
    named = Q(handle__iexact=wished) | Q(email__iexact=text)
    return accounts_for_stewards().filter(named).first()
