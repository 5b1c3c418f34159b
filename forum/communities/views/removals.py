"""What pages share on which something is removed, and on which its author reads why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from forum.communities.forms.removals import ReasonForm, TakingDownForm
from forum.communities.models import KEPT_DAYS, WhyRemoved
from forum.core.asked_above import AskedAbove
from forum.core.forms import act_on
from forum.core.markup import safe
from forum.core.verdicts import Verdict
from forum.people.actors import signed_in
from forum.people.models import Person

Done = TypeVar("Done")
REPLIES = "replies"  # the id of the list of saved replies that a field offers
FIRST_WORDS = 140  # characters of what was removed, in lists of it


class Written(Protocol):
    """What somebody wrote, a post, a message or a topic; or a question, of whose asker the reader may not know."""

    @property
    def author(self) -> Person | None:
        """Whose it is; None where that is not the reader's to know."""

    @property
    def created_at(self) -> datetime:
        """Since when it was there."""


def _no_offer(_person: Person, _thing: Model, /) -> dict[str, Any]:
    return {}


# Asked above: whether its author can ask others to look at the removal again (`appeal_url`), or how that stands
# (`appeal`).
appeal_of_removal = AskedAbove(_no_offer)


def _no_replies(_person: Person, _communities: Iterable[int], /) -> list[tuple[str, str]]:
    return []


# Asked above: what those who decide in these communities (ids) say often, as name and words, for who is one of them.
replies_offered = AskedAbove(_no_replies)


def take_down_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    communities: Iterable[int],
    act: Callable[[str], Done],
    then: Callable[[Done], HttpResponse],
    form_type: type[TakingDownForm] = TakingDownForm,
) -> HttpResponse:
    """Ask why, then `act` with the reason, and answer what `then` says of what was done. What is said often in the
    `communities` (ids) is offered while one types.
    """
    form, status = form_type(request.POST if request.method == "POST" else None), 200
    offered = offer_replies(signed_in(request.user), form, communities)
    if request.method == "POST":
        done, status = act_on(form, lambda given: act(given["reason"]))
        if done is not None:
            return then(done)
    about_form = {"form": form, "days": KEPT_DAYS} | offered
    return render(request, template, context | about_form, status=status)


def offer_replies(person: Person, form: ReasonForm, communities: Iterable[int]) -> dict[str, Any]:
    """Let the form offer what is said often in the communities (ids), for who decides there; what
    `communities/saved_replies.html` asks for.
    """
    replies = replies_offered(person, communities)
    if replies:
        form.offer(REPLIES)
    return {"replies": replies, "replies_id": REPLIES}


@dataclass(frozen=True, slots=True)
class Ways:
    """Where something that was removed is brought back, where its words are let go, and where it is deleted everywhere
    ("" for those who cannot do that).
    """

    back: str
    forget: str
    purge: str


def about_removal(
    person: Person, written: Written, removal: WhyRemoved, *, restores: Verdict, forgets: Verdict, ways: Ways
) -> dict[str, Any]:
    """What `communities/removal.html` shows of it to the person, by what these verdicts allow them."""
    is_author, has_words = written.author == person, removal.has_words
    return {
        "removal": removal,
        "written": written,
        "html": safe(removal.html),
        "days": KEPT_DAYS,
        "is_author": is_author,
        "above": restores.reason if has_words and not is_author and not restores else "",
        "restore_url": ways.back if restores else "",
        "forget_url": ways.forget if forgets else "",
        "purge_url": ways.purge if has_words else "",
    }


@dataclass(frozen=True, slots=True)
class RemovedList:
    """Rows of one kind under their heading; `key` is its id on the page."""

    key: str
    heading: str
    rows: Sequence[RemovedRow]


@dataclass(frozen=True, slots=True)
class RemovedRow:
    """Something that was removed as lists show it: what it is called there and where it stood, as the reader may know
    that; its page, and where it is brought back if that may be.
    """

    written: Written
    removal: WhyRemoved
    where: str
    url: str
    name: str = ""  # what it is called, or how it begins
    topic: str = ""  # the title of the topic that it stood in
    words: str = ""  # how it begins, where it is called otherwise
    restore_url: str = ""
    may_restore: Verdict | None = None
