"""One answer to all that were ticked in the list of what waits: each for itself, and what became of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.communities.actions.guarding import ask_in
from forum.core.claims import Kind
from forum.core.each_for_itself import refused_of, status_of
from forum.core.identifiers import sightings_in
from forum.core.numbers import whole_number
from forum.core.verdicts import Invalid, Refused, Sentence
from forum.core.words import one_line
from forum.moderation.selectors.claims import Thing
from forum.moderation.selectors.queue import Waiting, waiting_things
from forum.moderation.selectors.sources import SOURCES
from forum.moderation.views.waiting.records import Answer, Given, WaitingKind
from forum.moderation.views.waiting.table import KINDS, kind_named
from forum.people.models import Person

MOST_IN_BULK = 50
# By the word of the button.
_ANSWERS: dict[str, Callable[[WaitingKind], Answer]] = {"yes": attrgetter("yes"), "no": attrgetter("no")}


@dataclass(frozen=True, slots=True)
class Left:
    """Something to which the answer was not given, and why not; `told` names it as its row does."""

    key: str
    told: str
    why: Sentence


@dataclass(frozen=True, slots=True)
class Answered:
    """How many took the answer, what did not, and the status that says so to programs."""

    done: int
    left: Sequence[Left]
    status: int

    @property
    def in_words(self) -> str:
        """How many took it, in a sentence."""
        if not self.done:
            return _("None of them was answered.")
        return ngettext("%d answered.", "%d answered.", self.done) % self.done


def answer_ticked(request: HttpRequest, person: Person) -> Answered:
    """Give the answer that was pressed to each that was ticked; each is a transaction of its own, and what one refuses
    keeps it from no other. Raises Invalid where nothing was ticked or pressed, and AskedFirst before all of them.
    """
    chosen = _ANSWERS.get(request.POST.get("answer", ""))
    things = _ticked(request)
    if chosen is None or not things:
        raise Invalid(_("Tick at least one of them, and press one of the two buttons."))
    found = waiting_things(person, things)
    _ask_about(request.POST.get("reason", ""), found.values())

    def answer(thing: Thing) -> None:
        _answer(request, person, found.get(thing), chosen(KINDS[thing[0]]))

    refused = refused_of(things, answer)
    return Answered(len(things) - len(refused), _left(person, refused), status_of(refused.values()))


def _ask_about(reason: str, found: Iterable[Waiting]) -> None:
    """Ask about the reason, for all communities that will read it, before any of them is answered: what was answered
    cannot be sent once more. Raises AskedFirst.
    """
    words = one_line(reason)
    if sightings_in(words):
        ask_in((place for each in found for place in SOURCES[each.kind].decided_in(each.row)), [words])


def _answer(request: HttpRequest, person: Person, thing: Waiting | None, chosen: Answer) -> None:
    if thing is None:
        raise Refused(_("It does not wait for you any more; nothing was done to it."))
    if not chosen.in_bulk:
        raise Refused(_("This is decided on one at a time."))
    seen = whole_number(request.POST.get(f"seen-{thing.key}", "")) or 0
    chosen.act(person, thing.row, Given(request.POST.get("reason", ""), seen))


def _ticked(request: HttpRequest) -> list[Thing]:
    found = []
    for name in request.POST.getlist("chosen")[:MOST_IN_BULK]:
        word, _sign, key_text = name.partition("-")
        kind, key = kind_named(word), whole_number(key_text, digits=18)
        if kind is not None and key is not None:
            found.append((kind, key))
    return list(dict.fromkeys(found))


def _left(person: Person, refused: dict[Thing, Refused]) -> list[Left]:
    """What was refused, in the order in which it was ticked; by name what waits for the person still."""
    found = waiting_things(person, refused)
    return [
        Left(f"{kind}-{key}", _told(person, found.get((kind, key)), kind), refusal.sentence)
        for (kind, key), refusal in refused.items()
    ]


def _told(person: Person, thing: Waiting | None, kind: Kind) -> str:
    if thing is None:
        return str(KINDS[kind].name)
    (row,) = KINDS[kind].shown(person, [thing.row])
    return _("%(kind)s “%(title)s”") % {"kind": KINDS[kind].name, "title": row.title}
