"""What happens to the network as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forum.core.events import Event


@dataclass(frozen=True, slots=True)
class NetworkChanged(Event):
    by_id: int
    before: Mapping[str, object]  # plain values of the columns that changed, by name
    after: Mapping[str, object]
