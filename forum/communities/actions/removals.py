"""How the words of what moderators remove are kept and let go: the same of posts, messages and questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from forum.communities.events import KeptWordsForgotten
from forum.communities.models import KEPT_DAYS, KeptRemoval
from forum.communities.models.measures import LONGEST_REASON
from forum.core.asked_above import AskedAbove
from forum.core.events import publish
from forum.core.limits import TENDING, spend
from forum.core.verdicts import Invalid, Verdict, require
from forum.core.words import on_one_line
from forum.people.models import Person
from forum.people.selectors.accounts import is_here_to_stay

BATCH = 100
# Asked above: ids of removed things, in the column of that name, about which somebody still decides again; their words
# stay until then.
removals_under_appeal = AskedAbove[[str], list[int]](lambda _column: [])
Row = TypeVar("Row", bound=KeptRemoval)


def reason_of_removal(typed: str) -> str:
    """What its author will read, on one line. Raises Invalid where nothing was said, or too much."""
    words = on_one_line(typed, most=LONGEST_REASON, field="reason")
    if not words:
        raise Invalid(_("Say why, in a sentence: its author reads that."), field="reason")
    return words


def reason_of_purged() -> str:
    """What is read in place of a reason that was given before the words were purged: it may repeat them. Why they were
    is not said there, beside the name of who gave the reason.
    """
    return _("The reason is deleted with the words.")


@dataclass(frozen=True, slots=True)
class KeptWords(Generic[Row]):
    """The removals of one model, and how their words go. `column` names what was removed; `drop_rest` lets go of what
    hangs on the words that these removals keep, such as files; `author` is the column of that thing which says whose
    it is.
    """

    model: type[Row]
    column: str
    drop_rest: Callable[[Sequence[Row]], None]
    author: str = "author"

    @transaction.atomic
    def forget_own(self, *, author: Person, thing_id: int, may: Callable[[], Verdict]) -> None:
        """Let the words of one thing go at once; the reason stays. Raises Refused or TooMany."""
        # Locked before it is asked, or it could come back in between.
        locked = self._rows.select_for_update().filter(**{self.column: thing_id})
        keys = list(locked.values_list("pk", flat=True))
        require(may())
        spend(TENDING, author.pk)
        self._forget(keys)
        publish(KeptWordsForgotten(column=self.column, thing_id=thing_id))

    def clear_old(self, now: datetime) -> int:
        """Let words go that were removed more than `KEPT_DAYS` ago, unless somebody still decides about them; how many
        there were.
        """
        cleared = 0
        old = self._with_words.filter(removed_at__lt=now - timedelta(days=KEPT_DAYS))
        old = old.exclude(**{f"{self.column}__in": removals_under_appeal(self.column)})
        while keys := list(old.order_by("pk").values_list("pk", flat=True)[:BATCH]):
            with transaction.atomic():
                cleared += self._forget(keys)
        return cleared

    def forget_of(self, *, author_id: int) -> None:
        """Nothing that moderators removed of somebody's words is kept once they leave. Part of leaving."""
        rows = self._with_words.filter(**{f"{self.column}__{self.author}": author_id})
        self._forget(list(rows.values_list("pk", flat=True)))

    def keep_none_of_former(self, *, author_id: int, thing_id: int) -> None:
        """Nothing is kept of somebody who has closed their account, or closes it at this moment: nobody could read it,
        or let it go. Part of the action that has removed it, and keeps its words just now.
        """
        if not is_here_to_stay(author_id):
            rows = self._rows.filter(**{self.column: thing_id})
            self._forget(list(rows.values_list("pk", flat=True)))

    def _forget(self, keys: list[int]) -> int:
        held = list(self._with_words.select_for_update().filter(pk__in=keys).order_by("pk"))
        self.drop_rest(held)
        return self._rows.filter(pk__in=[row.pk for row in held]).update(source="", html="")

    @property
    def _rows(self) -> QuerySet[Any]:
        return self.model._default_manager.all()

    @property
    def _with_words(self) -> QuerySet[Any]:
        return self._rows.exclude(source="")
