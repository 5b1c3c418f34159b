"""What each kind of thing that waits has: what it is called, how it is shown, and its two answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forum.core.claims import Kind
from forum.core.verdicts import Sentence
from forum.moderation.models import Report
from forum.moderation.models.cases import LONGEST_WORDS
from forum.people.models import Person


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision that somebody is asked to look at again: what was done, by whom and where, and why; what was removed
    said `html`, which is "" where nothing was.
    """

    facts: Sequence[str]
    why: str
    html: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is said of a thing. `html` and `words` are what was written, `why` is what somebody says about it,
    `seen` the revision that is shown; `communities` are those whose saved replies fit. `decided` is what an appeal is
    against. `chosen_at` is the page on which
    it is chosen what of it goes, or "": where there is one, the list leads there rather than take it away. `final` is
    what cannot be undone once it is taken away; `longest_reason` is in characters.
    """

    title: str
    url: str
    where: str
    who: Person | None = None
    html: str = ""
    words: str = ""
    why: str = ""
    facts: Sequence[str] = ()
    answers: Sequence[Mapping[str, str]] = ()
    reports: Sequence[Report] = ()
    can_hand_up: bool = False
    seen: int = 0
    communities: Sequence[int] = ()
    chosen_at: str = ""
    decided: Decided | None = None
    final: str = ""
    longest_reason: int = LONGEST_WORDS


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it was given: its words, and the revision of what was read ("seen")."""

    reason: str
    seen: int


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the two answers to a kind of thing. `act` takes who decides, the row and what they gave, and raises what
    the action of its feature raises: Refused, Invalid or TooMany. `done` is said once it was taken; `in_bulk`, whether
    it may be given to many at once: not where each changes who reads something, or takes words away. What agrees
    needs no reason, but where it `asks_why`; `why` is what the field of the reason is called.
    """

    label: Sentence
    done: Sentence
    act: Callable[[Person, Any, Given], object]
    in_bulk: bool
    is_danger: bool = False
    asks_why: bool = False
    why: Sentence = ""


@dataclass(frozen=True, slots=True)
class WaitingKind:
    """A kind of thing: its name for one and for many, what `shown` tells whoever decides of rows, in their order, and
    the answers that agree and that do not.
    """

    kind: Kind
    name: Sentence
    plural: Sentence
    shown: Callable[[Person, Sequence[Any]], list[Shown]]
    yes: Answer
    no: Answer
