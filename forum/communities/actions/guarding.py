"""Words that are no posts and may identify a patient: reasons, notes, descriptions. Their writer is asked first."""

from __future__ import annotations

from collections.abc import Iterable

from forum.communities.models import Community
from forum.communities.policies.guarding import strictest_guard
from forum.core.asking_first import ask_first, ask_once

_Communities = Iterable[Community | None]


def ask_in(communities: _Communities, texts: Iterable[str], *, known: Iterable[str] = ()) -> None:
    """Ask whoever writes, unless none of the communities that read this minds; None is the network. Raises AskedFirst.

    Where words would wait for a moderator, these are asked about all the same: nobody could look at them before.
    """
    if strictest_guard(communities) != Community.Guard.OFF:
        ask_first(texts, known=known)


def ask_once_in(communities: _Communities, texts: Iterable[str]) -> None:
    """The same for words that nothing may hinder, as of a report: sent a second time they go. Raises AskedFirst."""
    if strictest_guard(communities) != Community.Guard.OFF:
        ask_once(texts)
