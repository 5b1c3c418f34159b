"""What they try: every act by its door, and the rule that says who may."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tests.rights.places import Place
from tests.rights.roles import Rule, nobody


@dataclass(frozen=True)
class Act:
    """One thing to do: a page to open where there is no form, else what the form sends.

    `already` are those for whom it is so already: they are answered as if it had been done, and nothing changes.
    `before` makes the place as it must be for it, if other than it is.
    """

    name: str
    who: Rule
    address: Callable[[Place], str]
    form: Callable[[Place], Mapping[str, Any]] | None = None
    already: Rule = nobody
    before: Callable[[Place], object] | None = None

    @property
    def is_reading(self) -> bool:
        """True for opening a page."""
        return self.form is None


def reading(name: str, who: Rule, address: str, arguments: Callable[[Place], list[Any]]) -> Act:
    """Opening the page of that name."""
    return Act(name, who, lambda place: reverse(address, args=arguments(place)))


def opening(
    name: str,
    who: Rule,
    address: str,
    arguments: Callable[[Place], list[Any]],
    *,
    before: Callable[[Place], object],
) -> Act:
    """Opening the page of that name once the place is made as it must be."""
    return Act(name, who, lambda place: reverse(address, args=arguments(place)), before=before)


def doing(
    name: str,
    who: Rule,
    address: str,
    arguments: Callable[[Place], list[Any]],
    form: Callable[[Place], Mapping[str, Any]] = lambda _place: {},
    *,
    already: Rule = nobody,
    before: Callable[[Place], object] | None = None,
) -> Act:
    """Sending a form to the address of that name."""
    return Act(name, who, lambda place: reverse(address, args=arguments(place)), form, already, before)
