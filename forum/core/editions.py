"""The edition of what a form was made from: who sends it back says which it was, so that nothing is overwritten unseen.

A form carries it as `seen`. Rows that count their own changes, as drafts and held posts do, say their `revision`.
"""

from __future__ import annotations

import json
from hashlib import blake2b

from forum.core.verdicts import Refused


class ChangedMeanwhile(Refused):
    """What was to be changed is no longer what was shown. Nothing was stored or lost."""

    status = 409


def edition_of(*said: object) -> str:
    """A short word for exactly these values; another one as soon as any of them is another."""
    plain = json.dumps(said, default=str, sort_keys=True)
    return blake2b(plain.encode(), digest_size=12).hexdigest()
