"""What becomes of imports when their board goes into another one."""

from __future__ import annotations

from django.db import transaction

from forum.importing.models import ImportedMessage, ImportRun


@transaction.atomic
def hand_on_imports(*, from_id: int, to_id: int) -> None:
    """Let imports go on into the other board, which knows then what came onto either.

    Part of an action that has asked who may do so.
    """
    ImportRun.objects.filter(board=from_id).update(board=to_id)
    known = ImportedMessage.objects.filter(board=to_id).values("message_id")
    messages = ImportedMessage.objects.filter(board=from_id)
    messages.filter(message_id__in=known).delete()
    messages.update(board=to_id)
