"""What a person is told who may not do what they try."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from forum.core.verdicts import Refused


def refusal(act: Callable[..., object], *given: Any, **facts: Any) -> str:
    """The sentence with which the action refuses."""
    with pytest.raises(Refused) as refused:
        act(*given, **facts)
    return str(refused.value.sentence)
