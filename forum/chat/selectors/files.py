"""Who may fetch what messages hold."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from forum.chat.models import Block, Message, MessageFile
from forum.chat.selectors.removals import looked_after_by
from forum.chat.selectors.rooms import rooms_read_by
from forum.core.asked_above import AskedAbove
from forum.people.actors import Actor, is_person

# Asked above: the condition on messages that an actor is shown because they decide about what was reported.
messages_decided_on = AskedAbove[[Actor], Q](lambda _actor: Q(pk__in=()))


def files_in_talk_for(actor: Actor) -> Q:
    """The condition on uploads that messages hold under which the actor may fetch them: in rooms that they read, or of
    messages that were removed and whose words they are shown, or that were reported and on which they decide.

    Between two of whom one blocks the other, files are not handed out, to neither of them.
    """
    blocked = Block.objects.filter(
        person__direct_rooms__room=OuterRef("pk"), blocked__direct_rooms__room=OuterRef("pk")
    )
    rooms = rooms_read_by(actor).exclude(Q(community=None) & Exists(blocked))
    standing = Message.objects.filter(room__in=rooms.values("pk"), removed_at=None)
    shown = Q(message__in=standing.values("pk"))
    if is_person(actor):
        removed = Message.objects.filter(removal__isnull=False).exclude(removal__source="")
        removed = removed.filter(looked_after_by(actor) | Q(author=actor))
        reported = Message.objects.filter(messages_decided_on(actor), removed_at=None)
        shown |= Q(message__in=removed.values("pk")) | Q(message__in=reported.values("pk"))
    return Q(pk__in=MessageFile.objects.filter(shown).values("attachment"))
