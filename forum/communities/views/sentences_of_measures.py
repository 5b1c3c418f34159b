"""What the log says of measures: whom, on which board, until when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from forum.communities.models import Change, Verb


def _warned(change: Change) -> str:
    return _("warned {person} on the board “%(about)s”") if change.about else _("warned {person}")


def _muted(change: Change) -> str:
    if change.about:
        return _until(_("muted {person} on the board “%(about)s” until {until}"), change)
    return _until(_("muted {person} until {until}"), change)


def _suspended(change: Change) -> str:
    return _until(_("suspended {person} until {until}"), change)


def _lifted(change: Change) -> str:
    return {
        "warning": _("took the warning of {person} back"),
        "mute": _("lifted the mute of {person}"),
    }.get(change.details.get("kind", ""), _("lifted the suspension of {person}"))


def _upheld(change: Change) -> str:
    return {
        "warning": _("looked again at the warning of {person}, which stays"),
        "mute": _("looked again at the mute of {person}, which stays"),
        "removal": _("looked again at why a post by {person} was removed, which stays so"),
        "removal-of-message": _("looked again at why a message by {person} was removed, which stays so"),
        "removal-of-topic": _("looked again at why a topic by {person} was removed, which stays so"),
        "removal-of-question": _("looked again at why a question by {person} was removed, which stays so"),
        "removal-of-nameless": _("looked again at why a question was removed, which stays so"),
    }.get(change.details.get("kind", ""), _("looked again at the suspension of {person}, which stays"))


def _overturned(change: Change) -> str:
    return {
        "warning": _("overturned the warning of {person}"),
        "mute": _("overturned the mute of {person}"),
        "removal": _("overturned that a post by {person} was removed"),
        "removal-of-message": _("overturned that a message by {person} was removed"),
        "removal-of-topic": _("overturned that a topic by {person} was removed"),
        "removal-of-question": _("overturned that a question by {person} was removed"),
        "removal-of-nameless": _("overturned that a question was removed"),
    }.get(change.details.get("kind", ""), _("overturned the suspension of {person}"))


def _shut_out(change: Change) -> str:
    if not change.details.get("until"):  # as it was noted at first
        return _("closed the network to {person}")
    return _until(_("closed the network to {person} until {until}"), change)


def _until(sentence: str, change: Change) -> str:
    noted = change.details.get("until")
    until = timezone.localtime(datetime.fromisoformat(noted)) if noted else None
    return sentence.replace("{until}", date_format(until, "DATETIME_FORMAT") if until else _("an end"))


OF_MEASURES: dict[Verb, Callable[[Change], str]] = {
    Verb.WARNED: _warned,
    Verb.MUTED: _muted,
    Verb.SUSPENDED: _suspended,
    Verb.MEASURE_LIFTED: _lifted,
    Verb.APPEAL_UPHELD: _upheld,
    Verb.APPEAL_OVERTURNED: _overturned,
    Verb.PERSON_SHUT_OUT: _shut_out,
}
SAID_OF_MEASURES = dict.fromkeys(OF_MEASURES, frozenset({"kind", "until", "appeal"}))
