"""What readers of chat archives hand over, whatever the source, so that there is one writer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class TalkAuthor:
    """Who said something. `address` is lower-case; `key` tells people apart where the archive has none (None)."""

    key: str
    name: str
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """A stream or channel of the archive; `key` names it in every archive of the same source."""

    key: str
    name: str
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class TalkRecord:
    """One message. `key` names it in every archive of the same source, `name` within this one; `answers` is a `name`.

    `ordinal` counts the messages of the archive from 1; `rank` orders those of one moment. `html` is unsanitised.
    `topic` is empty where the source has none. `reactions` are kinds of ours with who put them.
    """

    ordinal: int
    key: str
    name: str
    channel: Channel
    topic: str
    author: TalkAuthor
    said_at: datetime
    html: str
    headline: str
    rank: int = 0
    edited_at: datetime | None = None
    answers: str | None = None
    reactions: tuple[tuple[str, TalkAuthor], ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOutRecord:
    """A message or file that is left out: `reason` is a sentence, `headline` helps to recognise it.

    Where many are left out for one reason, `is_one_of_many` has them told of together.
    """

    ordinal: int
    reason: str
    headline: str
    is_one_of_many: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that did not come in and is no message: told in the report, not counted."""

    headline: str
    reason: str


Record = TalkRecord | LeftOutRecord | Remark
