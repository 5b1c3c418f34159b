"""The table of all kinds of things that can wait."""

from __future__ import annotations

from forum.core.claims import Kind
from forum.moderation.views.waiting.appeals import APPEAL
from forum.moderation.views.waiting.asking import ASKING
from forum.moderation.views.waiting.carried import CARRIED
from forum.moderation.views.waiting.held import HELD
from forum.moderation.views.waiting.homes import HOME
from forum.moderation.views.waiting.joint import JOINT
from forum.moderation.views.waiting.records import WaitingKind
from forum.moderation.views.waiting.reported import REPORTED

KINDS: dict[Kind, WaitingKind] = {
    each.kind: each for each in (HELD, CARRIED, HOME, ASKING, REPORTED, APPEAL, JOINT)
}


def kind_named(text: str) -> Kind | None:
    """The kind that forms and addresses call by this word; None where there is none."""
    return Kind(text) if text in KINDS else None
