"""What happens to what remains of live sessions."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import Event


@dataclass(frozen=True, slots=True)
class RecapSigned(Event):
    """The recap of a session stands as a topic."""

    gathering_id: int


@dataclass(frozen=True, slots=True)
class FirstAnswerCame(Event):
    """Questions of sessions that go on in a topic have their first answer there."""

    question_ids: tuple[int, ...]
    post_id: int


@dataclass(frozen=True, slots=True)
class QuestionGoesOn(Event):
    """A question of a session stands as a topic."""

    question_id: int
