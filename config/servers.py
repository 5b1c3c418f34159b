"""Make sure that PostgreSQL and Redis are there, whichever door a process came in by."""

from __future__ import annotations

import os
import sys

from config import embedded


def ready() -> None:
    """Use the embedded servers where no others are named; where they cannot start, say why and end.

    Production names its servers, or its settings refuse to load.
    """
    if os.environ.get("WEFT_ENVIRONMENT") == "production":
        return
    if os.environ.get("WEFT_DATABASE_URL") and os.environ.get("WEFT_REDIS_URL"):
        return
    try:
        embedded.use()
    except embedded.CannotStart as problem:
        sys.exit(str(problem))
