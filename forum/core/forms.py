"""What a form says when it comes back: why it was refused, and what others have stored in the meantime."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.forms import BaseForm, BoundField
from django.utils.translation import gettext as _

from forum.core.verdicts import Invalid, Refused, Sentence

Done = TypeVar("Done")


def act_on(form: BaseForm, act: Callable[[dict[str, Any]], Done]) -> tuple[Done | None, int]:
    """What `act` has done with what was filled in, and the status of the answer. None where it was not done: then the
    form says why, and the status is that of the refusal, or 422.
    """
    if not form.is_valid():
        return None, 422
    try:
        return act(form.cleaned_data), 200
    except Refused as refusal:
        note_refusal(form, refusal)
        return None, refusal.status


def note_refusal(form: BaseForm, refusal: Refused) -> None:
    """Put the sentence beside the field that it is about, or above all of them."""
    field = refusal.field if isinstance(refusal, Invalid) else ""
    form.add_error(field if field in form.fields else None, str(refusal.sentence))


def note_problems(form: BaseForm, error: ValidationError) -> None:
    """Put what the row itself refuses beside the fields that it is about, or above all of them."""
    by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, problems in by_field.items():
        form.add_error(name if name in form.fields else None, problems)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else has changed the same meanwhile: `stored` is label and words of each field where theirs differ."""

    sentence: Sentence
    stored: list[tuple[str, str]]


def conflict_of(refusal: Refused, *, typed: BaseForm, stored: BaseForm) -> Conflict:
    """What `components/conflict.html` shows above the words that were typed, saved by whoever saves once more."""
    differing = [
        (str(field.label), _said(field) or _("nothing"))
        for field in stored
        if not field.is_hidden and _said(field) != _said(typed[field.name])
    ]
    return Conflict(refusal.sentence, differing)


def _said(field: BoundField) -> str:
    """What a field says to its reader: the words of a choice, not its key."""
    value = "" if field.value() is None else str(field.value())
    choices = {str(key): str(label) for key, label in getattr(field.field, "choices", ())}
    return choices.get(value, value).replace("\r\n", "\n").strip()
