"""Who raises a hand in a live session, and who calls on people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.core.verdicts import YES, Verdict, no
from forum.gatherings.models import Gathering
from forum.gatherings.policies.leading import may_steer
from forum.gatherings.policies.talk import may_take_part
from forum.people.actors import Actor


def may_raise_hand(actor: Actor, session: Gathering) -> Verdict:
    """Wanting to speak: who takes part, while it is live."""
    takes_part = may_take_part(actor, session)
    if not takes_part:
        return takes_part
    live = session.state == Gathering.State.LIVE
    return YES if live else no(_("One raises a hand while the session is live. You can ask a question now."))


def may_call(actor: Actor, session: Gathering) -> Verdict:
    """Calling on people, skipping them and lowering all hands: those who lead it, while it is live."""
    return may_steer(actor, session)
