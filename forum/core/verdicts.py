"""Why a person may or may not do something, said in a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

Sentence = str | Promise


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of a policy: `allowed`, or a `reason` that the person can act on."""

    allowed: bool
    reason: Sentence = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(allowed=True)


def no(reason: Sentence) -> Verdict:
    """Refuse with `reason`, a whole sentence that says why and what to do."""
    return Verdict(allowed=False, reason=reason)


class Refused(Exception):
    """An action was not carried out; `sentence` tells the person why."""

    status = 403

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Invalid(Refused):
    """What was sent cannot be used as it is; `field` names the part to mend, where there is one."""

    status = 422

    def __init__(self, sentence: Sentence, *, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class TooMany(Refused):
    """Too much in too short a time; `retry_after` is in seconds."""

    status = 429

    def __init__(self, sentence: Sentence, *, retry_after: int) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after


def require(verdict: Verdict) -> None:
    """Go on if `verdict` is yes; raise `Refused` with its sentence otherwise."""
    if not verdict:
        raise Refused(verdict.reason)
