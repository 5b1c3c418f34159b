"""Small acts on messages."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.chat.actions.log import Happening, append
from forum.chat.actions.messages import locked_message
from forum.chat.models import Message, MessageReaction
from forum.chat.policies.messages import may_react_to
from forum.chat.selectors.acts import reaction_counts_of
from forum.communities.policies.measures import may_speak_from_outside
from forum.core.limits import REACTING, spend
from forum.core.verdicts import Invalid, require
from forum.discussions.models import Reaction
from forum.people.models import Person


@transaction.atomic
def react_to_message(*, person: Person, message: Message, kind: str, now: datetime | None = None) -> Message:
    """Put a reaction on a message; twice is once. Raises Refused, Invalid or TooMany."""
    message, moment = _begun(person, message, kind), now or timezone.now()
    _row, is_new = MessageReaction.objects.get_or_create(
        message=message, person=person, kind=kind, defaults={"created_at": moment}
    )
    return count_anew(message, person, "reacted", kind, moment) if is_new else message


@transaction.atomic
def take_reaction_back(
    *, person: Person, message: Message, kind: str, now: datetime | None = None
) -> Message:
    """Take a reaction off again; where there is none nothing happens. Raises Refused, Invalid or TooMany."""
    message, moment = _begun(person, message, kind), now or timezone.now()
    gone, _by_model = MessageReaction.objects.filter(message=message, person=person, kind=kind).delete()
    return count_anew(message, person, "unreacted", kind, moment) if gone else message


def _begun(person: Person, message: Message, kind: str) -> Message:
    message = locked_message(person, message)
    require(may_react_to(person, message))
    if message.room.community is not None and not message.room.is_of_session:
        require(may_speak_from_outside(person, message.room.community))
    if kind not in Reaction.Kind.values:
        raise Invalid(_("There is no such reaction."), field="kind")
    spend(REACTING, person.pk)
    return message


def count_anew(message: Message, person: Person, act: str, kind: str, moment: datetime) -> Message:
    """Count what is on the message now and tell what was done, `act`. Part of an action that has locked it."""
    message.reaction_counts = reaction_counts_of(message)
    message.save(update_fields=["reaction_counts"])
    data = {"id": message.pk, "kind": kind, "counts": message.reaction_counts}
    append(message.room_id, Happening(act, person.pk, moment, data), message=message)
    return message
