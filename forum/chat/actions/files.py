"""Tying uploads to messages, and letting go of them."""

from __future__ import annotations

from forum.chat.models import Message, MessageFile
from forum.core.markup import referenced_files
from forum.discussions.actions.files import drop_files
from forum.discussions.models import Attachment
from forum.discussions.selectors.files import files_at_hand


def claim_files(message: Message) -> None:
    """Tie the author's uploads that the words refer to, and that nothing holds yet, to the message; let go of others.

    What is let go of is its owner's alone, and swept later. Part of an action that has locked the message.
    """
    ids = referenced_files(message.source)
    left = MessageFile.objects.filter(message=message).exclude(attachment__in=ids)
    Attachment.objects.filter(pk__in=list(left.values_list("attachment", flat=True))).update(in_talk=False)
    left.delete()
    if not ids:
        return
    free = files_at_hand(message.author_id).filter(pk__in=ids, held=None)
    # Asked again once they are locked: of a post and a message that both name a file, one gets it.
    claimed = list(free.select_for_update(no_key=True).order_by("pk"))
    Attachment.objects.filter(pk__in=[row.pk for row in claimed]).update(in_talk=True)
    MessageFile.objects.bulk_create([MessageFile(message=message, attachment=row) for row in claimed])


def drop_files_of(messages: list[int]) -> None:
    """Let go of what these messages hold, rows and stored files. Part of an action that takes the messages out."""
    drop_files(
        Attachment.objects.filter(
            pk__in=MessageFile.objects.filter(message__in=messages).values("attachment")
        )
    )
